"""From the recorder to the object store: every recording ends stored and verified, or lost with a reason."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import soundfile

from tests.integration.recordings.conftest import Room, tone
from voxanne.live.port import LiveCall
from voxanne.recordings.records import RecordingStatus


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
