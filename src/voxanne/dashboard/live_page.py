"""Calls in progress: one card each with its running time and its last words, kept up to date by events."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import HTMLResponse, Response

from voxanne.calls import store
from voxanne.calls.feed import organisation_feed
from voxanne.dashboard.signed_in_stream import while_signed_in
from voxanne.dashboard.store import count_live, last_words
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.members.access import CurrentMember
from voxanne.web.event_stream import EventStream, Stopping, last_event_id
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter()

CARDS_AT_MOST = 100


@router.get("/live")
async def show_live(
    request: Request, member: CurrentMember, database: Annotated[Database, Depends(provided(Database))]
) -> Response:
    async with database.session(member.organisation_id) as session:
        newest_change = await store.newest_change_id(session)
        calls = await store.live_calls(session, CARDS_AT_MOST)
        words = await last_words(session, [call.id for call in calls])
    context = {"section": "live", "calls": calls, "words": words, "newest_change": newest_change}
    return render(request, "calls/live.html", context)


@router.get("/live/count")
async def show_count(member: CurrentMember, database: Annotated[Database, Depends(provided(Database))]) -> HTMLResponse:
    """The number beside "Live" in the navigation; nothing when no call is going on."""
    async with database.session(member.organisation_id) as session:
        count = await count_live(session)
    return HTMLResponse(str(count) if count else "")


@router.get("/live/stream")
async def follow_live(
    request: Request,
    member: CurrentMember,
    database: Annotated[Database, Depends(provided(Database))],
    notifications: Annotated[ChangeNotifications, Depends(provided(ChangeNotifications))],
    stopping: Annotated[Stopping, Depends(provided(Stopping))],
    last_seen: Annotated[str | None, Header(alias="Last-Event-ID", max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """Every call's changes after what the page has seen, until the session ends."""
    source = organisation_feed(database, notifications, member.organisation_id, last_event_id(last_seen or after))
    return EventStream(while_signed_in(request, member, source), stopping)
