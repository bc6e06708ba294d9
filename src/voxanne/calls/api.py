"""The JSON API of calls: the list, one call, its transcript, and what happens live (server-sent events)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Response

from voxanne.calls import store
from voxanne.calls.documents import CallDocument, SegmentDocument, TranscriptDocument
from voxanne.calls.feed import call_feed, is_over, organisation_feed
from voxanne.calls.records import Call, CallFilter, CallStatus
from voxanne.calls.stores.listing import list_calls
from voxanne.db.database import Database, Session
from voxanne.db.notifications import ChangeNotifications
from voxanne.errors import NotFound
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import api_router
from voxanne.members.store import ApiClient, is_api_key_valid
from voxanne.web.cursors import DEFAULT_LIMIT, Cursor, read_cursor
from voxanne.web.event_stream import EventStream, Stopping, last_event_id
from voxanne.web.keyset import CursorText, Limit, Page
from voxanne.web.openapi import problems
from voxanne.web.parameters import Moment, PhoneNumber
from voxanne.web.provided import provided

router = api_router("calls")

STREAM_EXAMPLE = 'id: 43\nevent: segment\ndata: {"position":3,"speaker":"caller","text":"Hello"}\n\n'


GivenDatabase = Annotated[Database, Depends(provided(Database))]
GivenNotifications = Annotated[ChangeNotifications, Depends(provided(ChangeNotifications))]
GivenStopping = Annotated[Stopping, Depends(provided(Stopping))]
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=40,
        description="The id of the last event you saw; nothing is missed and nothing comes twice.",
    ),
]


@router.get("/calls", summary="List calls, newest first")
async def get_calls(
    client: CurrentClient,
    database: GivenDatabase,
    from_: Annotated[
        Moment | None, Query(alias="from", description="Started at or after (ISO 8601; without offset: UTC).")
    ] = None,
    to: Annotated[Moment | None, Query(description="Started before.")] = None,
    status: Annotated[CallStatus | None, Query()] = None,
    number: Annotated[
        PhoneNumber | None,
        Query(
            description="Calls to this number of the clinic, or else from this caller (E.164).",
            examples=["+442079460100"],
        ),
    ] = None,
    q: Annotated[
        str | None, Query(max_length=100, description="What the caller's number ends with; with a `+`: begins with.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: CursorText = None,
) -> Page[CallDocument]:
    """One page of the calls that match all the filters given."""
    after = read_cursor(cursor)
    async with database.session(client.organisation_id) as session:
        is_own = number is not None and await store.was_dialled(session, number)
        wanted = CallFilter(
            from_=from_, to=to, status=status, number=number if is_own else None, caller=None if is_own else number, q=q
        )
        page = await list_calls(session, wanted, after, limit)
    last = page.calls[-1] if page.has_more else None
    return Page(
        items=[CallDocument.of(call) for call in page.calls],
        next_cursor=Cursor(last.started_at, last.id).encode() if last else None,
    )


@router.get(
    "/calls/live",
    summary="Follow all calls as they happen",
    response_class=EventStream,
    status_code=200,
    responses={200: {"content": {"text/event-stream": {"example": STREAM_EXAMPLE}}}},
)
async def follow_organisation(
    client: CurrentClient,
    database: GivenDatabase,
    notifications: GivenNotifications,
    stopping: GivenStopping,
    after: LastEventId = None,
) -> Response:
    """Server-sent events of every call. Without `Last-Event-ID` it begins with one `live` event: the calls of
    this moment. Then `status`, `partial`, `segment`, `event` and `ended`, each with its `call_id`."""
    source = organisation_feed(database, notifications, client.organisation_id, last_event_id(after))
    return EventStream(source, stopping, is_allowed=_key_check(client, database))


@router.get("/calls/{call_id}", summary="One call", responses=problems(404))
async def get_call(call_id: UUID, client: CurrentClient, database: GivenDatabase) -> CallDocument:
    """The call as it stands now."""
    async with database.session(client.organisation_id) as session:
        return CallDocument.of(await _existing(session, call_id))


@router.get("/calls/{call_id}/transcript", summary="What was said", responses=problems(404))
async def get_transcript(call_id: UUID, client: CurrentClient, database: GivenDatabase) -> TranscriptDocument:
    """The final segments so far, in order. What the receptionist's segments say is what the caller heard."""
    async with database.session(client.organisation_id) as session:
        call = await _existing(session, call_id)
        segments = await store.segments_of(session, call_id)
    return TranscriptDocument(
        call_id=call_id,
        is_complete=call.ended_at is not None,
        segments=[SegmentDocument.of(segment) for segment in segments],
    )


@router.get(
    "/calls/{call_id}/events",
    summary="Follow one call as it happens",
    response_class=EventStream,
    status_code=200,
    responses={
        200: {"content": {"text/event-stream": {"example": STREAM_EXAMPLE}}},
        204: {"description": "You have seen the end of this call: do not come back."},
        **problems(404),
    },
)
async def follow_call(
    call_id: UUID,
    client: CurrentClient,
    database: GivenDatabase,
    notifications: GivenNotifications,
    stopping: GivenStopping,
    after: LastEventId = None,
) -> Response:
    """Server-sent events of one call: `status`, `partial` and `segment` (a later one with the same `position`
    replaces an earlier one), `event`, and at last `ended`. Without `Last-Event-ID` it begins at the beginning;
    a call that is over is told whole and the stream ends."""
    after_id = last_event_id(after)
    async with database.session(client.organisation_id) as session:
        await _existing(session, call_id)
        if await is_over(session, call_id, after_id):
            return Response(status_code=204)
    source = call_feed(database, notifications, client.organisation_id, call_id, after_id)
    return EventStream(source, stopping, is_allowed=_key_check(client, database))


def _key_check(client: ApiClient, database: Database) -> Callable[[], Awaitable[bool]]:
    """A stream that outlived its key would go on telling what callers say."""

    async def is_key_valid() -> bool:
        async with database.session(client.organisation_id) as session:
            return await is_api_key_valid(session, client.api_key_id)

    return is_key_valid


async def _existing(session: Session, call_id: UUID) -> Call:
    call = await store.find_call(session, call_id)
    if call is None:
        raise NotFound("There is no such call.")
    return call
