"""The feed of live changes: nothing missed, nothing twice, over reconnects, trimming and concurrent calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.integration.api.plays import begin_call, end_call, say

from voxanne.calls import store
from voxanne.calls.feed import END_ID, call_feed, is_over, organisation_feed
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.errors import NotFound
from voxanne.web.event_stream import StreamEvent

PATIENCE_S = 90  # for a busy machine: what is awaited takes milliseconds


@pytest.fixture
async def notifications(database_url: str) -> AsyncIterator[ChangeNotifications]:
    notifications = ChangeNotifications(database_url)
    listening = asyncio.ensure_future(notifications.run())
    yield notifications
    listening.cancel()
    await asyncio.wait((listening,))


class Feed:
    """Reads the feeds of one organisation."""

    def __init__(self, database: Database, notifications: ChangeNotifications, organisation_id: UUID) -> None:
        self.database = database
        self.notifications = notifications
        self.organisation_id = organisation_id

    async def read(self, call_id: UUID, after_id: int | None, stop_after: int | None = None) -> list[StreamEvent]:
        """The call's events until the end, or the first `stop_after` of them."""
        seen: list[StreamEvent] = []
        source = call_feed(self.database, self.notifications, self.organisation_id, call_id, after_id)
        async with aclosing(source):
            async for event in source:
                seen.append(event)
                if len(seen) == stop_after:
                    break
        return seen

    async def trim(self) -> None:
        async with self.database.session(self.organisation_id) as session:
            await store.trim_changes(session, datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
def feed(database: Database, notifications: ChangeNotifications, organisation_id: UUID) -> Feed:
    return Feed(database, notifications, organisation_id)


def told(events: list[StreamEvent]) -> list[str]:
    """`status`, `segment 0`, ...: what the events say."""
    return [f"{e.name} {e.data['position']}" if e.name in {"segment", "partial"} else e.name for e in events]


async def test_a_call_that_is_over_is_told_from_its_beginning(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0, 1, 2)
    await end_call(database, organisation_id, call_id)
    events = await feed.read(call_id, None)
    assert told(events) == ["status", "segment 0", "segment 1", "segment 2", "ended"]
    assert {e.data["call_id"] for e in events} == {str(call_id)}
    assert events[-1].data["end_reason"] == "caller_hung_up"


async def test_a_reader_broken_off_anywhere_misses_nothing_and_gets_nothing_twice(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0, 1)
    await end_call(database, organisation_id, call_id)
    whole = await feed.read(call_id, None)
    for cut in range(1, len(whole) + 1):
        first = await feed.read(call_id, None, stop_after=cut)
        assert first + await feed.read(call_id, first[-1].id) == whole


async def test_changes_reach_a_waiting_reader(feed: Feed, database: Database, organisation_id: UUID) -> None:
    call_id = await begin_call(database, organisation_id)
    source = call_feed(database, feed.notifications, organisation_id, call_id, None)
    async with aclosing(source), asyncio.timeout(PATIENCE_S):
        assert (await anext(source)).name == "status"
        waiting = asyncio.ensure_future(anext(source))
        await say(database, organisation_id, call_id, 0)
        assert (await waiting).data["text"] == "Hello"
        await end_call(database, organisation_id, call_id)
        assert (await anext(source)).name == "ended"
        assert await anext(source, None) is None
    assert feed.notifications.subscriber_count == 0


async def test_when_the_feed_was_trimmed_the_stored_transcript_is_told(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0, 1)
    await feed.trim()
    await say(database, organisation_id, call_id, 2)
    await end_call(database, organisation_id, call_id)
    whole = await feed.read(call_id, None)
    assert told(whole) == ["segment 0", "segment 1", "segment 2", "ended"]
    for cut in range(1, len(whole) + 1):
        first = await feed.read(call_id, None, stop_after=cut)
        assert first + await feed.read(call_id, first[-1].id) == whole


async def test_a_reader_whose_place_was_trimmed_gets_the_transcript_rather_than_a_gap(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0)
    last_seen = (await feed.read(call_id, None, stop_after=2))[-1].id
    await say(database, organisation_id, call_id, 1)
    await feed.trim()
    await end_call(database, organisation_id, call_id)
    assert told(await feed.read(call_id, last_seen)) == ["segment 0", "segment 1", "ended"]


async def test_a_call_closed_without_a_word_in_the_feed_still_ends_its_readers(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await end_call(database, organisation_id, call_id, is_published=False)
    events = await feed.read(call_id, None)
    assert told(events) == ["status", "ended"]
    assert await feed.read(call_id, events[-1].id) == []
    async with database.session(organisation_id) as session:
        assert [await is_over(session, call_id, i) for i in (None, 0, -3, events[0].id, END_ID)] == [
            False,
            False,
            False,
            False,
            True,
        ]


async def test_a_page_drawn_before_any_change_reads_on_from_zero(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0)
    await feed.trim()
    await end_call(database, organisation_id, call_id)
    assert told(await feed.read(call_id, 0)) == ["ended"]


async def test_another_organisations_call_has_no_feed(
    feed: Feed, database: Database, other_organisation_id: UUID
) -> None:
    theirs = await begin_call(database, other_organisation_id)
    for call_id in (theirs, uuid4()):
        with pytest.raises(NotFound):
            await feed.read(call_id, None)
    assert feed.notifications.subscriber_count == 0


async def test_the_organisations_feed_begins_with_its_live_calls_and_goes_on_with_every_change(
    feed: Feed, database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    over = await begin_call(database, organisation_id)
    await end_call(database, organisation_id, over)
    live = await begin_call(database, organisation_id)
    await begin_call(database, other_organisation_id)
    source = organisation_feed(database, feed.notifications, organisation_id, None)
    async with aclosing(source), asyncio.timeout(PATIENCE_S):
        first = await anext(source)
        assert first.name == "live"
        assert [call["call_id"] for call in first.data["calls"]] == [str(live)]
        await say(database, other_organisation_id, await begin_call(database, other_organisation_id), 0)
        await say(database, organisation_id, live, 0)
        await end_call(database, organisation_id, live)
        assert told([await anext(source), await anext(source)]) == ["segment 0", "ended"]
    resumed = organisation_feed(database, feed.notifications, organisation_id, first.id)
    async with aclosing(resumed), asyncio.timeout(PATIENCE_S):
        assert told([await anext(resumed), await anext(resumed)]) == ["segment 0", "ended"]


async def test_calls_committing_out_of_order_lose_no_event(
    feed: Feed, database: Database, organisation_id: UUID
) -> None:
    calls = [await begin_call(database, organisation_id) for _ in range(4)]
    source = organisation_feed(database, feed.notifications, organisation_id, 0)

    async def talk(call_id: UUID) -> None:
        await say(database, organisation_id, call_id, *range(15))

    async with aclosing(source), asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        for call_id in calls:
            group.create_task(talk(call_id))
        events = [await anext(source) for _ in range(4 + 4 * 15)]
    assert [e.id for e in events] == sorted({e.id for e in events})
    for call_id in calls:
        own = [e for e in events if e.data["call_id"] == str(call_id)]
        assert told(own) == ["status", *(f"segment {i}" for i in range(15))]
