"""The durable diary of live calls: events, transcript and status, written in small batches beside the call.

    call ──▶ CallJournal (in memory) ──▶ every 100 ms, one transaction ──▶ tables and live feed
                                     └─ the database is away: kept, tried again, at the end set aside on disk

A call never waits for its diary. Nothing is dropped but partial segments that a newer one has replaced.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psycopg
import structlog

from voxanne.callflow.commands import SaveSegment
from voxanne.calls.records import CallEvent, CallStatus
from voxanne.clock import Clock
from voxanne.db.database import Database, DatabaseUnavailable
from voxanne.live.diary import Batch, CallKey, End, append_batch, read_batches, write_batch
from voxanne.live.port import Journal, LiveCall

log = structlog.get_logger(__name__)

BATCH_INTERVAL_S = 0.1
RETRY_INTERVAL_S = 1.0
CLOSE_PATIENCE_S = 3.0
"""How long a finished call waits for a database that is away before its diary is set aside on disk."""
EVENTS_IN_MEMORY = 5_000
"""An outage longer than this many events moves the diary to disk."""


class CallJournal:
    """One call's diary (`live.port.Journal`)."""

    def __init__(self, journals: Journals, call: LiveCall) -> None:
        self._journals = journals
        self.key = CallKey(call.organisation_id, call.call_id)
        self.pending = Batch()
        self.writing = asyncio.Lock()
        self._position = 0

    def event(self, kind: str, at_ms: int, data: Mapping[str, object]) -> None:
        entry = CallEvent(self._position, max(0, at_ms), kind, dict(data))
        self._position += 1
        self._keep(replace(self.pending, events=(*self.pending.events, entry)))

    def segment(self, segment: SaveSegment) -> None:
        others = tuple(each for each in self.pending.segments if each.is_final or each.segment_id != segment.segment_id)
        self._keep(replace(self.pending, segments=(*others, segment)))

    def answered(self) -> None:
        self._keep(replace(self.pending, answered_at=self._journals.clock.now()))

    def outcome(self, outcome: str) -> None:
        self._keep(replace(self.pending, outcome=outcome))

    def ended(self, status: CallStatus, reason: str) -> None:
        self._keep(replace(self.pending, end=End(status, reason, self._journals.clock.now())))

    async def close(self) -> None:
        await self._journals.finish(self)

    def _keep(self, pending: Batch) -> None:
        self.pending = pending
        self._journals.note_pending(self)


class Journals:
    """The diaries of a node's calls (`live.port.JournalFactory`). `run` writes them; share one per node."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self.clock = clock
        self._folder = folder
        self._with_news: dict[CallJournal, None] = {}
        self._has_news = asyncio.Event()

    def open(self, call: LiveCall) -> Journal:
        return CallJournal(self, call)

    def note_pending(self, journal: CallJournal) -> None:
        """There is something to write."""
        self._with_news[journal] = None
        self._has_news.set()

    async def run(self) -> None:
        """Write what has come up, for ever."""
        while True:
            await self._has_news.wait()
            await asyncio.sleep(BATCH_INTERVAL_S)
            self._has_news.clear()
            for journal in list(self._with_news):
                if not await self._write(journal):
                    self._has_news.set()
                    await asyncio.sleep(RETRY_INTERVAL_S)
                    break

    async def finish(self, journal: CallJournal) -> None:
        """Write out a finished call's diary; set it aside on disk when the database stays away."""
        attempts = int(CLOSE_PATIENCE_S / RETRY_INTERVAL_S)
        for attempt in range(attempts + 1):
            if await self._write(journal):
                break
            if attempt < attempts:
                await asyncio.sleep(RETRY_INTERVAL_S)
        else:
            async with journal.writing:
                await self._set_aside(journal)
        self._with_news.pop(journal, None)

    async def recover(self) -> int:
        """Write the diaries that an earlier run set aside; answers how many. Raises DatabaseUnavailable."""
        paths = await asyncio.to_thread(lambda: sorted(self._folder.glob("*.diary")))
        written = 0
        for path in paths:
            try:
                written += await self._recover_one(path)
            except psycopg.Error as error:
                # kept for a person to look at: one refused diary must not stop a node from starting
                await asyncio.to_thread(path.rename, path.with_suffix(".refused"))
                log.error("the database refuses a diary", path=path.name, error=type(error).__name__)
        return written

    async def _recover_one(self, path: Path) -> int:
        key, batches = await asyncio.to_thread(read_batches, path)
        if key is not None:
            async with self._database.session(key.organisation_id) as session:
                for batch in batches:
                    await write_batch(session, key, batch)
        await asyncio.to_thread(path.unlink)
        log.info("diary of an earlier run written", call_id=None if key is None else str(key.call_id))
        return 1

    async def _write(self, journal: CallJournal) -> bool:
        """One transaction with what is pending. False when the database is away; then everything is kept."""
        async with journal.writing:
            batch, journal.pending = journal.pending, Batch()
            self._with_news.pop(journal, None)
            if batch.is_empty:
                return True
            try:
                async with self._database.session(journal.key.organisation_id) as session:
                    await write_batch(session, journal.key, batch)
            except (DatabaseUnavailable, asyncio.CancelledError) as error:
                journal.pending = batch.followed_by(journal.pending)
                self._with_news[journal] = None
                if isinstance(error, asyncio.CancelledError):
                    raise
                log.warning("the diary waits for the database", call_id=str(journal.key.call_id))
                if len(journal.pending.events) > EVENTS_IN_MEMORY:
                    await self._set_aside(journal)
                return False
            except psycopg.Error as error:
                log.error("a diary could not be written", call_id=str(journal.key.call_id), error=type(error).__name__)
                journal.pending = batch.followed_by(journal.pending)
                await self._set_aside(journal)
            return True

    async def _set_aside(self, journal: CallJournal) -> None:
        batch, journal.pending = journal.pending, Batch()
        path = self._folder / f"{journal.key.call_id}.diary"
        try:
            await asyncio.to_thread(append_batch, path, journal.key, batch)
        except OSError as error:
            journal.pending = batch.followed_by(journal.pending)
            log.error("a diary could not be set aside", call_id=str(journal.key.call_id), error=type(error).__name__)
            return
        log.warning("a diary was set aside on disk", call_id=str(journal.key.call_id), events=len(batch.events))
