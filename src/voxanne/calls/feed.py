"""The feed of live changes, read as server-sent events: durable, resumable, woken by notifications.

Law: a reader that comes back with the id of the last event it saw misses nothing and gets nothing twice.

    feed table   … 41 partial │ 42 segment │ 43 segment │ 47 ended
    reader       ────────────────── 42 ✂ (gone)
    comes back   Last-Event-ID: 42  ───────▶ 43, 47, end

What an event's data holds, beside `call_id`:

- `status`: see `status_payload`;
- `partial` and `segment`: see `segment_payload`; a later one with the same `position` replaces an earlier one,
  and a `segment` with empty text takes it away;
- `event`: `kind` and what belongs to it;
- `ended`: see `status_payload`; nothing follows it on the call's own feed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from voxanne.calls import store
from voxanne.calls.records import Call, CallChange, TranscriptSegment
from voxanne.db.database import Database, Session
from voxanne.db.notifications import ChangeNotifications
from voxanne.errors import NotFound
from voxanne.web.event_stream import StreamEvent

READ_AT_ONCE = 500
SHORTEST_READ_INTERVAL_S = 0.1
"""A busy clinic changes many times a second; each reader looks at most this often, the first time at once."""

END_ID = 2**53 - 1
"""The id of an `ended` event that is not in the table; the largest number JavaScript holds exactly."""


def segment_payload(segment: TranscriptSegment, *, is_final: bool = True) -> dict[str, Any]:
    """A transcript segment as live pages and the API show it; times in ms since the call was answered."""
    return {
        "position": segment.position,
        "turn_id": segment.turn_id,
        "speaker": segment.speaker.value,
        "text": segment.text,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "is_final": is_final,
        "citations": segment.citations,
    }


def status_payload(call: Call) -> dict[str, Any]:
    """The call's public state, for `status` and `ended` changes."""
    return {
        "status": call.status.value,
        "number": call.number_e164,
        "caller_number": call.caller_number,
        "started_at": call.started_at.isoformat(),
        "duration_ms": call.duration_ms,
        "outcome": call.outcome,
        "end_reason": call.end_reason,
        "is_escalated": call.is_escalated,
        "is_urgent": call.is_urgent,
    }


async def call_feed(
    database: Database,
    notifications: ChangeNotifications,
    organisation_id: UUID,
    call_id: UUID,
    after_id: int | None,
) -> AsyncGenerator[StreamEvent, None]:
    """One call's events after `after_id`, ending with `ended` once everything was delivered.

    None begins at the beginning: stored segments whose feed entries were trimmed already (with negative
    ids, in order), then the feed. Raises NotFound, DatabaseUnavailable.
    """
    async with notifications.subscribe(str(organisation_id)) as changed:
        async with database.session(organisation_id) as session:
            stored, position = await _begin(session, call_id, after_id)
        for segment in stored:
            yield _event(_stored_id(segment), "segment", call_id, segment_payload(segment))
        while position < END_ID:
            changed.clear()
            async with database.session(organisation_id) as session:
                # the call before its changes: what was published until its end is then certainly read
                call = await _existing_call(session, call_id)
                changes = await store.changes_of_call(session, call_id, position, READ_AT_ONCE)
                if any(change.kind == "ended" for change in changes):
                    call = await _existing_call(session, call_id)
            for change in changes:
                position = change.id
                if change.kind == "ended":
                    yield _event(change.id, "ended", call_id, {**status_payload(call), **change.payload})
                    return
                yield _change_event(change)
            if call.ended_at is not None and len(changes) < READ_AT_ONCE:
                yield _event(END_ID, "ended", call_id, status_payload(call))
                return
            if len(changes) < READ_AT_ONCE:
                await _next_look(changed)


async def organisation_feed(
    database: Database,
    notifications: ChangeNotifications,
    organisation_id: UUID,
    after_id: int | None,
) -> AsyncGenerator[StreamEvent, None]:
    """Every call's changes after `after_id`, without end.

    None begins now, with one `live` event: `calls`, the state of each unfinished call.
    Raises DatabaseUnavailable.
    """
    async with notifications.subscribe(str(organisation_id)) as changed:
        position = after_id
        if position is None:
            async with database.session(organisation_id) as session:
                position = await store.newest_change_id(session)
                calls = await store.live_calls(session)
            states = [{"call_id": str(call.id), **status_payload(call)} for call in calls]
            yield StreamEvent(position, "live", {"calls": states})
        while True:
            changed.clear()
            async with database.session(organisation_id) as session:
                changes = await store.changes_of_organisation(session, position, READ_AT_ONCE)
            for change in changes:
                position = change.id
                yield _change_event(change)
            if len(changes) < READ_AT_ONCE:
                await _next_look(changed)


async def is_over(session: Session, call_id: UUID, after_id: int | None) -> bool:
    """Whether a reader that has seen `after_id` has seen the call's `ended` event."""
    if after_id is None or after_id <= 0:
        return False
    if after_id == END_ID:
        return True
    ended_id = await store.ended_change_id(session, call_id)
    return ended_id is not None and after_id >= ended_id


async def _begin(session: Session, call_id: UUID, after_id: int | None) -> tuple[list[TranscriptSegment], int]:
    """The stored segments to deliver first, and the feed position to go on from."""
    await _existing_call(session, call_id)
    if await is_over(session, call_id, after_id):
        return [], END_ID
    if after_id is not None and after_id >= 0 and (after_id == 0 or await store.has_change(session, after_id)):
        return [], after_id
    # a first visit, a visit broken off among the stored segments (negative), or one whose place was trimmed
    trimmed = await store.segments_trimmed_from_feed(session, call_id)
    seen = -after_id if after_id is not None and after_id < 0 else 0
    return [segment for segment in trimmed if -_stored_id(segment) > seen], 0


def _stored_id(segment: TranscriptSegment) -> int:
    return -(segment.position + 1)


async def _existing_call(session: Session, call_id: UUID) -> Call:
    call = await store.find_call(session, call_id)
    if call is None:
        raise NotFound("There is no such call.")
    return call


async def _next_look(changed: asyncio.Event) -> None:
    await asyncio.sleep(SHORTEST_READ_INTERVAL_S)
    await changed.wait()


def _change_event(change: CallChange) -> StreamEvent:
    return _event(change.id, change.kind, change.call_id, change.payload)


def _event(event_id: int, name: str, call_id: UUID, payload: dict[str, Any]) -> StreamEvent:
    return StreamEvent(event_id, name, {**payload, "call_id": str(call_id)})
