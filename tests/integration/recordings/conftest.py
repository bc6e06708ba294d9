"""A node's recordings on a real database: rooms wired as a node wires them, with a clock to move by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from tests.fakes.recording import HandClock, HandSealing

from voxanne.audio.pcm import Pcm
from voxanne.calls.store import open_call
from voxanne.db.database import Database
from voxanne.jobs.queue import JobQueue
from voxanne.live.port import LiveCall
from voxanne.live.recorder import SealedRecorders
from voxanne.recordings import store
from voxanne.recordings.desk import RecordingDesk
from voxanne.recordings.playback import Playback
from voxanne.recordings.records import Recording
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.objects import FolderStore

MASTER_KEY = bytes(range(32))
NODE = "here"


@dataclass
class Room:
    """Everything about recordings on one node."""

    database: Database
    jobs: JobQueue
    desk: RecordingDesk
    playback: Playback
    recorders: SealedRecorders
    sealing: HandSealing
    clock: HandClock
    folder: Path
    objects: Path
    organisation_id: UUID
    keys: MasterKeyRing = field(default_factory=lambda: MasterKeyRing(MASTER_KEY))

    async def new_call(self, name: str = "one", node: str = NODE) -> LiveCall:
        async with self.database.session(self.organisation_id) as session:
            call_id, _ = await open_call(
                session,
                number_id=None,
                number_e164="+442079460100",
                carrier="test",
                carrier_call_id=name,
                caller_number=None,
                node=node,
                started_at=self.clock.now(),
            )
        return LiveCall(
            call_id=call_id,
            organisation_id=self.organisation_id,
            clinic_number="+442079460100",
            caller_number=None,
            started_at=self.clock.now(),
            time_zone="Europe/London",
            emergency_number="999",
        )

    async def ledger(self, call: LiveCall) -> Recording:
        async with self.database.session(self.organisation_id) as session:
            recording = await store.find_recording(session, call.call_id)
        assert recording is not None
        return recording

    async def record(self, call: LiveCall, seconds: float = 2.0, rate_hz: int = 8000) -> None:
        """A whole call: a tone from the caller, another from the receptionist, then hang-up."""
        recorder = await self.recorders.open(call, rate_hz)
        for n in range(int(seconds * 50)):
            recorder.caller(tone(rate_hz, 300, n), n * 20)
            recorder.receptionist(tone(rate_hz, 700, n), n * 20)
            self.clock.advance(20)
            if n % 12 == 11:
                self.sealing.seal_now()
        await recorder.close("caller_hung_up")

    def files(self) -> list[str]:
        """What lies in the node's folder of live recordings."""
        return sorted(path.name for path in self.folder.iterdir())


def tone(rate_hz: int, tone_hz: int, packet: int) -> Pcm:
    samples = rate_hz // 50
    t = (np.arange(samples) + packet * samples) / rate_hz
    return np.asarray(8000 * np.sin(2 * np.pi * tone_hz * t), dtype=np.int16)


@pytest.fixture
async def room(database: Database, database_url: str, organisation_id: UUID, tmp_path: Path) -> AsyncIterator[Room]:
    keys, clock, sealing = MasterKeyRing(MASTER_KEY), HandClock(), HandSealing()
    folder, objects = tmp_path / "live", tmp_path / "recordings"
    folder.mkdir()
    jobs = JobQueue(database_url, NODE)
    store_of_objects = FolderStore(objects)
    desk = RecordingDesk(database, jobs, store_of_objects, keys, folder)
    desk.register()
    playback = Playback(database, store_of_objects, keys, keys.secret("recording links"), "https://voice.example.org")
    recorders = SealedRecorders(sealing, keys, folder, desk, clock)
    await jobs.open()
    yield Room(database, jobs, desk, playback, recorders, sealing, clock, folder, objects, organisation_id)
    await jobs.close()
