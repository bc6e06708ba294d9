"""Brings every recording to its end: finished into the object store, or closed with the reason why not.

    call ends ──finish()──▶ row `finishing` + job, one transaction ──▶ FinishRecording ──▶ `stored`
    node starts, every minute ──sweep()──▶ whatever a dead process or a dead database left behind

Each step may be cut off and done again. The sealed log is removed only after the row that says `stored`
(or `lost`) has been committed.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog

from voxanne.db.database import Database, Session
from voxanne.jobs.queue import JobQueue
from voxanne.recordings import store
from voxanne.recordings.finishing import (
    FinishedAudio,
    NothingRecorded,
    finish_audio,
)
from voxanne.recordings.records import Recording, RecordingStatus, StoredAudio, object_key_of
from voxanne.storage.keys import KeyRing, SealBroken
from voxanne.storage.objects import ObjectStore
from voxanne.storage.sealed_log import Header

log = structlog.get_logger(__name__)

TASK = "finish_recording"
ATTEMPTS = 6
NO_AUDIO = "no_audio"
UNREADABLE = "unreadable"
MISSING_ON_DISK = "sealed_file_missing"


@dataclass(frozen=True, slots=True)
class RecordingDesk:
    """One node's recordings (`live.recorder.RecordingLedger`). `folder` holds its sealed logs."""

    database: Database
    jobs: JobQueue
    objects: ObjectStore
    keys: KeyRing
    folder: Path

    def register(self) -> None:
        """Make the room's jobs known to the queue; once per node, before it works."""
        self.jobs.task(TASK, self.finish_now, attempts=ATTEMPTS)

    async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None:
        """The call is over and its audio sealed on this node: have it finished."""
        async with self.database.session(organisation_id) as session:
            await self.ask_to_finish(session, call_id, flaw)

    async def ask_to_finish(self, session: Session, call_id: UUID, flaw: str | None = None) -> None:
        """Enqueue the job on this node, whose disk holds the log; two for one call run one after the other."""
        await store.mark(session, call_id, RecordingStatus.FINISHING, flaw)
        await store.hand_to_node(session, call_id, self.jobs.node)
        await self.jobs.defer(
            session.connection,
            TASK,
            queue=self.jobs.node_queue,
            lock=f"recording:{call_id}",
            organisation_id=str(session.organisation_id),
            call_id=str(call_id),
        )

    async def lose(self, organisation_id: UUID, call_id: UUID, reason: str) -> None:
        async with self.database.session(organisation_id) as session:
            await store.mark(session, call_id, RecordingStatus.LOST, reason)

    async def disable(self, organisation_id: UUID, call_id: UUID) -> None:
        async with self.database.session(organisation_id) as session:
            await store.mark(session, call_id, RecordingStatus.DISABLED)

    async def decline(self, organisation_id: UUID, call_id: UUID) -> None:
        """The caller does not want to be recorded: nothing is kept. Close the call's recorder first."""
        async with self.database.session(organisation_id) as session:
            await store.mark(session, call_id, RecordingStatus.DECLINED)
        await asyncio.to_thread(self._discard, call_id)

    async def finish_now(self, organisation_id: str, call_id: str) -> None:
        """The job: make, verify and store the audio, settle the ledger, remove the sealed log. Idempotent.

        Raises StorageFailed, OSError or DatabaseUnavailable, after which it may be run again.
        """
        owner, call = UUID(organisation_id), UUID(call_id)
        async with self.database.session(owner) as session:
            recording = await store.find_recording(session, call)
        if recording is None or recording.status is not RecordingStatus.FINISHING:
            await self._tidy(recording, call)
            return
        try:
            header, audio = await self._make_audio(call)
        except FileNotFoundError:
            await self.lose(owner, call, recording.reason or MISSING_ON_DISK)
            return
        except NothingRecorded:
            await self.lose(owner, call, recording.reason or NO_AUDIO)
        except SealBroken:
            # kept under another name: a restored master key may open it yet
            await asyncio.to_thread(self._set_aside, call)
            await self.lose(owner, call, UNREADABLE)
            log.error("recording_unreadable", call_id=call_id)
        else:
            if header.call_id != call or header.organisation_id != owner:
                await asyncio.to_thread(self._set_aside, call)
                await self.lose(owner, call, UNREADABLE)
            else:
                await self._store(owner, call, header, audio, recording.reason)
        await asyncio.to_thread(self._discard, call)

    def log_of(self, call_id: UUID) -> Path:
        """Where the sealed log of a call lies on this node."""
        return self.folder / f"{call_id}.sealed"

    async def _make_audio(self, call: UUID) -> tuple[Header, FinishedAudio]:
        stopping = threading.Event()
        try:
            return await asyncio.to_thread(
                finish_audio, self.log_of(call), self._part_of(call), self.keys, stopping.is_set
            )
        finally:  # cancelled at shutdown: the thread must not hold up the process
            stopping.set()

    async def _store(
        self, owner: UUID, call: UUID, header: Header, audio: FinishedAudio, known_flaw: str | None
    ) -> None:
        key = object_key_of(owner, call)
        sealed_bytes = await self.objects.put_file(key, self._part_of(call))
        stored = StoredAudio(
            object_key=key,
            sealed_bytes=sealed_bytes,
            wrapped_key=header.wrapped_key,
            rate_hz=audio.rate_hz,
            byte_count=audio.byte_count,
            sha256=audio.sha256,
            duration_ms=audio.duration_ms,
            peaks={"caller": audio.peaks.caller, "receptionist": audio.peaks.receptionist},
            flaw=known_flaw or audio.report.flaw,
        )
        async with self.database.session(owner) as session:
            await store.mark_stored(session, call, stored)
        log.info(
            "recording_stored",
            call_id=str(call),
            duration_ms=stored.duration_ms,
            bytes=sealed_bytes,
            flaw=stored.flaw,
            damaged_chunks=len(audio.report.damaged),
        )

    async def _tidy(self, recording: Recording | None, call: UUID) -> None:
        """An earlier run got as far as the ledger and no further: remove what it left."""
        if recording is not None and recording.status is not RecordingStatus.RECORDING:
            await asyncio.to_thread(self._discard, call)

    def _discard(self, call: UUID) -> None:
        self.log_of(call).unlink(missing_ok=True)
        self._part_of(call).unlink(missing_ok=True)

    def _set_aside(self, call: UUID) -> None:
        self.log_of(call).rename(self.folder / f"{call}.unreadable")

    def _part_of(self, call: UUID) -> Path:
        return self.folder / f"{call}.part"
