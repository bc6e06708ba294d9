"""Listening over HTTP: ranges, expired and altered links, and what a listener is told when there is nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.integration.recordings.conftest import Room

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.live.port import LiveCall
from voxanne.members import store as members
from voxanne.members.access import API_KEY_PREFIX
from voxanne.members.tokens import hash_token, new_token
from voxanne.recordings import api, pages
from voxanne.recordings.playback import Playback
from voxanne.recordings.records import RecordingStatus
from voxanne.web.problems import install_problem_handlers
from voxanne.web.provided import provide


@pytest.fixture
async def client(room: Room) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    for kind, service in ((Playback, room.playback), (SystemClock, room.clock), (Database, room.database)):
        provide(app, kind, service)
    install_problem_handlers(app)
    app.include_router(pages.router)
    app.include_router(api.router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://voice.example.org") as client:
        yield client


@pytest.fixture
async def call(room: Room) -> LiveCall:
    """A call whose recording is stored: 40 s, so that its file is read in several batches of frames."""
    call = await room.new_call()
    await room.record(call, seconds=40)
    await room.jobs.run_pending()
    return call


async def link_to(room: Room, call: LiveCall) -> str:
    return (await room.playback.signed_url(room.organisation_id, call.call_id, room.clock.now())).link.path


async def test_the_whole_recording(room: Room, client: httpx.AsyncClient, call: LiveCall):
    answer = await client.get(await link_to(room, call))
    recording = await room.ledger(call)
    assert recording.byte_count is not None
    assert recording.byte_count > 5 * 64 * 1024
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/flac"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-length"] == str(recording.byte_count)
    assert hashlib.sha256(answer.content).digest() == recording.sha256
    assert answer.content.startswith(b"fLaC")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=65530-65545", 65530, 65546),
        ("bytes=100000-380000", 100000, 380001),
        ("bytes=-7", -7, None),
    ],
)
async def test_a_part_of_it(
    room: Room, client: httpx.AsyncClient, call: LiveCall, asked: str, start: int, end: int | None
):
    link = await link_to(room, call)
    whole = (await client.get(link)).content
    answer = await client.get(link, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[start:end]
    first = start % len(whole)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(whole)}"
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_a_part_behind_the_end_is_416(room: Room, client: httpx.AsyncClient, call: LiveCall):
    answer = await client.get(await link_to(room, call), headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{(await room.ledger(call)).byte_count}"


async def test_a_part_of_another_version_is_answered_with_the_whole(
    room: Room, client: httpx.AsyncClient, call: LiveCall
):
    link = await link_to(room, call)
    etag = (await client.head(link)).headers["etag"]
    ranged = {"Range": "bytes=0-9"}
    assert (await client.get(link, headers=ranged | {"If-Range": '"another"'})).status_code == 200
    assert (await client.get(link, headers=ranged | {"If-Range": etag})).status_code == 206


async def test_head_tells_without_sending(room: Room, client: httpx.AsyncClient, call: LiveCall):
    answer = await client.head(await link_to(room, call))
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str((await room.ledger(call)).byte_count)
    assert answer.content == b""


async def test_an_expired_link_is_403_and_says_what_to_do(room: Room, client: httpx.AsyncClient, call: LiveCall):
    link = await link_to(room, call)
    room.clock.moment += timedelta(minutes=59)
    assert (await client.head(link)).status_code == 200
    room.clock.moment += timedelta(minutes=1)
    answer = await client.get(link, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "expired" in answer.text


async def test_an_altered_link_is_403(room: Room, client: httpx.AsyncClient, call: LiveCall):
    link = await link_to(room, call)
    other = await room.new_call("other")
    for altered in (
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link.replace("expires=1", "expires=2"),
        link.replace(str(call.call_id), str(other.call_id)),
        link.split("?")[0],
    ):
        assert (await client.get(altered)).status_code == 403


async def test_an_object_that_is_gone_is_410_and_the_ledger_says_so(
    room: Room, client: httpx.AsyncClient, call: LiveCall
):
    link = await link_to(room, call)
    shutil.rmtree(room.objects / str(room.organisation_id))
    answer = await client.get(link, headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert "lost" in answer.text
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.LOST, "object_missing")
    answer = await client.get(link)
    assert answer.status_code == 410
    assert "object store" in answer.json()["detail"]


async def test_a_stored_object_that_was_damaged_is_never_played_as_if_it_were_whole(
    room: Room, client: httpx.AsyncClient, call: LiveCall
):
    link = await link_to(room, call)
    path = next(path for path in room.objects.rglob("*") if path.is_file())
    _flip(path, 100)
    answer = await client.get(link)
    assert answer.status_code == 500
    assert answer.json()["code"] == "recording_damaged"


async def test_a_recording_exchanged_for_another_calls_is_refused(
    room: Room, client: httpx.AsyncClient, call: LiveCall
):
    other = await room.new_call("other")
    await room.record(other, seconds=40)
    await room.jobs.run_pending()
    ours, theirs = [await room.ledger(one) for one in (call, other)]
    assert ours.object_key is not None
    assert theirs.object_key is not None
    shutil.copy(room.objects / theirs.object_key, room.objects / ours.object_key)
    assert (await client.get(await link_to(room, call))).status_code == 500


async def test_while_the_recording_is_being_finished_a_listener_is_told_to_wait(room: Room, client: httpx.AsyncClient):
    call = await room.new_call()
    await room.record(call)
    key = await _key(room)
    answer = await client.get(f"/api/v1/calls/{call.call_id}/recording", headers=key)
    assert answer.status_code == 409
    assert "being finished" in answer.json()["detail"]


async def test_the_api_gives_a_link_that_plays(room: Room, client: httpx.AsyncClient, call: LiveCall):
    answer = await client.get(f"/api/v1/calls/{call.call_id}/recording", headers=await _key(room))
    document = answer.json()
    assert set(document) == {"url", "expires_at", "duration_ms", "sha256"}
    assert document["duration_ms"] == 40_000
    assert document["url"].startswith("https://voice.example.org/recordings/")
    audio = await client.get(document["url"])
    assert hashlib.sha256(audio.content).hexdigest() == document["sha256"]


async def test_the_api_knows_no_recording_of_a_call_that_is_not_ours(room: Room, client: httpx.AsyncClient):
    answer = await client.get("/api/v1/calls/00000000-0000-0000-0000-000000000001/recording", headers=await _key(room))
    assert answer.status_code == 404


async def _key(room: Room) -> dict[str, str]:
    key = new_token(API_KEY_PREFIX)
    async with room.database.session(room.organisation_id) as session:
        await members.add_api_key(session, name="test", prefix=key[:8], secret_hash=hash_token(key))
    return {"Authorization": f"Bearer {key}"}


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
