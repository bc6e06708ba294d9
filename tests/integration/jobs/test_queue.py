"""Jobs commit with the change that asks for them, run once, and survive a node that dies."""

from __future__ import annotations

import asyncio
from uuid import UUID

import psycopg
import pytest

from voxanne.db.database import Database
from voxanne.jobs import queue as jobs
from voxanne.jobs.queue import JobQueue


class Bell:
    """A task that remembers what it was rung for, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.rung: list[str] = []
        self.failures = failures
        self.heard = asyncio.Event()

    async def __call__(self, word: str) -> None:
        self.rung.append(word)
        if len(self.rung) <= self.failures:
            raise RuntimeError("not yet")
        self.heard.set()


@pytest.fixture
async def queue(database_url: str):
    queue = JobQueue(database_url, "here")
    await queue.open()
    yield queue
    await queue.close()


async def test_a_job_runs_when_its_transaction_has_committed(
    queue: JobQueue, database: Database, organisation_id: UUID
):
    bell = Bell()
    queue.task("ring", bell)
    async with database.session(organisation_id) as session:
        await queue.defer(session.connection, "ring", word="committed")
        await queue.run_pending()
        assert bell.rung == []
    await queue.run_pending()
    assert bell.rung == ["committed"]


async def test_a_job_vanishes_with_a_transaction_that_fails(queue: JobQueue, database: Database, organisation_id: UUID):
    bell = Bell()
    queue.task("ring", bell)

    async def change_that_fails() -> None:
        async with database.session(organisation_id) as session:
            await queue.defer(session.connection, "ring", word="rolled back")
            raise LookupError

    with pytest.raises(LookupError):
        await change_that_fails()
    await queue.run_pending()
    assert bell.rung == []


async def test_a_failed_job_is_tried_again(queue: JobQueue, database: Database, organisation_id: UUID):
    bell = Bell(failures=1)
    queue.task("ring", bell, attempts=3, wait_s=0)
    async with database.session(organisation_id) as session:
        await queue.defer(session.connection, "ring", word="again")
    await queue.run_pending()
    await queue.run_pending()
    assert bell.rung == ["again", "again"]


async def test_another_nodes_queue_is_left_alone(queue: JobQueue, database: Database, organisation_id: UUID):
    bell = Bell()
    queue.task("ring", bell)
    async with database.session(organisation_id) as session:
        await queue.defer(session.connection, "ring", queue="node:elsewhere", word="theirs")
        await queue.defer(session.connection, "ring", queue=queue.node_queue, word="ours")
    await queue.run_pending()
    assert bell.rung == ["ours"]


async def test_a_working_node_hears_of_a_job_at_once_and_stops_when_told(
    queue: JobQueue, database: Database, organisation_id: UUID
):
    bell = Bell()
    queue.task("ring", bell)
    async with queue.working():
        async with database.session(organisation_id) as session:
            await queue.defer(session.connection, "ring", word="now")
        async with asyncio.timeout(10):
            await bell.heard.wait()
    assert bell.rung == ["now"]


async def test_what_a_dead_node_was_doing_is_done_when_it_starts_again(
    queue: JobQueue, database: Database, database_url: str, organisation_id: UUID
):
    bell = Bell()
    queue.task("ring", bell)
    async with database.session(organisation_id) as session:
        await queue.defer(session.connection, "ring", queue=queue.node_queue, lock="one", word="cut off")
    # as kill -9 leaves it: running, by a worker that is registered and gone
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await connection.execute(
            """with dead as (insert into procrastinate_workers default values returning id)
               update procrastinate_jobs set status = 'doing', worker_id = dead.id, attempts = 1 from dead"""
        )
    await queue.run_pending()
    assert bell.rung == ["cut off"]


async def test_the_application_role_may_work_the_queue(queue: JobQueue, database: Database):
    async with database.before_organisation() as session:
        assert await session.value("select current_user") == "voxanne_app"
        assert await session.value("select count(*) from procrastinate_jobs") == 0


async def test_a_periodic_task_that_is_due_runs_without_being_asked_for(queue: JobQueue):
    rung = asyncio.Event()

    async def ring() -> None:
        rung.set()

    queue.task("ring_now_and_then", ring)
    queue.every("* * * * *", "ring_now_and_then")
    async with queue.working(), asyncio.timeout(70):
        await rung.wait()


async def test_a_worker_that_loses_the_database_works_on_when_it_is_back(
    queue: JobQueue, database: Database, database_url: str, organisation_id: UUID, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "RESTART_AFTER_S", 0.1)
    bell = Bell()
    queue.task("ring", bell)
    async with queue.working():
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
            await admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                " and datname = current_database() and application_name <> 'voxanne'"
            )
        async with database.session(organisation_id) as session:
            await queue.defer(session.connection, "ring", word="after")
        async with asyncio.timeout(30):
            await bell.heard.wait()
