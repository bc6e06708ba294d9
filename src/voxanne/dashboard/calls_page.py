"""The list of calls: filters and place in the address, keyset pages, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from voxanne.calls import store
from voxanne.calls.records import CallPage, CallStatus
from voxanne.calls.stores.listing import COUNT_CAP, count_calls_capped, list_calls
from voxanne.dashboard.call_filters import ListFilters, read_filters
from voxanne.dashboard.store import recording_states
from voxanne.db.database import Database, Session
from voxanne.errors import InvalidRequest
from voxanne.members.access import CurrentMember
from voxanne.numbers import store as numbers
from voxanne.web.cursors import Cursor, read_cursor
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter()

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list the page stands."""

    cursor: Cursor | None
    is_newer: bool


@router.get("/calls")
async def show_calls(
    request: Request, member: CurrentMember, database: Annotated[Database, Depends(provided(Database))]
) -> Response:
    filters = read_filters(request.query_params, member.time_zone)
    place = _place(request)
    async with database.session(member.organisation_id) as session:
        page, place = await _page(session, filters, place)
        count = await count_calls_capped(session, filters.wanted)
        states = await recording_states(session, [call.id for call in page.calls])
        own_numbers = await numbers.list_numbers(session)
        newest_change = await store.newest_change_id(session)
    older, newer = _neighbours(filters, page, place)
    return render(
        request,
        "calls/list.html",
        {
            "section": "calls",
            "calls": page.calls,
            "recordings": states,
            "filters": filters,
            "statuses": list(CallStatus),
            "numbers": own_numbers,
            "count": f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}",
            "count_is_one": count == 1,
            "older": older,
            "newer": newer,
            "is_first_page": newer is None,
            "newest_change": newest_change,
        },
    )


def _place(request: Request) -> Place:
    try:
        cursor = read_cursor(request.query_params.get("cursor"))
    except InvalidRequest:
        # an address that was cut off in an e-mail: begin at the newest
        return Place(None, False)
    return Place(cursor, cursor is not None and request.query_params.get("direction") == "newer")


async def _page(session: Session, filters: ListFilters, place: Place) -> tuple[CallPage, Place]:
    page = await list_calls(session, filters.wanted, place.cursor, PAGE_SIZE, newer=place.is_newer)
    if place.is_newer and not page.has_more:
        # back at the newest: show a whole first page, with what has come since
        place = Place(None, False)
        page = await list_calls(session, filters.wanted, None, PAGE_SIZE)
    return page, place


def _neighbours(filters: ListFilters, page: CallPage, place: Place) -> tuple[str | None, str | None]:
    """The addresses of the next older and the next newer page, where there are such."""
    if not page.calls:
        return None, filters.address() if place.cursor else None
    first, last = page.calls[0], page.calls[-1]
    older = filters.address(cursor=Cursor(last.started_at, last.id).encode())
    newer = filters.address(cursor=Cursor(first.started_at, first.id).encode(), direction="newer")
    if place.is_newer:
        return older, newer
    return older if page.has_more else None, newer if place.cursor else None
