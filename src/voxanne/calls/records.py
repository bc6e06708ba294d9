"""What is kept of a call. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class CallStatus(StrEnum):
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    VOICEMAIL = "voicemail"


class Speaker(StrEnum):
    CALLER = "caller"
    RECEPTIONIST = "receptionist"


@dataclass(frozen=True, slots=True)
class Call:
    """One conversation with a caller, as it stands now."""

    id: UUID
    number_e164: str
    carrier: str
    carrier_call_id: str
    caller_number: str | None
    status: CallStatus
    outcome: str | None
    end_reason: str | None
    is_escalated: bool
    is_urgent: bool
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "status", CallStatus(self.status))


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One line of the call's event log; `at_ms` since the call was answered."""

    position: int
    at_ms: int
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TranscriptSegment:
    """Timed text with a speaker; what the receptionist's segments say is what the caller heard.

    `position` orders the segments of one call and makes writing one twice harmless.
    """

    position: int
    turn_id: int
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    citations: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speaker", Speaker(self.speaker))


@dataclass(frozen=True, slots=True)
class CallChange:
    """One entry of the durable feed; `id` grows in commit order within an organisation.

    Kinds: `status` (the call's new public state), `partial` (words still being said),
    `segment` (a final transcript segment), `event` (something worth showing), `ended`.
    """

    id: int
    call_id: UUID
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls a list shows; None means: do not narrow by this.

    `from_` is inclusive, `to` exclusive, both aware. `number` is one of the clinic's own numbers, `caller` the
    caller's whole number (both E.164).
    `q` is what was typed into the search box: the end of the caller's number, or with a plus its beginning;
    spaces and punctuation do not matter.
    """

    from_: datetime | None = None
    to: datetime | None = None
    status: CallStatus | None = None
    number: str | None = None
    caller: str | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class CallPage:
    """Some calls, newest first; `has_more` in the direction that was asked for."""

    calls: tuple[Call, ...]
    has_more: bool
