"""What is kept of an escalation. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from voxanne.callflow.actions import EscalationKind


@dataclass(frozen=True, slots=True)
class Escalation:
    """A call that a person must take up. `reason` is in the caller's words."""

    id: UUID
    call_id: UUID | None
    kind: EscalationKind
    reason: str
    caller_number: str | None
    is_urgent: bool
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", EscalationKind(self.kind))
