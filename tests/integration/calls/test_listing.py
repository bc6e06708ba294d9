"""The list of calls: filters, keyset pages in both directions, capped counts, one organisation only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from voxanne.calls import store
from voxanne.calls.records import Call, CallFilter, CallStatus
from voxanne.calls.stores.listing import count_calls_capped, list_calls
from voxanne.db.database import Database
from voxanne.web.cursors import Cursor

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


async def add_calls(database: Database, organisation_id: UUID, count: int, *, prefix: str = "CA") -> None:
    """Calls one minute apart, the newest at noon; every third has ended; callers ...0100, ...0101, ..."""
    async with database.session(organisation_id) as session:
        for i in range(count):
            call_id, _ = await store.open_call(
                session,
                number_id=None,
                number_e164="+442079460100" if i % 2 else "+442079460101",
                carrier="twilio",
                carrier_call_id=f"{prefix}{i}",
                caller_number=f"+442079460{300 + i}",
                node="n1",
                started_at=NOON - timedelta(minutes=i),
            )
            if i % 3 == 0:
                await store.mark_ended(
                    session, call_id, status=CallStatus.COMPLETED, end_reason="goodbye", outcome="answered", at=NOON
                )


def last(calls: tuple[Call, ...]) -> Cursor:
    return Cursor(calls[-1].started_at, calls[-1].id)


async def test_pages_go_older_and_back_without_gap_or_repeat(database: Database, organisation_id: UUID) -> None:
    await add_calls(database, organisation_id, 7)
    async with database.session(organisation_id) as session:
        first = await list_calls(session, CallFilter(), None, 3)
        second = await list_calls(session, CallFilter(), last(first.calls), 3)
        third = await list_calls(session, CallFilter(), last(second.calls), 3)
        top_of_second = Cursor(second.calls[0].started_at, second.calls[0].id)
        back = await list_calls(session, CallFilter(), top_of_second, 3, newer=True)
    assert [len(page.calls) for page in (first, second, third)] == [3, 3, 1]
    assert [page.has_more for page in (first, second, third)] == [True, True, False]
    started = [call.started_at for page in (first, second, third) for call in page.calls]
    assert started == sorted(started, reverse=True)
    assert len(set(started)) == 7
    assert back == type(back)(first.calls, False)


async def test_calls_of_the_same_moment_are_all_listed(database: Database, organisation_id: UUID) -> None:
    async with database.session(organisation_id) as session:
        for i in range(5):
            await store.open_call(
                session,
                number_id=None,
                number_e164="+442079460100",
                carrier="twilio",
                carrier_call_id=f"same-{i}",
                caller_number=None,
                node="n1",
                started_at=NOON,
            )
        seen: list[UUID] = []
        cursor: Cursor | None = None
        while True:
            page = await list_calls(session, CallFilter(), cursor, 2)
            seen += [call.id for call in page.calls]
            if not page.has_more:
                break
            cursor = last(page.calls)
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CallFilter(), 7),
        (CallFilter(status=CallStatus.COMPLETED), 3),
        (CallFilter(number="+442079460100"), 3),
        (CallFilter(from_=NOON - timedelta(minutes=2)), 3),
        (CallFilter(to=NOON - timedelta(minutes=2)), 4),
        (CallFilter(from_=NOON, to=NOON), 0),
        (CallFilter(q="+44 20 7946 0303"), 1),
        (CallFilter(q="020 7946 0303"), 1),
        (CallFilter(q="0303"), 1),
        (CallFilter(q="7946 0303"), 1),
        (CallFilter(q="3"), 1),
        (CallFilter(q="7946"), 0),
        (CallFilter(q="+44 20 7946"), 7),
        (CallFilter(q="+44 7"), 0),
        (CallFilter(q="%"), 0),
        (CallFilter(q="nobody"), 0),
        (CallFilter(q="0304", status=CallStatus.COMPLETED), 0),
    ],
)
async def test_filters_narrow_the_list_and_its_count(
    database: Database, organisation_id: UUID, wanted: CallFilter, expected: int
) -> None:
    await add_calls(database, organisation_id, 7)
    async with database.session(organisation_id) as session:
        assert len((await list_calls(session, wanted, None, 50)).calls) == expected
        assert await count_calls_capped(session, wanted) == expected


async def test_another_organisations_calls_are_not_listed(
    database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    await add_calls(database, other_organisation_id, 3)
    async with database.session(organisation_id) as session:
        assert (await list_calls(session, CallFilter(), None, 50)).calls == ()
        assert await count_calls_capped(session, CallFilter()) == 0
