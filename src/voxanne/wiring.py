"""The only place that picks adapters: Settings become the services of one node.

`open_services` opens everything in the order things stand on each other, and closes it in reverse.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import structlog

from voxanne.calls.store import trim_changes
from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.dialogue.chat import TestChats
from voxanne.dialogue.local.receptionist import LocalReceptionist
from voxanne.dialogue.store import forget_chats
from voxanne.errors import NotFound, VoxanneError
from voxanne.jobs.queue import JobQueue
from voxanne.knowledge.embeddings import MiniLm
from voxanne.knowledge.library import Library
from voxanne.live.desk import LiveDesk
from voxanne.live.journal import Journals
from voxanne.live.port import LiveServices
from voxanne.live.reception import BROWSER_RATE_HZ, PHONE_RATE_HZ, FiledActions, Reception
from voxanne.live.recorder import SealedRecorders
from voxanne.live.sealing import Sealing
from voxanne.live.waiting import SystemCallClock
from voxanne.members.access import member_of
from voxanne.members.store import forget_expired
from voxanne.messages.desk import CallDesk
from voxanne.models.store import ModelStore
from voxanne.numbers.store import forget_provider_events
from voxanne.numbers.switchboard import Switchboard
from voxanne.organisations.store import all_ids
from voxanne.recordings.desk import RecordingDesk
from voxanne.recordings.playback import Playback
from voxanne.recordings.recovery import recover_unfinished, sweep_forever
from voxanne.settings import Settings, node_name
from voxanne.speech.engines import load_engines
from voxanne.storage.keys import MasterKeyRing, load_master_key
from voxanne.storage.objects import open_recordings_store
from voxanne.telephony.front_desk import TelephonyServices
from voxanne.telephony.twilio_requests import auth_token
from voxanne.trouble import trouble
from voxanne.web.event_stream import Stopping
from voxanne.web.health import NodeHealth

log = structlog.get_logger()

HOUSEKEEPING_S = 60.0
PHRASES_AT_START = 12
"""Greeting, emergency lines and the likeliest others; the rest is rendered while the node already serves."""
CHANGES_KEPT = timedelta(days=1)
SANDBOX_KEPT = timedelta(days=30)
"""Test chats, and carriers' events that were acted on."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything one node serves with."""

    settings: Settings
    clock: SystemCallClock
    database: Database
    notifications: ChangeNotifications
    health: NodeHealth
    jobs: JobQueue
    library: Library
    recordings: RecordingDesk
    playback: Playback
    test_chats: TestChats
    live: LiveDesk
    reception: Reception
    journals: Journals
    switchboard: Switchboard
    telephony: TelephonyServices
    stopping: Stopping

    def by_type(self) -> dict[type[Any], object]:
        """What routes may ask for, by type."""
        own = (self.settings, self.database, self.notifications, self.health, self.library, self.playback)
        others = (self.test_chats, self.telephony, self.stopping)
        return {type(service): service for service in (*own, *others)} | {SystemClock: self.clock}

    @property
    def own_origins(self) -> frozenset[str]:
        """The origins our own pages are served from; on loopback a browser may use either name."""
        loopback = {f"http://{name}:{self.settings.port}" for name in ("127.0.0.1", "localhost")}
        return frozenset({self.settings.origin} | loopback)

    @property
    def background(self) -> tuple[Callable[[], Coroutine[Any, Any, None]], ...]:
        """What runs beside the web server until the node stops."""
        return (self.notifications.run, self.journals.run, self._sweep_recordings, self._keep_house)

    async def prepare(self) -> None:
        """Before the first call: put away what an earlier run left behind, render the greetings."""
        await self.journals.recover()
        await recover_unfinished(self.recordings, self.clock)
        await self.reception.warm(await all_ids(self.database), PHONE_RATE_HZ, PHRASES_AT_START)

    async def _sweep_recordings(self) -> None:
        await sweep_forever(self.recordings, self.clock)

    async def _keep_house(self) -> None:
        """Now and then: render new phrases, close calls that never came, make missing vectors, forget old changes."""
        while True:
            try:
                organisation_ids = await all_ids(self.database)
                for rate_hz in (PHONE_RATE_HZ, BROWSER_RATE_HZ):
                    await self.reception.warm(organisation_ids, rate_hz)
                for organisation_id in organisation_ids:
                    await self._keep_house_of(organisation_id)
            except (VoxanneError, psycopg.Error, OSError) as error:  # the calls go on, whatever the matter is
                log.warning("housekeeping_put_off", **trouble(error))
            await asyncio.sleep(HOUSEKEEPING_S)

    async def _keep_house_of(self, organisation_id: UUID) -> None:
        try:
            await self.switchboard.close_forgotten(organisation_id)
            await self.library.embed_missing(organisation_id)
            async with self.database.session(organisation_id) as session:
                now = self.clock.now()
                await trim_changes(session, now - CHANGES_KEPT)
                await forget_expired(session, now - CHANGES_KEPT)
                await forget_provider_events(session, now - SANDBOX_KEPT)
                await forget_chats(session, now - SANDBOX_KEPT)
        except NotFound:
            return  # deleted a moment ago

    async def close_live_calls(self) -> None:
        """Ask every call to say goodbye, and return when all are kept. For a stopping node."""
        self.live.request_close_all("node_stopped")
        await self.switchboard.idle()


@asynccontextmanager
async def open_services(settings: Settings, database_url: str) -> AsyncIterator[Services]:
    """One node's services on a migrated database. Raises SetupError, DatabaseUnavailable."""
    async with AsyncExitStack() as stack:
        clock = SystemCallClock()
        node = node_name(settings)
        models = ModelStore(settings.data_dir)
        master_key = load_master_key(settings)
        keys, objects = MasterKeyRing(master_key), open_recordings_store(settings)

        database = Database(database_url)
        await database.open()
        stack.push_async_callback(database.close)
        embedder = MiniLm(models.path("minilm-l6-v2", "model.safetensors").parent)
        stack.callback(embedder.close)
        library = Library(database, embedder)
        receptionist = LocalReceptionist(library, clock)
        speech = await asyncio.to_thread(load_engines, models, threads=settings.speech_threads)
        stack.callback(speech.close)

        jobs = JobQueue(database_url, node)
        recordings = RecordingDesk(database, jobs, objects, keys, settings.data_dir / "live")
        recordings.register()
        await jobs.open()
        stack.push_async_callback(jobs.close)
        sealing = Sealing()
        sealing.start()
        stack.push_async_callback(asyncio.to_thread, sealing.stop)

        journals = Journals(database, clock, settings.data_dir / "live")
        live = LiveDesk(
            LiveServices(
                speech=speech.engines,
                receptionist=receptionist,
                recorders=SealedRecorders(sealing, keys, settings.data_dir / "live", recordings, clock),
                journals=journals,
                actions=FiledActions(CallDesk(database, clock)),
                clock=clock,
            )
        )
        max_call_s = settings.max_call_minutes * 60
        reception = Reception(
            live,
            library,
            receptionist,
            speech.phrases,
            speech.engines.transcriber,
            clock,
            max_call_s=max_call_s,
        )
        switchboard = Switchboard(database, clock, reception.answer, node=node, capacity=settings.call_capacity)
        services = Services(
            settings=settings,
            clock=clock,
            database=database,
            notifications=ChangeNotifications(database_url),
            health=NodeHealth({"database": database.answers}),
            jobs=jobs,
            library=library,
            recordings=recordings,
            playback=Playback(database, objects, keys, keys.secret("recording links"), settings.origin),
            test_chats=TestChats(database, receptionist, clock),
            live=live,
            reception=reception,
            journals=journals,
            switchboard=switchboard,
            telephony=TelephonyServices(settings, clock, switchboard, member_of, auth_token(settings)),
            stopping=Stopping(),
        )
        await stack.enter_async_context(jobs.working())
        yield services
