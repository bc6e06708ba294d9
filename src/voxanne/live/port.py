"""What a live call needs from the rest of the house, and the one call that telephony edges make.

    edge (twilio, browser, ...) ──conduct(leg, call, services)──▶ CallEnd

`conduct` lives in `live/runner.py`. The edge has already written the call's row (status `ringing`),
answered, and built the leg; `wiring` has built the services once per node.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from voxanne.audio.pcm import Pcm
from voxanne.callflow.actions import Action
from voxanne.callflow.commands import SaveSegment
from voxanne.calls.records import CallStatus
from voxanne.clock import Clock
from voxanne.dialogue.port import Receptionist
from voxanne.speech.port import SpeechEngines, Vocabulary


@dataclass(frozen=True, slots=True)
class LiveCall:
    """One call as its edge knows it at pick-up."""

    call_id: UUID
    organisation_id: UUID
    clinic_number: str
    """The number that was dialled, E.164."""
    caller_number: str | None
    """E.164, or None when withheld."""
    started_at: datetime
    time_zone: str
    """IANA name of the clinic's time zone."""
    emergency_number: str
    """What a caller in danger is told to dial: "999", "911", "112"."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    is_recorded: bool = True
    max_duration_s: int = 30 * 60


class CallRecorder(Protocol):
    """Writes both sides of one call as they happen. Positions are the leg's media clock in ms."""

    def caller(self, pcm: Pcm, at_ms: int) -> None:
        """Caller audio whose first sample is at `at_ms`; cheap, never blocks, never raises."""
        ...

    def receptionist(self, pcm: Pcm, at_ms: int) -> None:
        """Audio the caller heard from us, its first sample at `at_ms`; cheap, never blocks, never raises."""
        ...

    async def close(self, reason: str) -> None:
        """Seal what is left; `reason` is the call's end reason."""
        ...


class RecorderFactory(Protocol):
    async def open(self, call: LiveCall, rate_hz: int) -> CallRecorder:
        """A recorder, ready for audio (< 5 ms); one that keeps nothing when the call is not recorded."""
        ...


class ActionOutcome(StrEnum):
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of an action. `spoken` is a sentence the caller should hear about it, if any.

    `transfer_to` is a number the caller shall be connected to now; None where no transfer follows.
    """

    outcome: ActionOutcome = ActionOutcome.DONE
    spoken: str | None = None
    transfer_to: str | None = None


class ActionDesk(Protocol):
    """Performs what the receptionist decided, in the domain rooms' own transactions."""

    async def perform(self, action: Action, call: LiveCall, action_id: UUID) -> ActionResult:
        """Do it once: `action_id` is the idempotency key, a repeated id answers the first result.

        Never raises for a failure the caller must hear of: that is an ActionResult that failed.
        `EndCall` never comes here; the machine ends the call itself.
        """
        ...


class TransferResult(StrEnum):
    CONNECTED = "connected"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"


class TransferDesk(Protocol):
    async def transfer(self, call: LiveCall, destination: str) -> TransferResult:
        """Connect the caller to `destination` (E.164); the leg closes by itself when it is connected."""
        ...


class Journal(Protocol):
    """The call's durable diary. Every method but `close` returns at once and never raises."""

    def event(self, kind: str, at_ms: int, data: Mapping[str, object]) -> None:
        """One entry of the call's event log; `at_ms` counts from pick-up."""
        ...

    def segment(self, segment: SaveSegment) -> None:
        """A partial or final transcript segment; a later one with the same `segment_id` replaces it.
        A final segment with empty text means: there was nothing, take the partial one away."""
        ...

    def answered(self) -> None:
        """The call is in progress from now."""
        ...

    def outcome(self, outcome: str) -> None:
        """What the call has come to so far, in one stable word."""
        ...

    def ended(self, status: CallStatus, reason: str) -> None:
        """The call is over from now; the last thing said to a journal before it is closed."""
        ...

    async def close(self) -> None:
        """Write out everything; returns when it is durable or has been set aside for a later start."""
        ...


class JournalFactory(Protocol):
    def open(self, call: LiveCall) -> Journal: ...


class CallClock(Clock, Protocol):
    """A clock one can wait on, so that a test may own the waiting."""

    async def sleep_until(self, monotonic_ms: float) -> None:
        """Return once `monotonic_ms()` has reached the given moment; at once when it is past."""
        ...


@dataclass(frozen=True, slots=True)
class LiveServices:
    """Everything `conduct` works with; built once per node by `wiring`."""

    speech: SpeechEngines
    receptionist: Receptionist
    recorders: RecorderFactory
    journals: JournalFactory
    actions: ActionDesk
    clock: CallClock
    transfers: TransferDesk | None = None


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended. `reason` is a stable word: `caller_hung_up`, `goodbye`, `caller_silent`, ..."""

    status: CallStatus
    reason: str
    outcome: str
    duration_ms: int
