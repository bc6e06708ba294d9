"""The dashboard's SQL: what its pages show of several rooms at once. It only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from voxanne.calls.records import Speaker
from voxanne.db.database import Session


@dataclass(frozen=True, slots=True)
class LastWords:
    """The newest final segment of a call that is going on."""

    call_id: UUID
    speaker: Speaker
    text: str


async def recording_states(session: Session, call_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The recording state of each of these calls."""
    found = await session.records(
        "select call_id, status from recordings where call_id = any(%s::uuid[])", (list(call_ids),)
    )
    return {row["call_id"]: row["status"] for row in found}


async def last_words(session: Session, call_ids: Sequence[UUID]) -> dict[UUID, LastWords]:
    """What was said last on each of these calls; calls without a word yet are left out."""
    found = await session.rows(
        LastWords,
        """select distinct on (call_id) call_id, speaker, text from transcript_segments
           where call_id = any(%s::uuid[]) order by call_id, position desc""",
        (list(call_ids),),
    )
    return {words.call_id: words for words in found}


async def count_live(session: Session) -> int:
    """How many calls are going on."""
    return int(
        await session.value(
            "select count(*) from calls where organisation_id = %s::uuid and ended_at is null",
            (session.organisation_id,),
        )
    )
