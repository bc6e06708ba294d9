"""Event streams over real sockets: clients that vanish leave nothing behind, and none of them holds up a stop."""

from __future__ import annotations

import asyncio
import gc
from uuid import UUID

import psutil
import pytest
from fastapi import FastAPI
from tests.integration.api.plays import MORNING, begin_call, end_call, say
from tests.integration.api.serving import open_stream, serving, vanish

from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.members import store as members
from voxanne.web.event_stream import EventStream, Stopping

MEBIBYTE = 1 << 20
PATIENCE_S = 90  # for a busy machine: what is awaited takes milliseconds


def memory_now() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


async def settle(notifications: ChangeNotifications, tasks: int) -> None:
    """Until nobody listens and no more than `tasks` tasks are left."""
    async with asyncio.timeout(PATIENCE_S):
        while notifications.subscriber_count or len(asyncio.all_tasks()) > tasks:  # noqa: ASYNC110 nothing tells
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("is_talked_on", [False, True])
async def test_200_clients_that_vanish_leave_no_listener_task_or_memory_behind(
    app: FastAPI,
    notifications: ChangeNotifications,
    stopping: Stopping,
    api_key: str,
    database: Database,
    organisation_id: UUID,
    is_talked_on: bool,
) -> None:
    call_id = await begin_call(database, organisation_id)
    paths = ("/api/v1/calls/live", f"/api/v1/calls/{call_id}/events")
    async with serving(app, stopping) as (_, port):

        async def come_and_go(times: int) -> None:
            for first in range(0, times, 20):
                streams = [await open_stream(port, paths[i % 2], api_key) for i in range(first, first + 20)]
                if is_talked_on:
                    await say(database, organisation_id, call_id, first)
                for _, writer in streams:
                    vanish(writer)

        await settle(notifications, tasks_before := len(asyncio.all_tasks()))
        growth = []
        for _ in range(3):  # what the first clients load stays: caches, pooled connections. A leak grows each time
            memory_before = memory_now()
            await come_and_go(200)
            await settle(notifications, tasks_before)
            growth.append(memory_now() - memory_before)
        assert notifications.subscriber_count == 0
        assert min(growth) < MEBIBYTE, growth


async def test_a_server_with_open_streams_stops_and_says_goodbye(
    app: FastAPI,
    notifications: ChangeNotifications,
    stopping: Stopping,
    api_key: str,
    database: Database,
    organisation_id: UUID,
) -> None:
    call_id = await begin_call(database, organisation_id)
    async with asyncio.timeout(PATIENCE_S), serving(app, stopping) as (server, port):
        live = await open_stream(port, "/api/v1/calls/live", api_key)
        call = await open_stream(port, f"/api/v1/calls/{call_id}/events", api_key)
        server.should_exit = True
        for reader, writer in (live, call):
            assert (await reader.read()).endswith(b"0\r\n\r\n"), "the last chunk says that the body is whole"
            vanish(writer)
    assert notifications.subscriber_count == 0


async def test_a_client_sees_a_call_happen_and_its_end(
    app: FastAPI,
    stopping: Stopping,
    api_key: str,
    database: Database,
    organisation_id: UUID,
) -> None:
    call_id = await begin_call(database, organisation_id)
    async with asyncio.timeout(PATIENCE_S), serving(app, stopping) as (_, port):
        reader, writer = await open_stream(port, f"/api/v1/calls/{call_id}/events", api_key)
        await reader.readuntil(b"event: status\ndata: ")
        await reader.readuntil(b"\n\n")
        await say(database, organisation_id, call_id, 0)
        assert b'"text":"Hello"' in await reader.readuntil(b"}\n\n")
        await end_call(database, organisation_id, call_id)
        await reader.readuntil(b"event: ended")
        await reader.readuntil(b"0\r\n\r\n")
        vanish(writer)


async def test_one_slow_reader_does_not_hold_up_another(
    app: FastAPI,
    stopping: Stopping,
    api_key: str,
    database: Database,
    organisation_id: UUID,
) -> None:
    call_id = await begin_call(database, organisation_id)
    async with asyncio.timeout(PATIENCE_S), serving(app, stopping) as (_, port):
        _, stalled = await open_stream(port, "/api/v1/calls/live", api_key)
        stalled.transport.pause_reading()  # type: ignore[attr-defined]
        reader, writer = await open_stream(port, "/api/v1/calls/live", api_key)
        for position in range(30):
            await say(database, organisation_id, call_id, position)
            await reader.readuntil(f'"position":{position},'.encode())
        vanish(stalled)
        vanish(writer)


async def test_a_stream_does_not_outlive_its_key(
    app: FastAPI,
    stopping: Stopping,
    api_key: str,
    database: Database,
    organisation_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(EventStream.__init__.__kwdefaults__, "look_every_s", 0.05)
    async with asyncio.timeout(PATIENCE_S), serving(app, stopping) as (_, port):
        reader, writer = await open_stream(port, "/api/v1/calls/live", api_key)
        async with database.session(organisation_id) as session:
            [key] = await members.list_api_keys(session)
            await members.revoke_api_key(session, key.id, MORNING)
        await reader.readuntil(b"\r\n0\r\n\r\n")
        vanish(writer)
