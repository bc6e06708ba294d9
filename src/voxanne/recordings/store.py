"""The ledger's SQL. A change that the order of states does not allow touches no row."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb

from voxanne.db.database import Session
from voxanne.recordings.records import Recording, RecordingStatus, StoredAudio, sources_of

COLUMNS: LiteralString = (
    "call_id, organisation_id, node, status, reason, object_key, sealed_bytes, wrapped_key, format, rate_hz, "
    "byte_count, sha256, duration_ms, peaks, created_at, changed_at"
)


async def find_recording(session: Session, call_id: UUID) -> Recording | None:
    return await session.row(Recording, f"select {COLUMNS} from recordings where call_id = %s", (call_id,))


async def mark(session: Session, call_id: UUID, status: RecordingStatus, reason: str | None = None) -> bool:
    """Bring the recording to a state that needs no proof; returns whether it was allowed."""
    touched = await session.execute(
        """update recordings set status = %s, reason = coalesce(%s, reason), changed_at = now()
           where call_id = %s and status = any(%s)""",
        (status, reason, call_id, [str(source) for source in sources_of(status)]),
    )
    return touched == 1


async def mark_stored(session: Session, call_id: UUID, audio: StoredAudio) -> bool:
    """The audio lies in the object store and has been verified; returns whether this finished it."""
    touched = await session.execute(
        """update recordings set status = 'stored', reason = %s, object_key = %s, sealed_bytes = %s,
               wrapped_key = %s, format = %s, rate_hz = %s, byte_count = %s, sha256 = %s, duration_ms = %s,
               peaks = %s, changed_at = now()
           where call_id = %s and status = any(%s)""",
        (
            audio.flaw,
            audio.object_key,
            audio.sealed_bytes,
            audio.wrapped_key,
            audio.format,
            audio.rate_hz,
            audio.byte_count,
            audio.sha256,
            audio.duration_ms,
            Jsonb(audio.peaks),
            call_id,
            [str(source) for source in sources_of(RecordingStatus.STORED)],
        ),
    )
    return touched == 1


async def hand_to_node(session: Session, call_id: UUID, node: str) -> None:
    """Note the node whose disk holds the audio, and that it has been asked to finish it."""
    await session.execute("update recordings set node = %s, changed_at = now() where call_id = %s", (node, call_id))


async def unfinished_recordings(
    session: Session, node: str, *, ended_by: datetime, asked_by: datetime
) -> list[Recording]:
    """This node's recordings that should have come to an end: of calls that ended by the one moment,
    or whose finishing was last asked for by the other."""
    return await session.rows(
        Recording,
        f"""select {COLUMNS} from recordings r where organisation_id = %s and node = %s
            and (status = 'recording' or status = 'finishing' and changed_at <= %s)
            and exists (select from calls c where c.id = r.call_id and c.ended_at <= %s)""",
        (session.organisation_id, node, asked_by, ended_by),
    )


async def organisation_of_recording(session: Session, call_id: UUID) -> UUID | None:
    """Whose recording a signed link asks for; the session precedes any organisation."""
    found: UUID | None = await session.value("select recording_organisation(%s)", (call_id,))
    return found


async def all_organisations(session: Session) -> list[UUID]:
    """Every organisation of the installation, for sweeps; the session precedes any organisation."""
    rows = await session.records("select organisation_ids() as id")
    return [row["id"] for row in rows]
