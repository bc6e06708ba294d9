"""The diary of a live call in the real database: complete, once, and not lost while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from voxanne.callflow.commands import SaveSegment, Speaker
from voxanne.calls import store
from voxanne.calls.records import Call, CallChange, CallStatus
from voxanne.clock import SystemClock
from voxanne.db.database import Database, DatabaseUnavailable, Session
from voxanne.live.journal import Journals
from voxanne.live.port import Journal, LiveCall


class UnreliableDatabase(Database):
    """A database that can be taken away."""

    is_away = False

    @asynccontextmanager
    async def session(self, organisation_id: UUID) -> AsyncIterator[Session]:
        if self.is_away:
            raise DatabaseUnavailable
        async with super().session(organisation_id) as session:
            yield session


@pytest.fixture
async def unreliable(database_url: str) -> AsyncIterator[UnreliableDatabase]:
    database = UnreliableDatabase(database_url, max_connections=4)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def call(unreliable: UnreliableDatabase, organisation_id: UUID) -> LiveCall:
    now = datetime.now(UTC)
    async with unreliable.session(organisation_id) as session:
        call_id, _ = await store.open_call(
            session,
            number_id=None,
            number_e164="+442079460100",
            carrier="fake",
            carrier_call_id="1",
            caller_number=None,
            node="here",
            started_at=now,
        )
    return LiveCall(call_id, organisation_id, "+442079460100", None, now, "Europe/London", "999")


def segment(number: int, text: str, *, is_final: bool = True) -> SaveSegment:
    return SaveSegment(number, number, Speaker.CALLER, text, number * 1000, number * 1000 + 500, is_final)


def diaries_in(folder: Path) -> list[str]:
    return [path.stem for path in folder.iterdir()]


def fill(journal: Journal) -> None:
    journal.answered()
    journal.event("leg_answered", 0, {})
    journal.segment(segment(1, "hello", is_final=False))
    journal.segment(segment(1, "hello there"))
    journal.segment(segment(2, "uh", is_final=False))
    journal.segment(segment(2, ""))
    journal.event("leg_hung_up", 900, {"reason": "caller_hung_up"})
    journal.outcome("answered")
    journal.ended(CallStatus.COMPLETED, "caller_hung_up")


async def look(database: Database, call: LiveCall) -> tuple[Call, list[str], list[str], list[CallChange]]:
    async with database.session(call.organisation_id) as session:
        row = await store.find_call(session, call.call_id)
        events = [event.kind for event in await store.events_of(session, call.call_id)]
        texts = [each.text for each in await store.segments_of(session, call.call_id)]
        changes = await store.changes_of_call(session, call.call_id, 0)
    assert row is not None
    return row, events, texts, changes


async def test_a_closed_diary_is_in_the_database(
    unreliable: UnreliableDatabase, call: LiveCall, tmp_path: Path
) -> None:
    journal = Journals(unreliable, SystemClock(), tmp_path).open(call)
    fill(journal)
    await journal.close()
    row, events, texts, changes = await look(unreliable, call)
    assert (row.status, row.outcome, row.end_reason) == (CallStatus.COMPLETED, "answered", "caller_hung_up")
    assert row.answered_at is not None
    assert events == ["leg_answered", "leg_hung_up"]
    assert texts == ["hello there"]
    assert changes[-1].kind == "ended"
    assert changes[-1].payload["status"] == "completed"


async def test_news_reaches_the_feed_while_the_call_goes_on(
    unreliable: UnreliableDatabase, call: LiveCall, tmp_path: Path
) -> None:
    journals = Journals(unreliable, SystemClock(), tmp_path)
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(journals.run())
        journal = journals.open(call)
        journal.answered()
        journal.segment(segment(1, "hello", is_final=False))
        kinds: list[str] = []
        while "partial" not in kinds:
            await asyncio.sleep(0.05)
            kinds = [change.kind for change in (await look(unreliable, call))[3]]
        assert kinds == ["partial", "status"]
        writer.cancel()
        await journal.close()


async def test_nothing_is_lost_while_the_database_is_away(
    unreliable: UnreliableDatabase, call: LiveCall, tmp_path: Path
) -> None:
    journals = Journals(unreliable, SystemClock(), tmp_path)
    journal = journals.open(call)
    unreliable.is_away = True
    fill(journal)
    closing = asyncio.ensure_future(journal.close())
    await asyncio.sleep(0.2)
    unreliable.is_away = False
    await closing
    row, events, texts, _ = await look(unreliable, call)
    assert row.status is CallStatus.COMPLETED
    assert (events, texts) == (["leg_answered", "leg_hung_up"], ["hello there"])
    assert diaries_in(tmp_path) == []


async def test_a_diary_set_aside_is_written_by_the_next_start(
    unreliable: UnreliableDatabase, call: LiveCall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voxanne.live.journal.RETRY_INTERVAL_S", 0.01)
    monkeypatch.setattr("voxanne.live.journal.CLOSE_PATIENCE_S", 0.03)
    unreliable.is_away = True
    journal = Journals(unreliable, SystemClock(), tmp_path).open(call)
    fill(journal)
    await journal.close()
    unreliable.is_away = False
    assert diaries_in(tmp_path) == [str(call.call_id)]
    next_start = Journals(unreliable, SystemClock(), tmp_path)
    assert await next_start.recover() == 1
    row, events, texts, _ = await look(unreliable, call)
    assert (row.status, row.outcome) == (CallStatus.COMPLETED, "answered")
    assert (events, texts) == (["leg_answered", "leg_hung_up"], ["hello there"])
    assert await next_start.recover() == 0


async def test_a_diary_the_database_refuses_is_set_aside_and_disturbs_no_other(
    unreliable: UnreliableDatabase, call: LiveCall, tmp_path: Path
) -> None:
    journals = Journals(unreliable, SystemClock(), tmp_path)
    unknown = journals.open(replace(call, call_id=UUID(int=7)))
    fill(unknown)
    await unknown.close()
    known = journals.open(call)
    fill(known)
    await known.close()
    assert diaries_in(tmp_path) == [str(UUID(int=7))]
    assert (await look(unreliable, call))[2] == ["hello there"]
    assert await Journals(unreliable, SystemClock(), tmp_path).recover() == 0
    assert (tmp_path / f"{UUID(int=7)}.refused").exists()
