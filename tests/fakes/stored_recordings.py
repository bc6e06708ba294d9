"""Recordings that really lie, sealed, in a folder, without a call having been made."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from uuid import UUID

import numpy as np
import soundfile

from voxanne.audio.peaks import PeakMeter
from voxanne.db.database import Database, Session
from voxanne.recordings import store
from voxanne.recordings.playback import Playback
from voxanne.recordings.records import RecordingStatus, StoredAudio, object_key_of, seal_context
from voxanne.storage.keys import MasterKeyRing, new_data_key
from voxanne.storage.objects import FolderStore
from voxanne.storage.sealed_object import SealingWriter

RATE_HZ = 8000


def fake_playback(database: Database, data_dir: Path, origin: str) -> Playback:
    """Plays what `keep_recording` stored."""
    keys = MasterKeyRing(bytes(range(32)))
    return Playback(database, FolderStore(data_dir / "recordings"), keys, keys.secret("recording links"), origin)


async def keep_recording(session: Session, playback: Playback, call_id: UUID, seconds: float, folder: Path) -> None:
    """Two voices taking turns, as FLAC, sealed and stored under the call's name."""
    frames = _two_voices(seconds)
    plain = io.BytesIO()
    soundfile.write(plain, frames, RATE_HZ, format="FLAC", subtype="PCM_16")
    meter = PeakMeter(RATE_HZ)
    meter.add(frames)
    peaks = meter.finish()
    data_key = new_data_key()
    sealed = folder / f"{call_id}.sealed"
    with (
        sealed.open("w+b") as target,
        SealingWriter(target, data_key, seal_context(session.organisation_id, call_id)) as w,
    ):
        w.write(plain.getvalue())
    key = object_key_of(session.organisation_id, call_id)
    size = await playback.objects.put_file(key, sealed)
    await store.mark(session, call_id, RecordingStatus.FINISHING)
    audio = StoredAudio(
        object_key=key,
        sealed_bytes=size,
        wrapped_key=playback.keys.wrap(data_key, session.organisation_id, call_id),
        rate_hz=RATE_HZ,
        byte_count=len(plain.getvalue()),
        sha256=hashlib.sha256(plain.getvalue()).digest(),
        duration_ms=round(seconds * 1000),
        peaks={"caller": peaks.caller, "receptionist": peaks.receptionist},
        flaw=None,
    )
    assert await store.mark_stored(session, call_id, audio)


def _two_voices(seconds: float) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    """Left and right take turns of about three seconds, each a hum with the rhythm of syllables."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    rng = np.random.default_rng(3)
    syllables = np.repeat(rng.uniform(0.15, 1.0, int(seconds * 5) + 1), RATE_HZ // 5)[: len(t)]
    is_caller = np.sin(2 * np.pi * t / 6.3 + 3.5) > 0
    left = np.where(is_caller, np.sin(2 * np.pi * 180 * t) * syllables, rng.normal(0, 0.004, len(t)))
    right = np.where(is_caller, rng.normal(0, 0.004, len(t)), np.sin(2 * np.pi * 230 * t) * syllables)
    return (np.stack((left, right), axis=1) * 14000).astype(np.int16)
