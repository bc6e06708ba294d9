"""The escalations room's SQL: what waits for a person, urgent first."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from voxanne.callflow.actions import EscalationKind
from voxanne.db.database import Session
from voxanne.escalations.records import Escalation
from voxanne.web.cursors import Cursor

COLUMNS: LiteralString = "id, call_id, kind, reason, caller_number, is_urgent, created_at, resolved_at, resolved_by"


async def create_escalation(
    session: Session,
    *,
    call_id: UUID | None,
    action_id: UUID,
    kind: EscalationKind,
    reason: str,
    caller_number: str | None,
    is_urgent: bool,
    at: datetime,
) -> bool:
    """Put a call before a person; the same `action_id` again changes nothing. Returns whether it is new."""
    touched = await session.execute(
        """insert into escalations
               (organisation_id, call_id, action_id, kind, reason, caller_number, is_urgent, created_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (action_id) do nothing""",
        (session.organisation_id, call_id, action_id, kind, reason, caller_number, is_urgent, at),
    )
    return touched == 1


async def list_escalations(
    session: Session, *, is_resolved: bool | None = None, after: Cursor | None = None, limit: int = 50
) -> list[Escalation]:
    """Escalations, urgent ones first, then newest first; `after` is the last row of the page before."""
    return await session.rows(
        Escalation,
        f"""select {COLUMNS} from escalations
            where organisation_id = %(organisation)s
              and (%(resolved)s::boolean is null or (resolved_at is not null) = %(resolved)s)
              and (%(after_id)s::uuid is null or (is_urgent, created_at, id) <
                   (select is_urgent, %(after_at)s::timestamptz, id from escalations where id = %(after_id)s))
            order by is_urgent desc, created_at desc, id desc limit %(limit)s::int""",
        {
            "organisation": session.organisation_id,
            "resolved": is_resolved,
            "after_at": after.at if after else None,
            "after_id": after.id if after else None,
            "limit": limit,
        },
    )


async def escalations_of_call(session: Session, call_id: UUID) -> list[Escalation]:
    """What one call put before a person, oldest first."""
    return await session.rows(
        Escalation, f"select {COLUMNS} from escalations where call_id = %s order by created_at, id", (call_id,)
    )


async def count_open_escalations(session: Session) -> int:
    """How many escalations wait; counted no further than 1,000."""
    counted = await session.value(
        """select count(*) from
               (select 1 from escalations where organisation_id = %s and resolved_at is null limit 1000) as open""",
        (session.organisation_id,),
    )
    return int(counted)


async def resolve(session: Session, escalation_id: UUID, *, by: str, at: datetime) -> bool:
    """A person has taken it up; the first to do so stays named. Returns whether it was open."""
    touched = await session.execute(
        "update escalations set resolved_at = %s, resolved_by = %s where id = %s and resolved_at is null",
        (at, by, escalation_id),
    )
    return touched == 1
