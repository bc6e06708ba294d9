"""The recorder puts every piece where it belongs, whatever the network does, and never disturbs the call."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes.recording import HandClock, HandSealing, RememberingLedger

from voxanne.audio.pcm import Pcm
from voxanne.audio.timeline import Stereo
from voxanne.errors import ProviderError
from voxanne.live.port import LiveCall
from voxanne.live.recorder import AHEAD_MS, LATE_MS, PENDING_LIMIT_BYTES, SealedRecorder, SealedRecorders
from voxanne.live.sealing import SealedFile
from voxanne.recordings.finishing import LogReport, stereo_frames
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.sealed_log import LogSealer, read_header

KEYS = MasterKeyRing(bytes(32))
RATE_HZ = 8000
CALL = LiveCall(
    call_id=UUID(int=2),
    organisation_id=UUID(int=1),
    clinic_number="+442079460100",
    caller_number=None,
    started_at=HandClock().moment,
    time_zone="Europe/London",
    emergency_number="999",
)


@dataclass
class Desk:
    """A recorder, what it needs, and what came of it."""

    recorders: SealedRecorders
    recorder: SealedRecorder
    clock: HandClock
    sealing: HandSealing
    ledger: RememberingLedger

    def recorded(self) -> tuple[Stereo, LogReport]:
        report = LogReport()
        with self.recorder.file.path.open("rb") as file:
            pieces = list(stereo_frames(file, read_header(file), KEYS, report))
        return np.concatenate(pieces), report


def open_desk(folder: Path) -> Desk:
    clock, sealing, ledger = HandClock(), HandSealing(), RememberingLedger()
    recorders = SealedRecorders(sealing, KEYS, folder, ledger, clock)
    sealer = LogSealer(KEYS, CALL.organisation_id, CALL.call_id, RATE_HZ)
    file = SealedFile(folder / f"{CALL.call_id}.sealed", sealer.header.encode())
    recorder = SealedRecorder(CALL, RATE_HZ, sealer, file, recorders)
    sealing.add(recorder)
    return Desk(recorders, recorder, clock, sealing, ledger)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def packet(value: int, samples: int = 160) -> Pcm:
    return np.full(samples, value, dtype=np.int16)


async def test_both_sides_lie_on_one_timeline(desk: Desk):
    desk.recorder.caller(packet(1), 0)
    desk.clock.advance(60)
    desk.recorder.receptionist(packet(2), 40)
    await desk.recorder.close("goodbye")
    frames, report = desk.recorded()
    assert frames.shape == (480, 2)
    assert frames[:160, 0].tolist() == [1] * 160
    assert frames[:320, 1].tolist() == [0] * 320
    assert frames[320:, 1].tolist() == [2] * 160
    assert report.is_closed
    assert desk.ledger.told == [("finish", CALL.call_id, None)]


async def test_a_late_packet_still_lands_after_its_chunk_was_sealed(desk: Desk):
    desk.recorder.caller(packet(1), 0)
    desk.clock.advance(2000)
    desk.recorder.caller(packet(3), 1980)
    desk.sealing.seal_now()
    desk.recorder.caller(packet(2), 20)
    await desk.recorder.close("goodbye")
    frames, _ = desk.recorded()
    assert frames[160:320, 0].tolist() == [2] * 160
    assert frames[1980 * 8 :, 0].tolist() == [3] * 160


async def test_an_impossible_timestamp_neither_stretches_nor_ends_the_recording(desk: Desk):
    desk.recorder.caller(packet(1), 0)
    desk.recorder.caller(packet(9), AHEAD_MS + 1)
    desk.recorder.caller(packet(9), -20)
    desk.clock.advance(LATE_MS + 1000)
    desk.recorder.caller(packet(9), 0)
    await desk.recorder.close("goodbye")
    frames, _ = desk.recorded()
    assert frames[:, 0].tolist() == [1] * 160


async def test_closing_twice_tells_the_ledger_once_and_later_audio_is_ignored(desk: Desk):
    await desk.recorder.close("goodbye")
    await desk.recorder.close("goodbye")
    desk.recorder.caller(packet(1), 0)
    assert len(desk.ledger.told) == 1


async def test_a_hung_disk_ends_the_recording_before_it_eats_the_memory(desk: Desk):
    second = packet(1, RATE_HZ)
    for n in range(3 * PENDING_LIMIT_BYTES // second.nbytes):
        desk.clock.advance(1000)
        desk.recorder.caller(second, n * 1000)
    assert sum(len(data) for _, _, data in desk.recorder._pending) <= PENDING_LIMIT_BYTES + second.nbytes
    await desk.recorder.close("goodbye")
    assert desk.ledger.told == [("finish", CALL.call_id, "storage_stalled")]


async def test_a_folder_that_cannot_be_written_loses_the_recording_and_not_the_call(desk: Desk, tmp_path: Path):
    recorders = replace(desk.recorders, folder=tmp_path / "missing")
    recorder = await recorders.open(CALL, RATE_HZ)
    recorder.caller(packet(1), 0)
    recorder.receptionist(packet(1), 0)
    await recorder.close("goodbye")
    assert desk.ledger.told == [("lose", CALL.call_id, "storage_unwritable")]


async def test_a_call_that_is_not_recorded_leaves_no_file(desk: Desk, tmp_path: Path):
    other = replace(CALL, call_id=UUID(int=5), is_recorded=False)
    recorder = await desk.recorders.open(other, RATE_HZ)
    recorder.caller(packet(1), 0)
    await recorder.close("goodbye")
    assert desk.ledger.told == [("disable", other.call_id, None)]
    assert not (tmp_path / f"{other.call_id}.sealed").exists()


async def test_a_database_that_is_down_does_not_reach_the_call(desk: Desk):
    class DownLedger(RememberingLedger):
        async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None:
            raise ProviderError("The database does not answer.")

    desk.recorder._node = replace(desk.recorders, ledger=DownLedger())
    desk.recorder.caller(packet(1), 0)
    await desk.recorder.close("goodbye")
    assert desk.recorded()[1].is_closed


@settings(max_examples=30, deadline=None)
@given(st.data())
async def test_any_order_of_packets_gives_the_same_recording(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    order = data.draw(st.permutations(list(range(24))))
    seals = data.draw(st.sets(st.integers(0, 23)))
    desk = open_desk(tmp_path_factory.mktemp("calls"))
    desk.clock.advance(1000)
    for step, n in enumerate(order):
        desk.recorder.caller(packet(n + 1), n * 20)
        if step in seals:
            desk.sealing.seal_now()
    await desk.recorder.close("goodbye")
    frames, _ = desk.recorded()
    assert frames[:, 0].tolist() == [n + 1 for n in range(24) for _ in range(160)]


async def test_both_sides_stay_aligned_within_20_ms_over_an_hour_of_a_bad_network(desk: Desk):
    """A click on both tracks each ten seconds; timestamps jitter, 2 % of packets are lost, 1 % come twice,
    3 % change places, and the caller's clock gains 100 ppm."""
    chance = random.Random(11)
    hour_ms = 3600 * 1000
    clicks = range(10_000, hour_ms, 10_000)
    waiting: list[tuple[Pcm, int]] = []
    for at_ms in range(0, hour_ms, 20):
        sound = packet(20_000 if at_ms in clicks else 1)
        desk.clock.advance(20)
        stamp = at_ms + at_ms // 10_000
        if at_ms in clicks or chance.random() > 0.02:
            waiting.append((sound, max(0, stamp + chance.randint(-3, 3))))
        if chance.random() < 0.97:
            for late in waiting:
                desk.recorder.caller(*late)
            waiting = waiting[-1:] if chance.random() < 0.01 else []
        desk.recorder.receptionist(sound, max(0, at_ms + chance.randint(-3, 3)))
        if at_ms % 240 == 0:
            desk.sealing.seal_now()
    await desk.recorder.close("goodbye")
    frames, _ = desk.recorded()
    for track, drift_per_ms in ((0, 1 / 10_000), (1, 0.0)):
        starts = np.flatnonzero(np.diff((frames[:, track] > 10_000).astype(np.int8)) == 1) + 1
        wanted = np.array([at_ms + int(at_ms * drift_per_ms) for at_ms in clicks]) * RATE_HZ / 1000
        assert len(starts) == len(wanted)
        assert np.max(np.abs(starts - wanted)) <= 20 * RATE_HZ / 1000
