"""What is kept of a message and of a question nobody could answer. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """What a caller left for the clinic. `phone` as the caller confirmed it; `call_id` None once erased."""

    id: UUID
    call_id: UUID | None
    caller_name: str
    phone: str
    reason: str
    is_urgent: bool
    created_at: datetime
    handled_at: datetime | None
    handled_by: str | None


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question in the caller's words that the clinic's knowledge had no answer to."""

    id: UUID
    call_id: UUID | None
    question: str
    asked_at: datetime
    settled_at: datetime | None
    settled_by: str | None
