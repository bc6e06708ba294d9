"""The calls room's SQL: one function per question, each on a session of one organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb

from voxanne.calls.records import Call, CallChange, CallEvent, CallStatus, TranscriptSegment
from voxanne.db.database import Session

CALL_COLUMNS: LiteralString = (
    "id, number_e164, carrier, carrier_call_id, caller_number, status, outcome, end_reason, is_escalated, "
    "is_urgent, started_at, answered_at, ended_at, duration_ms"
)


async def open_call(
    session: Session,
    *,
    number_id: UUID | None,
    number_e164: str,
    carrier: str,
    carrier_call_id: str,
    caller_number: str | None,
    node: str,
    started_at: datetime,
) -> tuple[UUID, bool]:
    """Create the call's row, or find it when this carrier call is already known.

    Returns the call's id and whether the row is new: a carrier's repeated webhook is one call.
    """
    new_id = await session.value(
        """insert into calls (organisation_id, number_id, number_e164, carrier, carrier_call_id,
                              caller_number, node, started_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s)
           on conflict (carrier, carrier_call_id) do nothing returning id""",
        (
            session.organisation_id,
            number_id,
            number_e164,
            carrier,
            carrier_call_id,
            caller_number,
            node,
            started_at,
        ),
    )
    if new_id is not None:
        return new_id, True
    known = await session.value(
        "select id from calls where carrier = %s and carrier_call_id = %s", (carrier, carrier_call_id)
    )
    return known, False


async def mark_answered(session: Session, call_id: UUID, at: datetime) -> None:
    """Ringing becomes in progress; any other state stays."""
    await session.execute(
        "update calls set status = 'in_progress', answered_at = %s where id = %s and status = 'ringing'",
        (at, call_id),
    )


async def mark_ended(
    session: Session, call_id: UUID, *, status: CallStatus, end_reason: str, outcome: str | None, at: datetime
) -> bool:
    """Close the call once; a call that has ended keeps its first end. Returns whether this ended it."""
    touched = await session.execute(
        """update calls set status = %s, end_reason = %s, outcome = coalesce(%s, outcome), ended_at = %s,
               duration_ms = greatest(0, extract(epoch from (%s - coalesce(answered_at, started_at))) * 1000)::bigint
           where id = %s and ended_at is null""",
        (status, end_reason, outcome, at, at, call_id),
    )
    return touched == 1


async def mark_escalated(session: Session, call_id: UUID, *, is_urgent: bool) -> None:
    """Flag the call for a person; urgency is never taken back."""
    await session.execute(
        "update calls set is_escalated = true, is_urgent = is_urgent or %s where id = %s",
        (is_urgent, call_id),
    )


async def set_outcome(session: Session, call_id: UUID, outcome: str) -> None:
    """What the call came to (answered, message, escalated, ...)."""
    await session.execute("update calls set outcome = %s where id = %s", (outcome, call_id))


async def add_events(session: Session, call_id: UUID, events: Sequence[CallEvent]) -> None:
    """Append to the event log; an event already written is left as it is."""
    async with session.connection.cursor() as cursor:
        await cursor.executemany(
            """insert into call_events (organisation_id, call_id, position, at_ms, kind, payload)
               values (%s, %s, %s, %s, %s, %s) on conflict do nothing""",
            [(session.organisation_id, call_id, e.position, e.at_ms, e.kind, Jsonb(e.payload)) for e in events],
        )


async def add_segments(session: Session, call_id: UUID, segments: Sequence[TranscriptSegment]) -> None:
    """Store final transcript segments; one already written is left as it is."""
    async with session.connection.cursor() as cursor:
        await cursor.executemany(
            """insert into transcript_segments
                   (organisation_id, call_id, position, turn_id, speaker, text, start_ms, end_ms, citations)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing""",
            [
                (
                    session.organisation_id,
                    call_id,
                    s.position,
                    s.turn_id,
                    s.speaker,
                    s.text,
                    s.start_ms,
                    s.end_ms,
                    Jsonb(s.citations),
                )
                for s in segments
            ],
        )


async def publish(session: Session, call_id: UUID, kind: str, payload: dict[str, Any]) -> int:
    """Add to the feed of live changes; do it last in a transaction: it serialises the organisation's commits."""
    change_id: int = await session.value("select publish_change(%s, %s, %s)", (call_id, kind, Jsonb(payload)))
    return change_id


async def changes_of_call(session: Session, call_id: UUID, after_id: int, limit: int = 500) -> list[CallChange]:
    """What happened on a call after the change `after_id`, oldest first."""
    return await session.rows(
        CallChange,
        """select id, call_id, kind, payload from call_changes
           where organisation_id = %s and call_id = %s and id > %s::bigint order by id limit %s::int""",
        (session.organisation_id, call_id, after_id, limit),
    )


async def changes_of_organisation(session: Session, after_id: int, limit: int = 500) -> list[CallChange]:
    """What happened on any call after the change `after_id`, oldest first."""
    return await session.rows(
        CallChange,
        """select id, call_id, kind, payload from call_changes
           where organisation_id = %s and id > %s::bigint order by id limit %s::int""",
        (session.organisation_id, after_id, limit),
    )


async def newest_change_id(session: Session) -> int:
    """Where a live page that has just been drawn must go on reading."""
    newest = await session.value(
        "select id from call_changes where organisation_id = %s order by id desc limit 1",
        (session.organisation_id,),
    )
    return int(newest or 0)


async def trim_changes(session: Session, before: datetime) -> int:
    """Forget feed entries that no page can still need. Returns how many."""
    return await session.execute(
        "delete from call_changes where organisation_id = %s and created_at < %s",
        (session.organisation_id, before),
    )


async def find_call(session: Session, call_id: UUID) -> Call | None:
    return await session.row(Call, f"select {CALL_COLUMNS} from calls where id = %s", (call_id,))


async def unfinished_calls(session: Session, node: str) -> list[Call]:
    """Calls this node was conducting and never closed."""
    return await session.rows(
        Call,
        f"select {CALL_COLUMNS} from calls where node = %s and ended_at is null order by started_at",
        (node,),
    )


async def segments_of(session: Session, call_id: UUID) -> list[TranscriptSegment]:
    return await session.rows(
        TranscriptSegment,
        """select position, turn_id, speaker, text, start_ms, end_ms, citations from transcript_segments
           where call_id = %s order by position""",
        (call_id,),
    )


async def events_of(session: Session, call_id: UUID) -> list[CallEvent]:
    return await session.rows(
        CallEvent,
        "select position, at_ms, kind, payload from call_events where call_id = %s order by position",
        (call_id,),
    )


async def live_calls(session: Session, limit: int = 500) -> list[Call]:
    """The calls that have not ended, newest first."""
    return await session.rows(
        Call,
        f"select {CALL_COLUMNS} from calls where organisation_id = %s and ended_at is null "
        "order by started_at desc limit %s::int",
        (session.organisation_id, limit),
    )


async def has_change(session: Session, change_id: int) -> bool:
    """Whether the feed still holds this entry."""
    found = await session.value(
        "select true from call_changes where organisation_id = %s and id = %s::bigint",
        (session.organisation_id, change_id),
    )
    return found is not None


async def ended_change_id(session: Session, call_id: UUID) -> int | None:
    """The feed entry that says the call has ended; None when it is not there (yet, or any more)."""
    ended_id: int | None = await session.value(
        """select id from call_changes where organisation_id = %s and call_id = %s and kind = 'ended'
           order by id limit 1""",
        (session.organisation_id, call_id),
    )
    return ended_id


async def segments_trimmed_from_feed(session: Session, call_id: UUID) -> list[TranscriptSegment]:
    """Stored segments that the feed no longer holds (one statement, so that none is on the move meanwhile)."""
    return await session.rows(
        TranscriptSegment,
        """select position, turn_id, speaker, text, start_ms, end_ms, citations from transcript_segments s
           where call_id = %s and not exists (
               select from call_changes c where c.organisation_id = %s and c.call_id = s.call_id
               and c.kind = 'segment' and (c.payload ->> 'position')::int = s.position)
           order by position""",
        (call_id, session.organisation_id),
    )


async def was_dialled(session: Session, number_e164: str) -> bool:
    """Whether any call came in on this number, so that it is (or was) one of the clinic's own."""
    found = await session.value(
        "select true from calls where organisation_id = %s and number_e164 = %s::text limit 1",
        (session.organisation_id, number_e164),
    )
    return found is not None
