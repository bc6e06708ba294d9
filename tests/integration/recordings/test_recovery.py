"""A node that died comes back: its calls are closed, their recordings finished, nothing is left behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.integration.recordings.conftest import Room, tone

from voxanne.calls import store as calls
from voxanne.calls.records import Call, CallStatus
from voxanne.live.port import LiveCall
from voxanne.recordings.records import RecordingStatus
from voxanne.recordings.recovery import FINISHING_PATIENCE, NODE_STOPPED, recover_unfinished, sweep
from voxanne.storage.keys import MasterKeyRing


async def cut_off(room: Room, call: LiveCall, torn: bytes = b"") -> None:
    """What kill -9 leaves of a call: sealed chunks without an end, perhaps a torn one, open rows."""
    recorder = await room.recorders.open(call, 8000)
    for n in range(50):
        recorder.caller(tone(8000, 300, n), n * 20)
        room.clock.advance(20)
    room.sealing.seal_now()
    with room.desk.log_of(call.call_id).open("ab") as file:
        file.write(torn)


async def end(room: Room, call: LiveCall) -> None:
    async with room.database.session(room.organisation_id) as session:
        await calls.mark_ended(
            session,
            call.call_id,
            status=CallStatus.COMPLETED,
            end_reason="goodbye",
            outcome=None,
            at=room.clock.now(),
        )


async def row_of(room: Room, call: LiveCall) -> Call:
    async with room.database.session(room.organisation_id) as session:
        row = await calls.find_call(session, call.call_id)
    assert row is not None
    return row


@pytest.mark.parametrize("torn", [b"", b"\xa5VXR\x01\x00", bytes(5000)])
@pytest.mark.parametrize("node", ["here", "an earlier name"])
async def test_a_call_cut_off_is_closed_and_its_recording_kept(room: Room, torn: bytes, node: str):
    call = await room.new_call(node=node)
    await cut_off(room, call, torn)
    assert await recover_unfinished(room.desk, room.clock) == 1
    row = await row_of(room, call)
    assert row.ended_at is not None
    assert row.end_reason == NODE_STOPPED
    await room.jobs.run_pending()
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.STORED, "cut_off")
    assert recording.duration_ms == 1000
    assert room.files() == []


async def test_a_page_that_follows_the_call_hears_that_it_has_ended(room: Room):
    call = await room.new_call()
    await recover_unfinished(room.desk, room.clock)
    async with room.database.session(room.organisation_id) as session:
        changes = await calls.changes_of_call(session, call.call_id, 0)
    assert [change.kind for change in changes] == ["ended"]
    assert changes[0].payload["end_reason"] == NODE_STOPPED


async def test_a_call_without_a_file_is_lost_with_the_reason(room: Room):
    call = await room.new_call()
    await recover_unfinished(room.desk, room.clock)
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.LOST, "no_audio")


async def test_recovering_twice_changes_nothing(room: Room):
    call = await room.new_call()
    await cut_off(room, call)
    await recover_unfinished(room.desk, room.clock)
    await room.jobs.run_pending()
    before = await room.ledger(call), await row_of(room, call)
    assert await recover_unfinished(room.desk, room.clock) == 0
    await room.jobs.run_pending()
    assert (await room.ledger(call), await row_of(room, call)) == before


async def test_calls_of_other_nodes_are_left_alone(room: Room):
    call = await room.new_call(node="elsewhere")
    assert await recover_unfinished(room.desk, room.clock) == 0
    assert (await row_of(room, call)).ended_at is None
    assert (await room.ledger(call)).status is RecordingStatus.RECORDING


async def test_the_log_of_an_erased_call_is_removed(room: Room):
    path = room.folder / f"{uuid4()}.sealed"
    await asyncio.to_thread(path.write_bytes, b"whatever")
    await recover_unfinished(room.desk, room.clock)
    assert room.files() == []


async def test_files_of_other_names_are_not_touched(room: Room):
    path = room.folder / "notes.sealed"
    await asyncio.to_thread(path.write_bytes, b"whatever")
    await recover_unfinished(room.desk, room.clock)
    assert room.files() == ["notes.sealed"]


async def test_the_sweep_waits_for_a_call_that_has_only_just_ended(room: Room):
    call = await room.new_call()
    await cut_off(room, call)
    await end(room, call)
    await sweep(room.desk, room.clock)
    assert (await room.ledger(call)).status is RecordingStatus.RECORDING
    room.clock.advance(61_000)
    await sweep(room.desk, room.clock)
    assert (await room.ledger(call)).status is RecordingStatus.FINISHING
    await room.jobs.run_pending()
    assert (await room.ledger(call)).status is RecordingStatus.STORED


async def test_a_store_that_was_away_gets_the_recording_later(room: Room):
    call = await room.new_call()
    await room.record(call)
    await end(room, call)
    blocker = room.objects / str(room.organisation_id)
    await asyncio.to_thread(_put_file_in_the_way, blocker)
    for _ in range(2):
        await room.jobs.run_pending()
    assert (await room.ledger(call)).status is RecordingStatus.FINISHING
    assert f"{call.call_id}.sealed" in room.files()

    await asyncio.to_thread(blocker.unlink)
    room.clock.moment += FINISHING_PATIENCE * 10_000  # the ledger's own times are the database's
    await sweep(room.desk, room.clock)
    await room.desk.finish_now(str(room.organisation_id), str(call.call_id))
    assert (await room.ledger(call)).status is RecordingStatus.STORED


async def test_a_recording_set_aside_under_a_wrong_master_key_can_be_brought_back_as_the_runbook_says(room: Room):
    call = await room.new_call()
    await room.record(call)
    wrong = replace(room.desk, keys=MasterKeyRing(bytes(32)))
    await wrong.finish_now(str(room.organisation_id), str(call.call_id))
    assert (await room.ledger(call)).reason == "unreadable"
    await end(room, call)

    (room.folder / f"{call.call_id}.unreadable").rename(room.desk.log_of(call.call_id))
    async with room.database.session(room.organisation_id) as session:
        await session.execute(
            "update recordings set status = 'finishing', reason = null where call_id = %s", (call.call_id,)
        )
    await recover_unfinished(room.desk, room.clock)
    await room.jobs.run_pending()
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.STORED, None)


def _put_file_in_the_way(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"not a folder")
