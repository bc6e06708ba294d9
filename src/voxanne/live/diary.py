"""What a diary's batch holds, how it enters the database, and how it waits on disk when it cannot."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from voxanne.callflow.commands import SaveSegment
from voxanne.callflow.log import decode_command, encode
from voxanne.calls import store
from voxanne.calls.feed import segment_payload, status_payload
from voxanne.calls.records import CallEvent, CallStatus, Speaker, TranscriptSegment
from voxanne.db.database import Session


@dataclass(frozen=True, slots=True)
class CallKey:
    organisation_id: UUID
    call_id: UUID


@dataclass(frozen=True, slots=True)
class End:
    status: CallStatus
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """News of one call, written together or not at all. Writing one twice is harmless."""

    answered_at: datetime | None = None
    events: tuple[CallEvent, ...] = ()
    segments: tuple[SaveSegment, ...] = ()
    outcome: str | None = None
    end: End | None = None

    @property
    def is_empty(self) -> bool:
        return self == Batch()

    def followed_by(self, later: Batch) -> Batch:
        """Both as one: what could not be written, and what came up since."""
        replaced = {each.segment_id for each in later.segments}
        kept = tuple(each for each in self.segments if each.is_final or each.segment_id not in replaced)
        return replace(
            self,
            answered_at=self.answered_at or later.answered_at,
            events=self.events + later.events,
            segments=kept + later.segments,
            outcome=later.outcome or self.outcome,
            end=later.end or self.end,
        )


async def write_batch(session: Session, key: CallKey, batch: Batch) -> None:
    """Enter a batch; the feed comes last, since publishing serialises the organisation's commits."""
    call_id = key.call_id
    if batch.answered_at is not None:
        await store.mark_answered(session, call_id, batch.answered_at)
    if batch.events:
        await store.add_events(session, call_id, batch.events)
    rows = [(_row(segment), segment.is_final) for segment in batch.segments]
    finals = [row for row, is_final in rows if is_final and row.text]
    if finals:
        await store.add_segments(session, call_id, finals)
    if batch.outcome is not None:
        await store.set_outcome(session, call_id, batch.outcome)
    has_ended = False
    if batch.end is not None:
        has_ended = await store.mark_ended(
            session,
            call_id,
            status=batch.end.status,
            end_reason=batch.end.reason,
            outcome=batch.outcome,
            at=batch.end.at,
        )
    for row, is_final in rows:
        payload = segment_payload(row, is_final=is_final)
        await store.publish(session, call_id, "segment" if is_final else "partial", payload)
    await _publish_status(session, call_id, batch, has_ended=has_ended)


async def _publish_status(session: Session, call_id: UUID, batch: Batch, *, has_ended: bool) -> None:
    if not (has_ended or batch.answered_at or batch.outcome):
        return
    call = await store.find_call(session, call_id)
    if call is not None:
        await store.publish(session, call_id, "ended" if has_ended else "status", status_payload(call))


def _row(segment: SaveSegment) -> TranscriptSegment:
    return TranscriptSegment(
        position=segment.segment_id,
        turn_id=segment.turn_id,
        speaker=Speaker(segment.speaker.value),
        text=segment.text.replace("\x00", ""),
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        citations=[
            {"passage_id": str(each.passage_id), "entry_id": str(each.entry_id), "title": each.title}
            for each in segment.citations
        ],
    )


def append_batch(path: Path, key: CallKey, batch: Batch) -> None:
    """Set a batch aside as one line of a file only its owner may read. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = orjson.dumps(
        {
            "organisation_id": key.organisation_id,
            "call_id": key.call_id,
            "answered_at": batch.answered_at,
            "events": [[each.position, each.at_ms, each.kind, each.payload] for each in batch.events],
            "segments": [encode(each) for each in batch.segments],
            "outcome": batch.outcome,
            "end": None if batch.end is None else [batch.end.status.value, batch.end.reason, batch.end.at],
        }
    )
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line + b"\n")
        os.fsync(file)
    finally:
        os.close(file)


def read_batches(path: Path) -> tuple[CallKey | None, list[Batch]]:
    """What was set aside for one call, in order; a torn last line is left out. Raises OSError."""
    key, batches = None, []
    for line in path.read_bytes().splitlines():
        try:
            data = orjson.loads(line)
        except orjson.JSONDecodeError:
            break
        key = CallKey(UUID(data["organisation_id"]), UUID(data["call_id"]))
        batches.append(_read_batch(data))
    return key, batches


def _read_batch(data: dict[str, Any]) -> Batch:
    segments = [decode_command(each) for each in data["segments"]]
    end = data["end"]
    return Batch(
        answered_at=None if data["answered_at"] is None else datetime.fromisoformat(data["answered_at"]),
        events=tuple(CallEvent(*each) for each in data["events"]),
        segments=tuple(each for each in segments if isinstance(each, SaveSegment)),
        outcome=data["outcome"],
        end=None if end is None else End(CallStatus(end[0]), end[1], datetime.fromisoformat(end[2])),
    )
