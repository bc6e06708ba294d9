"""Records a call: takes both sides' audio as it happens and has it sealed to disk.

Taking a piece costs a copy and two appends; everything else happens in the node's sealing threads. Where a
piece lies in the recording is decided by its timestamp alone, so packets may be late, doubled or lost:
a hole becomes silence, never a shift. Nothing here ever disturbs the call: when the disk does not take
the recording, the call goes on and the ledger says why there is none.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import numpy as np
import structlog

from voxanne.audio.pcm import Pcm
from voxanne.audio.timeline import Track, TrackClock
from voxanne.clock import Clock
from voxanne.errors import ProviderError
from voxanne.live.port import CallRecorder, LiveCall
from voxanne.live.sealing import SealedFile, Sealing, failure_reason
from voxanne.storage.keys import KeyRing
from voxanne.storage.sealed_log import LogSealer

log = structlog.get_logger(__name__)

AHEAD_MS = 30_000
"""Audio may be placed this far ahead of the call's age; a timestamp beyond is a peer's mistake."""
LATE_MS = 90_000
"""Audio may come this late, as after an outage of the carrier's connection; what is older is dropped."""
SETTLING_MARGIN_MS = 1_000
PENDING_LIMIT_BYTES = 4 << 20
"""A minute of both sides at 16 kHz: more waits only when the disk has hung."""
CLOSE_TIMEOUT_S = 5.0
STORAGE_STALLED = "storage_stalled"


class RecordingLedger(Protocol):
    """What becomes of a recording when its call is over. Methods raise ProviderError when they cannot tell."""

    async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None:
        """There is sealed audio to finish; `flaw` says why it may be incomplete."""
        ...

    async def lose(self, organisation_id: UUID, call_id: UUID, reason: str) -> None:
        """There is none, and this is why."""
        ...

    async def disable(self, organisation_id: UUID, call_id: UUID) -> None:
        """The clinic does not record."""
        ...


@dataclass(frozen=True, slots=True)
class SealedRecorders:
    """Opens the recorders of a node's calls (`RecorderFactory`)."""

    sealing: Sealing
    keys: KeyRing
    folder: Path
    ledger: RecordingLedger
    clock: Clock

    async def open(self, call: LiveCall, rate_hz: int) -> CallRecorder:
        """A recorder at the leg's rate; a disk that refuses gives one that keeps nothing but the reason."""
        if not call.is_recorded:
            return AbsentRecorder(call, self.ledger, None)
        sealer = LogSealer(self.keys, call.organisation_id, call.call_id, rate_hz)
        path = self.folder / f"{call.call_id}.sealed"
        try:
            file = await asyncio.to_thread(SealedFile, path, sealer.header.encode())
        except FileExistsError:
            return AbsentRecorder(call, self.ledger, "already_recorded")
        except OSError as error:
            log.error("recording_cannot_start", call_id=str(call.call_id), reason=failure_reason(error))
            return AbsentRecorder(call, self.ledger, failure_reason(error))
        recorder = SealedRecorder(call, rate_hz, sealer, file, self)
        self.sealing.add(recorder)
        return recorder


class SealedRecorder:
    """One call's recorder. `caller` and `receptionist` are called on the event loop, `seal_*` in a thread."""

    def __init__(
        self, call: LiveCall, rate_hz: int, sealer: LogSealer, file: SealedFile, node: SealedRecorders
    ) -> None:
        self.file = file
        self._call = call
        self._rate_hz = rate_hz
        self._sealer = sealer
        self._node = node
        self._opened_ms = node.clock.monotonic_ms()
        self._tracks = {track: TrackClock(rate_hz) for track in Track}
        self._pending: deque[tuple[int, int, bytes]] = deque()
        self._bytes_taken = 0  # written on the loop only
        self._bytes_sealed = 0  # written in the sealing thread only
        self._misplaced = 0
        self._is_closed = False

    def caller(self, pcm: Pcm, at_ms: int) -> None:
        """Caller audio: int16 mono at the leg's rate, its first sample at `at_ms` of the media clock."""
        self._take(Track.CALLER, pcm, at_ms)

    def receptionist(self, pcm: Pcm, at_ms: int) -> None:
        """Audio the caller hears from us, on the same clock."""
        self._take(Track.RECEPTIONIST, pcm, at_ms)

    async def close(self, reason: str) -> None:
        """Seal the end, then tell the ledger. Never raises: what stays undone is found at the next sweep."""
        if self._is_closed:
            return
        self._is_closed = True
        sealed = self._node.sealing.end(self)
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await asyncio.wrap_future(sealed)
        except TimeoutError:
            self.file.failure = self.file.failure or STORAGE_STALLED
        if self._misplaced:
            log.warning("audio_misplaced", call_id=str(self._call.call_id), pieces=self._misplaced)
        await _tell(self._node.ledger.finish(self._call.organisation_id, self._call.call_id, self.file.failure))

    def seal_pending(self) -> None:
        settled_ms = self._age_ms() - LATE_MS - SETTLING_MARGIN_MS
        pieces = []
        while self._pending:
            pieces.append(self._pending.popleft())
        if not pieces:
            return
        self.file.append(self._sealer.audio(max(0, int(settled_ms)) * self._rate_hz // 1000, pieces))
        self._bytes_sealed += sum(len(pcm) for _, _, pcm in pieces)

    def seal_end(self) -> None:
        self.seal_pending()
        self.file.append(self._sealer.end(max(track.end for track in self._tracks.values())))

    def _take(self, track: Track, pcm: Pcm, at_ms: int) -> None:
        if self._is_closed or self.file.failure is not None or len(pcm) == 0:
            return
        if not max(0, self._age_ms() - LATE_MS) <= at_ms <= self._age_ms() + AHEAD_MS:
            self._misplaced += 1
            return
        if self._bytes_taken - self._bytes_sealed > PENDING_LIMIT_BYTES:
            self.file.failure = STORAGE_STALLED
            log.error("recording_cannot_be_written", call_id=str(self._call.call_id), reason=STORAGE_STALLED)
            return
        data = np.ascontiguousarray(pcm, dtype="<i2").tobytes()
        self._pending.append((track, self._tracks[track].place(at_ms, len(pcm)), data))
        self._bytes_taken += len(data)

    def _age_ms(self) -> float:
        return self._node.clock.monotonic_ms() - self._opened_ms


@dataclass(slots=True)
class AbsentRecorder:
    """Keeps no audio: the clinic does not record (`reason` None), or the disk refused."""

    call: LiveCall
    ledger: RecordingLedger
    reason: str | None

    def caller(self, pcm: Pcm, at_ms: int) -> None:
        """Nothing is kept."""

    def receptionist(self, pcm: Pcm, at_ms: int) -> None:
        """Nothing is kept."""

    async def close(self, reason: str) -> None:
        organisation_id, call_id = self.call.organisation_id, self.call.call_id
        if self.reason is None:
            await _tell(self.ledger.disable(organisation_id, call_id))
        else:
            await _tell(self.ledger.lose(organisation_id, call_id, self.reason))


async def _tell(message: Coroutine[None, None, None]) -> None:
    try:
        await message
    except ProviderError as error:
        log.warning("recording_ledger_not_told", code=error.code)
