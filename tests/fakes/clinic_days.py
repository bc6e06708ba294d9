"""A fictional clinic's recent days: calls with transcripts, events, messages and recordings of every state."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from voxanne.callflow.actions import EscalationKind
from voxanne.calls import store
from voxanne.calls.feed import segment_payload, status_payload
from voxanne.calls.records import CallEvent, CallStatus, Speaker, TranscriptSegment
from voxanne.db.database import Database, Session
from voxanne.escalations import store as escalations
from voxanne.messages import store as messages

GREETING = "Thank you for calling Harbour Skin Clinic. This call is recorded. How can I help you?"
PRICES: tuple[tuple[str, str], ...] = (
    ("caller", "Hello, how much is Botox, and are you open on Saturday?"),
    (
        "receptionist",
        "Anti-wrinkle injections start at £160 for one area. On Saturday we are open from nine until two.",
    ),
    ("caller", "And is there any parking near you?"),
    ("receptionist", "Yes. There are six free spaces behind the building, and pay and display on Quay Street."),
    ("caller", "Lovely. Could someone call me back to book?"),
    ("receptionist", "Of course. Which number is best for you? Please say it digit by digit."),
    ("caller", "Oh two oh, seven nine four six, oh one two three."),
    ("receptionist", "0, 2, 0. 7, 9, 4, 6. 0, 1, 2, 3. Is that right?"),
    ("caller", "Yes, that's it. It's Amara Lindqvist."),
    ("receptionist", "Thank you, Amara. I have left the message, and the team will call you back today. Goodbye."),
)
PAIN: tuple[tuple[str, str], ...] = (
    ("caller", "I had filler yesterday and now my lip is going white and it really hurts."),
    ("receptionist", "That needs a clinician straight away. If you feel unwell or short of breath, dial 999 now."),
    ("caller", "Okay. Can someone ring me?"),
    ("receptionist", "I have marked this as urgent, and a clinician will ring you on this number."),
)
LIVE: tuple[tuple[str, str], ...] = (
    ("caller", "Hi there, do I need to do anything before a chemical peel?"),
    ("receptionist", "Please stop retinol five days before, and come without make-up."),
)


async def fill(database: Database, organisation_id: UUID, now: datetime, *, quiet_calls: int = 60) -> dict[str, UUID]:
    """Seed everything; returns the ids of the calls that tests look at, by name."""
    async with database.session(organisation_id) as session:
        ids = {
            "answered": await _answered(session, now - timedelta(minutes=42)),
            "urgent": await _urgent(session, now - timedelta(hours=2)),
            "lost": await _plain(
                session, now - timedelta(hours=5), "+442079460131", recording=("lost", "storage_full")
            ),
            "declined": await _plain(session, now - timedelta(hours=7), None, recording=("declined", None)),
            "failed": await _plain(session, now - timedelta(hours=26), "+442079460140", status=CallStatus.FAILED),
            "live": await _live(session, now - timedelta(seconds=74), "+442079460177"),
        }
        await _live(session, now - timedelta(seconds=9), "+12125550100", ringing=True)
        dice = random.Random(7)
        for i in range(quiet_calls):
            at = now - timedelta(hours=8 + 3.1 * i, minutes=dice.randrange(60))
            outcome = dice.choice(["answered", "answered", "message", "appointment_question"])
            await _plain(session, at, f"+4420794602{i:02}", outcome=outcome, seconds=dice.randrange(25, 400))
    return ids


async def _open(session: Session, at: datetime, caller: str | None, carrier: str = "twilio") -> UUID:
    call_id, _ = await store.open_call(
        session,
        number_id=None,
        number_e164="+442079460100",
        carrier=carrier,
        carrier_call_id=f"seed-{uuid4()}",
        caller_number=caller,
        node="seed",
        started_at=at,
    )
    return call_id


async def _end(session: Session, call_id: UUID, at: datetime, seconds: float, **how: Any) -> None:
    await store.mark_answered(session, call_id, at)
    facts = {"status": CallStatus.COMPLETED, "end_reason": "goodbye", "outcome": "answered"} | how
    await store.mark_ended(session, call_id, at=at + timedelta(seconds=seconds), **facts)


async def _record(session: Session, call_id: UUID, state: str, reason: str | None) -> None:
    """Bring the ledger's row to a state that needs no sound."""
    await session.execute("update recordings set status = %s, reason = %s where call_id = %s", (state, reason, call_id))


def _segments(lines: tuple[tuple[str, str], ...], citation: dict[str, Any]) -> list[TranscriptSegment]:
    said = [TranscriptSegment(0, 0, Speaker.RECEPTIONIST, GREETING, 300, 4800)]
    at_ms = 5600
    for position, (who, text) in enumerate(lines, start=1):
        lasts_ms = 600 + 55 * len(text)
        cited = [citation] if who == "receptionist" and "£" in text else []
        said.append(TranscriptSegment(position, position, Speaker(who), text, at_ms, at_ms + lasts_ms, cited))
        at_ms += lasts_ms + (430 if who == "caller" else 800)
    return said


async def _say(session: Session, call_id: UUID, lines: tuple[tuple[str, str], ...]) -> int:
    citation = {"passage_id": str(uuid4()), "entry_id": str(uuid4()), "title": "Anti-wrinkle injections"}
    segments = _segments(lines, citation)
    await store.add_segments(session, call_id, segments)
    events = [CallEvent(0, 0, "leg_answered", {})]
    for segment in segments[1:]:
        if segment.speaker is Speaker.RECEPTIONIST:
            total = 310 + segment.position * 37 % 420
            stages = {"transcription_ms": 68, "reply_ms": 4, "endpoint_ms": 30, "synthesis_ms": total - 212}
            payload = {"turn_id": segment.turn_id, "total_ms": total, "pause_ms": 110, **stages}
            events.append(CallEvent(len(events), segment.start_ms, "turn_latency", payload))
    events.append(CallEvent(len(events), segments[-1].end_ms, "leg_hung_up", {"reason": "caller_hung_up"}))
    await store.add_events(session, call_id, events)
    return segments[-1].end_ms


async def _answered(session: Session, at: datetime) -> UUID:
    call_id = await _open(session, at, "+442079460123")
    lasts_ms = await _say(session, call_id, PRICES)
    await store.add_events(
        session,
        call_id,
        [CallEvent(90, 21_000, "speech_ended", {"speech_id": 4, "heard_ms": 1840, "duration_ms": 5100})],
    )
    await _end(session, call_id, at, lasts_ms / 1000 + 1, outcome="message")
    await messages.create_message(
        session,
        call_id=call_id,
        action_id=uuid4(),
        caller_name="Amara Lindqvist",
        phone="+442079460123",
        reason="Would like to book anti-wrinkle injections on a Saturday morning.",
        is_urgent=False,
        at=at + timedelta(seconds=70),
    )
    await messages.note_unanswered(
        session, call_id=call_id, action_id=uuid4(), question="Do you take American Express?", at=at
    )
    return call_id


async def _urgent(session: Session, at: datetime) -> UUID:
    call_id = await _open(session, at, "+442079460188")
    lasts_ms = await _say(session, call_id, PAIN)
    await store.mark_escalated(session, call_id, is_urgent=True)
    await escalations.create_escalation(
        session,
        call_id=call_id,
        action_id=uuid4(),
        kind=EscalationKind.MEDICAL_QUESTION,
        reason="Lip turning white and painful the day after filler.",
        caller_number="+442079460188",
        is_urgent=True,
        at=at,
    )
    await messages.create_message(
        session,
        call_id=call_id,
        action_id=uuid4(),
        caller_name="Jonas Achterberg",
        phone="+442079460188",
        reason="Lip is white and painful after filler yesterday. Please ring at once.",
        is_urgent=True,
        at=at,
    )
    await _end(session, call_id, at, lasts_ms / 1000 + 1, outcome="escalated")
    return call_id


async def _plain(
    session: Session,
    at: datetime,
    caller: str | None,
    *,
    recording: tuple[str, str | None] = ("disabled", None),
    status: CallStatus = CallStatus.COMPLETED,
    outcome: str = "answered",
    seconds: int = 94,
) -> UUID:
    call_id = await _open(session, at, caller)
    await _say(session, call_id, PRICES[:4])
    reason = "goodbye" if status is CallStatus.COMPLETED else "peer_silent"
    await _end(session, call_id, at, seconds, status=status, outcome=outcome, end_reason=reason)
    await _record(session, call_id, *recording)
    return call_id


async def _live(session: Session, at: datetime, caller: str, *, ringing: bool = False) -> UUID:
    call_id = await _open(session, at, caller)
    if not ringing:
        await store.mark_answered(session, call_id, at)
        segments = _segments(LIVE, {})
        await store.add_segments(session, call_id, segments)
        for segment in segments:
            await store.publish(session, call_id, "segment", segment_payload(segment))
    call = await store.find_call(session, call_id)
    assert call is not None
    await store.publish(session, call_id, "status", status_payload(call))
    return call_id
