"""What a receptionist may ask to be done during a call. Pure data; `dialogue` proposes, `live` performs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EscalationKind(StrEnum):
    """Why a person must take over."""

    EMERGENCY = "emergency"
    MEDICAL_QUESTION = "medical_question"
    PERSON_REQUESTED = "person_requested"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Leave a message for the clinic. `phone` as the caller confirmed it (E.164 or national digits)."""

    caller_name: str
    phone: str
    reason: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Escalate:
    """Hand the call on to a person; in this edition a call-back is promised and the call is marked."""

    kind: EscalationKind
    reason: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class NoteUnanswered:
    """The clinic's knowledge had no answer: the question enters the unanswered inbox."""

    question: str


@dataclass(frozen=True, slots=True)
class EndCall:
    """The conversation is over: hang up once the goodbye has been heard."""

    outcome: str


Action = TakeMessage | Escalate | NoteUnanswered | EndCall
