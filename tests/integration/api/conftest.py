"""The JSON API of one node, in this process: the real routes on a real database, and keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from tests.integration.api.scripted_chats import ScriptedChats

from voxanne.app import API_ROUTERS
from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.dialogue.chat import TestChats
from voxanne.knowledge.library import Library
from voxanne.members import store as members
from voxanne.members.access import API_KEY_PREFIX, ApiKeyScheme
from voxanne.members.tokens import hash_token, new_token
from voxanne.recordings.playback import Playback
from voxanne.settings import Settings
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.objects import FolderStore
from voxanne.web.event_stream import Stopping
from voxanne.web.hardening import harden
from voxanne.web.problems import install_problem_handlers
from voxanne.web.provided import provide


async def make_key(database: Database, organisation_id: UUID) -> str:
    key = new_token(API_KEY_PREFIX)
    async with database.session(organisation_id) as session:
        await members.add_api_key(session, name="test", prefix=key[:8], secret_hash=hash_token(key))
    return key


@pytest.fixture
async def notifications(database_url: str) -> AsyncIterator[ChangeNotifications]:
    notifications = ChangeNotifications(database_url)
    listening = asyncio.ensure_future(notifications.run())
    yield notifications
    listening.cancel()
    await asyncio.wait((listening,))


@pytest.fixture
def stopping() -> Stopping:
    return Stopping()


@pytest.fixture
def app(database: Database, notifications: ChangeNotifications, stopping: Stopping, tmp_path: Path) -> FastAPI:
    settings = Settings(data_dir=tmp_path)
    playback = Playback(database, FolderStore(tmp_path), MasterKeyRing(bytes(32)), b"secret", settings.origin)
    app = FastAPI(openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    for kind, service in (
        (Database, database),
        (ChangeNotifications, notifications),
        (Stopping, stopping),
        (SystemClock, SystemClock()),
        (Settings, settings),
        (TestChats, ScriptedChats()),
        (Playback, playback),
        (Library, Library(database, None)),
    ):
        provide(app, kind, service)
    install_problem_handlers(app)
    app.middleware("http")(harden(frozenset({settings.origin}), is_https=False))
    for room in API_ROUTERS:
        app.include_router(room.router, dependencies=[ApiKeyScheme])
    return app


@pytest.fixture
async def api_key(database: Database, organisation_id: UUID) -> str:
    return await make_key(database, organisation_id)


@pytest.fixture
async def client(app: FastAPI, api_key: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a key of `ours`."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {api_key}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://voxanne", headers=headers) as client:
        yield client


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program without a key."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voxanne") as client:
        yield client


@pytest.fixture
async def their_client(
    app: FastAPI, database: Database, other_organisation_id: UUID
) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a key of another organisation."""
    headers = {"Authorization": f"Bearer {await make_key(database, other_organisation_id)}"}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voxanne", headers=headers) as client:
        yield client
