"""The recording of a call in the JSON API: a link, or the ledger's reason why there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from tests.integration.api.plays import begin_call

from voxanne.db.database import Database
from voxanne.recordings import store
from voxanne.recordings.records import RecordingStatus, StoredAudio


async def bring_to(database: Database, organisation_id: UUID, *states: RecordingStatus) -> UUID:
    """A call whose recording went through these states."""
    call_id = await begin_call(database, organisation_id)
    audio = StoredAudio("key", 100, b"wrapped", 8000, 90, b"\x0f" * 32, 83_500, {}, None)
    async with database.session(organisation_id) as session:
        for state in states:
            if state is RecordingStatus.STORED:
                assert await store.mark_stored(session, call_id, audio)
            else:
                reason = "no_audio" if state is RecordingStatus.LOST else None
                assert await store.mark(session, call_id, state, reason)
    return call_id


FINISHING, STORED = RecordingStatus.FINISHING, RecordingStatus.STORED


async def test_a_stored_recording_has_a_link_that_works_for_an_hour(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await bring_to(database, organisation_id, FINISHING, STORED)
    answer = await client.get(f"/api/v1/calls/{call_id}/recording")
    assert answer.status_code == 200
    recording = answer.json()
    assert set(recording) == {"url", "expires_at", "duration_ms", "sha256"}
    assert recording["url"].startswith(f"http://127.0.0.1:8000/recordings/{call_id}/")
    assert (recording["duration_ms"], recording["sha256"]) == (83_500, "0f" * 32)
    left = datetime.fromisoformat(recording["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


@pytest.mark.parametrize("states", [(), (FINISHING,)])
async def test_a_recording_that_is_being_finished_says_when_to_come_back(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID, states: tuple[RecordingStatus, ...]
) -> None:
    call_id = await bring_to(database, organisation_id, *states)
    answer = await client.get(f"/api/v1/calls/{call_id}/recording")
    assert (answer.status_code, answer.json()["code"]) == (409, "recording_pending")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ((RecordingStatus.DECLINED,), 404),
        ((RecordingStatus.DISABLED,), 404),
        ((RecordingStatus.LOST,), 410),
        ((FINISHING, STORED, RecordingStatus.EXPIRED), 410),
        ((FINISHING, STORED, RecordingStatus.ERASED), 410),
    ],
)
async def test_where_there_is_no_recording_the_ledgers_reason_is_given(
    client: httpx.AsyncClient,
    database: Database,
    organisation_id: UUID,
    states: tuple[RecordingStatus, ...],
    status: int,
) -> None:
    call_id = await bring_to(database, organisation_id, *states)
    answer = await client.get(f"/api/v1/calls/{call_id}/recording")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 20
    assert "retry-after" not in answer.headers


async def test_strangers_and_neighbours_get_no_link(
    stranger: httpx.AsyncClient, their_client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await bring_to(database, organisation_id, FINISHING, STORED)
    assert (await stranger.get(f"/api/v1/calls/{call_id}/recording")).status_code == 401
    foreign = await their_client.get(f"/api/v1/calls/{call_id}/recording")
    missing = await their_client.get(f"/api/v1/calls/{uuid4()}/recording")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json() == missing.json()
