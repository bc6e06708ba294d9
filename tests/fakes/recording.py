"""Stand-ins around a recorder: a clock moved by hand, sealing without threads, a ledger that remembers."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from voxanne.live.sealing import Sealable, Sealing


@dataclass
class HandClock:
    """Stands still until told otherwise."""

    moment: datetime = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    ms: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic_ms(self) -> float:
        return self.ms

    def advance(self, ms: float) -> None:
        self.ms += ms
        self.moment += timedelta(milliseconds=ms)


class HandSealing(Sealing):
    """Seals when told to, in the caller's thread."""

    def seal_now(self) -> None:
        self._seal_round()

    def end(self, recording: Sealable) -> Future[None]:
        self._open.pop(id(recording), None)
        recording.seal_end()
        recording.file.sync()
        recording.file.close()
        done: Future[None] = Future()
        done.set_result(None)
        return done


@dataclass
class RememberingLedger:
    """Keeps what it was told: (what, call, flaw or reason)."""

    told: list[tuple[str, UUID, str | None]] = field(default_factory=list)

    async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None:
        self.told.append(("finish", call_id, flaw))

    async def lose(self, organisation_id: UUID, call_id: UUID, reason: str) -> None:
        self.told.append(("lose", call_id, reason))

    async def disable(self, organisation_id: UUID, call_id: UUID) -> None:
        self.told.append(("disable", call_id, None))
