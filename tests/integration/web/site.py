"""The dashboard of one clinic on a real database and a real server, for a browser to visit."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from tests.fakes.stored_recordings import fake_playback
from tests.integration.api.scripted_chats import ScriptedChats

from voxanne.clock import SystemClock
from voxanne.dashboard import pages as dashboard_pages
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.dialogue.chat import TestChats
from voxanne.knowledge import pages as knowledge_pages
from voxanne.knowledge.library import Library
from voxanne.members import pages as members_pages
from voxanne.members import store as members
from voxanne.members.invitations import make_sign_in_link
from voxanne.messages import pages as messages_pages
from voxanne.recordings import pages as recordings_pages
from voxanne.recordings.playback import Playback
from voxanne.settings import Settings
from voxanne.web.event_stream import Stopping
from voxanne.web.hardening import harden
from voxanne.web.problems import install_problem_handlers
from voxanne.web.provided import provide
from voxanne.web.static_files import DashboardFiles

EMAIL = "maya.okonkwo@example.org"
ROOMS = (members_pages, dashboard_pages, messages_pages, knowledge_pages, recordings_pages)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the dashboard is served, and the way in."""

    app: FastAPI
    settings: Settings
    database: Database
    organisation_id: UUID
    stopping: Stopping

    @property
    def origin(self) -> str:
        return self.settings.origin

    async def sign_in_link(self) -> str:
        now = SystemClock().now()
        return await make_sign_in_link(self.database, self.settings, "ours", EMAIL, now)


class _Server(uvicorn.Server):
    """Tells event streams to end before it waits for them, as the node's own server does."""

    def __init__(self, site: Site) -> None:
        super().__init__(uvicorn.Config(site.app, log_config=None, lifespan="off", timeout_graceful_shutdown=10))
        self.site = site
        self.is_serving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_serving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.site.stopping.set()
        await super().shutdown(sockets)


@asynccontextmanager
async def served(site: Site, listener: socket.socket) -> AsyncIterator[None]:
    """Serve the site in this event loop."""
    server = _Server(site)
    running = asyncio.ensure_future(server._serve([listener]))
    await server.is_serving.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await running


async def make_site(
    database: Database, notifications: ChangeNotifications, organisation_id: UUID, data_dir: Path, port: int
) -> Site:
    """The pages' routers with their services, and one member."""
    settings = Settings(data_dir=data_dir, port=port)
    stopping = Stopping()
    app = FastAPI(openapi_url=None)
    services: dict[type, object] = {
        Database: database,
        ChangeNotifications: notifications,
        Stopping: stopping,
        SystemClock: SystemClock(),
        Settings: settings,
        Playback: fake_playback(database, data_dir, settings.origin),
        Library: Library(database, embedder=None),
        TestChats: ScriptedChats(),
    }
    for kind, service in services.items():
        provide(app, kind, service)
    install_problem_handlers(app)
    app.middleware("http")(harden(frozenset({settings.origin}), is_https=False))
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/static", DashboardFiles())
    async with database.session(organisation_id) as session:
        await members.add_member(session, email=EMAIL, name="Maya Okonkwo", role="owner")
        await session.execute("update organisations set name = 'Harbour Skin Clinic'")
    return Site(app, settings, database, organisation_id, stopping)
