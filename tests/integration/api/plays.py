"""Small plays on the database that the API tests watch: calls that begin, are talked on and end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from voxanne.calls import store
from voxanne.calls.feed import segment_payload, status_payload
from voxanne.calls.records import CallStatus, Speaker, TranscriptSegment
from voxanne.db.database import Database

MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


async def begin_call(
    database: Database,
    organisation_id: UUID,
    *,
    number: str = "+442079460100",
    caller: str | None = "+442079460123",
    started_at: datetime = MORNING,
) -> UUID:
    async with database.session(organisation_id) as session:
        call_id, _ = await store.open_call(
            session,
            number_id=None,
            number_e164=number,
            carrier="twilio",
            carrier_call_id=f"CA{uuid4().hex}",
            caller_number=caller,
            node="n1",
            started_at=started_at,
        )
        await store.mark_answered(session, call_id, started_at)
        call = await store.find_call(session, call_id)
        assert call is not None
        await store.publish(session, call_id, "status", status_payload(call))
    return call_id


def segment(position: int, text: str = "Hello") -> TranscriptSegment:
    speaker = Speaker.CALLER if position % 2 else Speaker.RECEPTIONIST
    citation = {"passage_id": str(UUID(int=1)), "entry_id": str(UUID(int=2)), "title": "Botox"}
    return TranscriptSegment(
        position, position // 2, speaker, text, position * 1000, position * 1000 + 900, [citation] if position else []
    )


async def say(database: Database, organisation_id: UUID, call_id: UUID, *positions: int) -> None:
    """Store and publish final segments as a call does: each with its row and its feed entry in one transaction."""
    for position in positions:
        async with database.session(organisation_id) as session:
            await store.add_segments(session, call_id, [segment(position)])
            await store.publish(session, call_id, "segment", segment_payload(segment(position)))


async def end_call(database: Database, organisation_id: UUID, call_id: UUID, *, is_published: bool = True) -> None:
    async with database.session(organisation_id) as session:
        await store.mark_ended(
            session,
            call_id,
            status=CallStatus.COMPLETED,
            end_reason="caller_hung_up",
            outcome="answered",
            at=MORNING + timedelta(minutes=2),
        )
        call = await store.find_call(session, call_id)
        assert call is not None
        if is_published:
            await store.publish(session, call_id, "ended", status_payload(call))
