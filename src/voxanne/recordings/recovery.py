"""Finds what a process that died left behind, closes its calls and has their recordings finished.

`recover_unfinished` runs once when a node starts, before it takes calls; `sweep_forever` runs beside them
and takes up what could not be told to the ledger while the database was away.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import structlog

from voxanne.calls.feed import status_payload
from voxanne.calls.records import Call, CallStatus
from voxanne.calls.store import find_call, mark_ended, publish, unfinished_calls
from voxanne.clock import Clock
from voxanne.db.database import Session
from voxanne.errors import VoxanneError
from voxanne.recordings import store
from voxanne.recordings.desk import MISSING_ON_DISK, NO_AUDIO, RecordingDesk
from voxanne.recordings.records import Recording, RecordingStatus
from voxanne.trouble import trouble

log = structlog.get_logger(__name__)

NODE_STOPPED = "node_stopped"
SWEEP_EVERY_S = 60.0
CLOSING_PATIENCE = timedelta(seconds=60)
"""A call that has ended has this long to seal its recording before anybody else takes it up."""
FINISHING_PATIENCE = timedelta(minutes=10)
"""The job itself tries again for a minute; a recording that still is not stored is asked for anew."""
_UNFINISHED = (RecordingStatus.RECORDING, RecordingStatus.FINISHING)


async def recover_unfinished(desk: RecordingDesk, clock: Clock) -> int:
    """Close every call this node was conducting when it died, and have its recording finished.

    Returns how many calls were closed. Raises DatabaseUnavailable.
    """
    closed = 0
    for organisation_id in await _organisations(desk):
        async with desk.database.session(organisation_id) as session:
            for call in await unfinished_calls(session, desk.jobs.node):
                closed += await _close(session, call, clock)
    for path in await asyncio.to_thread(_logs_in, desk.folder):
        closed += await _adopt(desk, path, clock)
    await sweep(desk, clock, timedelta(0), timedelta(0))
    if closed:
        log.warning("calls_closed_after_restart", calls=closed)
    return closed


async def sweep_forever(desk: RecordingDesk, clock: Clock) -> None:
    """Every minute, until cancelled."""
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        try:
            await sweep(desk, clock)
        except (VoxanneError, psycopg.Error, OSError) as error:  # one sweep less must not end the node's calls
            log.warning("recordings_not_swept", **trouble(error))


async def sweep(
    desk: RecordingDesk,
    clock: Clock,
    closing: timedelta = CLOSING_PATIENCE,
    finishing: timedelta = FINISHING_PATIENCE,
) -> None:
    """Have this node's recordings finished, or closed with a reason, whose time to come to it is over."""
    now = clock.now()
    for organisation_id in await _organisations(desk):
        async with desk.database.session(organisation_id) as session:
            found = await store.unfinished_recordings(
                session, desk.jobs.node, ended_by=now - closing, asked_by=now - finishing
            )
            for recording in found:
                await _take_up(desk, session, recording)


async def _take_up(desk: RecordingDesk, session: Session, recording: Recording) -> None:
    if await asyncio.to_thread(desk.log_of(recording.call_id).exists):
        await desk.ask_to_finish(session, recording.call_id)
        return
    was_recording = recording.status is RecordingStatus.RECORDING
    reason = recording.reason or (NO_AUDIO if was_recording else MISSING_ON_DISK)
    await store.mark(session, recording.call_id, RecordingStatus.LOST, reason)


async def _adopt(desk: RecordingDesk, path: Path, clock: Clock) -> int:
    """Take up a sealed log that lies here, whatever the node was called when it was written."""
    call_id = UUID(path.stem)
    async with desk.database.before_organisation() as lookup:
        organisation_id = await store.organisation_of_recording(lookup, call_id)
    if organisation_id is None:  # the call itself has been erased
        await asyncio.to_thread(path.unlink)
        return 0
    async with desk.database.session(organisation_id) as session:
        recording = await store.find_recording(session, call_id)
        call = await find_call(session, call_id)
        assert recording is not None
        assert call is not None
        closed = await _close(session, call, clock)
        if recording.status in _UNFINISHED:
            await store.hand_to_node(session, call_id, desk.jobs.node)
    if recording.status not in _UNFINISHED:  # a run that died before its last step
        await desk.finish_now(str(organisation_id), str(call_id))
    return closed


async def _close(session: Session, call: Call, clock: Clock) -> int:
    """End the call in its own name; 1 when it had not ended."""
    status = CallStatus.FAILED if call.answered_at is None else CallStatus.COMPLETED
    at = clock.now()
    if not await mark_ended(session, call.id, status=status, end_reason=NODE_STOPPED, outcome=None, at=at):
        return 0
    ended = await find_call(session, call.id)
    assert ended is not None
    await publish(session, call.id, "ended", status_payload(ended))
    return 1


def _logs_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.sealed") if _is_call_id(path.stem))


def _is_call_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


async def _organisations(desk: RecordingDesk) -> list[UUID]:
    async with desk.database.before_organisation() as session:
        return await store.all_organisations(session)
