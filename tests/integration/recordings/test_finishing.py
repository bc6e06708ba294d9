"""From the recorder to the object store: every recording ends stored and verified, or lost with a reason."""

from __future__ import annotations

import asyncio
import hashlib
import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import soundfile
from tests.integration.recordings.conftest import Room, tone

from voxanne.jobs import queue
from voxanne.live.port import LiveCall
from voxanne.recordings import store as ledger
from voxanne.recordings.desk import RecordingDesk
from voxanne.recordings.finishing import FinishingStopped, finish_audio
from voxanne.recordings.playback import RecordingUnavailable
from voxanne.recordings.records import RecordingStatus
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.sealed_log import LogSealer


async def listen(room: Room, call: LiveCall) -> bytes:
    link = (await room.playback.signed_url(room.organisation_id, call.call_id, room.clock.now())).link
    query = dict(pair.split("=") for pair in link.path.split("?")[1].split("&"))
    opened = await room.playback.open(call.call_id, query["expires"], query["signature"], room.clock.now())
    return b"".join([piece async for piece in opened.read(0, opened.size)])


async def test_the_ledger_line_is_born_with_the_call(room: Room):
    call = await room.new_call()
    assert (await room.ledger(call)).status is RecordingStatus.RECORDING


async def test_a_call_ends_as_a_stored_recording_that_plays_what_was_said(room: Room):
    call = await room.new_call()
    await room.record(call, seconds=2)
    assert (await room.ledger(call)).status is RecordingStatus.FINISHING
    await room.jobs.run_pending()

    recording = await room.ledger(call)
    assert recording.status is RecordingStatus.STORED
    assert recording.reason is None
    assert recording.duration_ms == 2000
    audio = await listen(room, call)
    assert hashlib.sha256(audio).digest() == recording.sha256
    assert len(audio) == recording.byte_count
    samples, rate_hz = soundfile.read(io.BytesIO(audio), dtype="int16")
    assert rate_hz == 8000
    assert np.array_equal(samples[:, 0], np.concatenate([tone(8000, 300, n) for n in range(100)]))
    assert np.array_equal(samples[:, 1], np.concatenate([tone(8000, 700, n) for n in range(100)]))
    assert recording.peaks is not None
    assert len(recording.peaks["caller"]) == 100
    assert room.files() == []


async def test_nothing_readable_is_left_in_the_data_folder(room: Room):
    call = await room.new_call()
    await room.record(call)
    sound = tone(8000, 300, 0).tobytes()[:64]
    for step in ("sealed", "stored"):
        paths = [path for path in (*room.folder.rglob("*"), *room.objects.rglob("*")) if path.is_file()]
        assert len(paths) == 1, step
        data = paths[0].read_bytes()
        assert b"fLaC" not in data
        assert sound not in data
        await room.jobs.run_pending()


async def test_finishing_twice_leaves_one_object_and_the_same_line(room: Room):
    call = await room.new_call()
    await room.record(call)
    async with room.database.session(room.organisation_id) as session:
        await room.desk.ask_to_finish(session, call.call_id)
    await room.jobs.run_pending()
    first = await room.ledger(call)
    await room.desk.finish_now(str(room.organisation_id), str(call.call_id))
    assert await room.ledger(call) == first
    assert first.status is RecordingStatus.STORED
    assert len([path for path in room.objects.rglob("*") if path.is_file()]) == 1


async def test_a_run_that_died_before_the_ledger_was_settled_is_done_again(room: Room, monkeypatch):
    call = await room.new_call()
    await room.record(call)

    async def die(*_: object) -> bool:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "mark_stored", die)
        with pytest.raises(ConnectionError):
            await room.desk.finish_now(str(room.organisation_id), str(call.call_id))
    assert (await room.ledger(call)).status is RecordingStatus.FINISHING
    assert room.files() == [f"{call.call_id}.part", f"{call.call_id}.sealed"]

    await room.jobs.run_pending()
    assert (await room.ledger(call)).status is RecordingStatus.STORED
    assert room.files() == []
    assert len(await listen(room, call)) > 1000


async def test_a_run_that_died_after_the_ledger_was_settled_only_tidies(room: Room, monkeypatch):
    call = await room.new_call()
    await room.record(call)
    with monkeypatch.context() as patch:
        patch.setattr(RecordingDesk, "_discard", lambda *_: None)
        await room.jobs.run_pending()
    assert room.files() != []
    stored = await room.ledger(call)
    await room.desk.finish_now(str(room.organisation_id), str(call.call_id))
    assert room.files() == []
    assert await room.ledger(call) == stored


async def test_a_call_without_any_audio_is_lost_with_the_reason(room: Room):
    call = await room.new_call()
    await room.record(call, seconds=0)
    await room.jobs.run_pending()
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.LOST, "no_audio")
    assert room.files() == []


async def test_a_damaged_chunk_becomes_silence_and_the_ledger_says_so(room: Room):
    call = await room.new_call()
    recorder = await room.recorders.open(call, 8000)
    for n in range(100):
        recorder.caller(tone(8000, 300, n), n * 20)
        room.clock.advance(20)
        if n % 25 == 24:
            room.sealing.seal_now()
    await recorder.close("goodbye")
    path = room.desk.log_of(call.call_id)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    await room.jobs.run_pending()
    recording = await room.ledger(call)
    assert (recording.status, recording.reason) == (RecordingStatus.STORED, "damaged_chunks")
    assert recording.duration_ms == 2000


async def test_a_log_under_another_calls_name_is_refused_and_set_aside(room: Room):
    ours, theirs = await room.new_call("ours"), await room.new_call("theirs")
    await room.record(ours)
    await room.record(theirs)
    room.desk.log_of(ours.call_id).replace(room.desk.log_of(theirs.call_id))
    await room.jobs.run_pending()
    recording = await room.ledger(theirs)
    assert (recording.status, recording.reason) == (RecordingStatus.LOST, "unreadable")
    recording = await room.ledger(ours)
    assert (recording.status, recording.reason) == (RecordingStatus.LOST, "sealed_file_missing")
    assert room.files() == [f"{theirs.call_id}.unreadable"]


async def test_a_call_that_is_not_recorded_is_disabled_and_a_declined_one_keeps_nothing(room: Room):
    silent = replace(await room.new_call("silent"), is_recorded=False)
    await room.record(silent)
    assert (await room.ledger(silent)).status is RecordingStatus.DISABLED

    declined = await room.new_call("declined")
    recorder = await room.recorders.open(declined, 8000)
    recorder.caller(tone(8000, 300, 0), 0)
    await room.desk.decline(room.organisation_id, declined.call_id)
    await recorder.close("goodbye")
    await room.jobs.run_pending()
    assert (await room.ledger(declined)).status is RecordingStatus.DECLINED
    assert room.files() == []


async def test_a_recording_of_another_organisation_cannot_be_found(room: Room, other_organisation_id: UUID):
    call = await room.new_call()
    await room.record(call)
    await room.jobs.run_pending()
    with pytest.raises(RecordingUnavailable):
        await room.playback.signed_url(other_organisation_id, call.call_id, room.clock.now())


@pytest.mark.parametrize("rate_hz", [8000, 16000])
async def test_a_recording_keeps_the_rate_of_its_leg(room: Room, rate_hz: int):
    call = await room.new_call()
    await room.record(call, seconds=1, rate_hz=rate_hz)
    await room.jobs.run_pending()
    recording = await room.ledger(call)
    assert (recording.rate_hz, recording.duration_ms) == (rate_hz, 1000)


async def test_a_node_that_stops_while_finishing_leaves_the_work_for_its_next_start(room: Room, monkeypatch):
    monkeypatch.setattr(queue, "GRACE_S", 0.0)
    call = await room.new_call()
    await room.record(call, seconds=240)
    async with room.jobs.working(), asyncio.timeout(20):
        while f"{call.call_id}.part" not in room.files():  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert (await room.ledger(call)).status is RecordingStatus.FINISHING
    assert f"{call.call_id}.sealed" in room.files()
    async with room.database.session(room.organisation_id) as session:
        left = await session.records("select status::text from procrastinate_jobs where task_name = 'finish_recording'")
    assert left == [{"status": "todo"}]


def test_finishing_can_be_stopped_half_way(tmp_path: Path):
    keys = MasterKeyRing(bytes(32))
    sealer = LogSealer(keys, UUID(int=1), UUID(int=2), 8000)
    sound = tone(8000, 300, 0).tobytes()
    parts = [sealer.audio(n * 160, [(0, n * 160, sound)]) for n in range(100)]
    (tmp_path / "log").write_bytes(sealer.header.encode() + b"".join(parts))
    asked = iter([False] * 50 + [True])
    with pytest.raises(FinishingStopped):
        finish_audio(tmp_path / "log", tmp_path / "part", keys, lambda: next(asked))
