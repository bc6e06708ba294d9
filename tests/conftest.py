"""Fixtures that every kind of test may use: one embedded PostgreSQL per run, a fresh database per test."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.prepare import DATA_DIR
from voxanne.db.database import Database
from voxanne.db.embedded import EmbeddedPostgres
from voxanne.db.migrate import migrate
from voxanne.models.store import ModelStore


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The run's PostgreSQL server, with the migrated database `template_voxanne` to copy from."""
    # not below pytest's own temp folder: as root the server runs as another user, who must reach it
    folder = Path(tempfile.mkdtemp(prefix="voxanne-test-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder)
    migrate(server.url)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A migrated, empty database of the test's own."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres.url.replace("/voxanne?", "/postgres?"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template voxanne").format(sql.Identifier(name)))
        yield postgres.url.replace("/voxanne?", f"/{name}?")
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, max_connections=8)
    await database.open()
    yield database
    await database.close()


def _add_organisation(url: str, slug: str, number: str) -> UUID:
    with psycopg.connect(url, autocommit=True) as admin:
        row = admin.execute(
            "insert into organisations (slug, name) values (%s, %s) returning id", (slug, f"{slug.title()} Clinic")
        ).fetchone()
        assert row is not None
        admin.execute("insert into numbers (organisation_id, e164, label) values (%s, %s, 'Main')", (row[0], number))
        return UUID(str(row[0]))


@pytest.fixture
async def organisation_id(database_url: str) -> UUID:
    """An organisation `ours` with the number +442079460100."""
    return await asyncio.to_thread(_add_organisation, database_url, "ours", "+442079460100")


@pytest.fixture
async def other_organisation_id(database_url: str) -> UUID:
    """A second organisation `theirs`, whose rows must never be seen by the first."""
    return await asyncio.to_thread(_add_organisation, database_url, "theirs", "+442079460199")


@pytest.fixture(scope="session")
def model_store() -> ModelStore:
    """The model weights, fetched before the tests (`make test`) or now."""
    store = ModelStore(DATA_DIR)
    store.ensure()
    return store
