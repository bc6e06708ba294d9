"""What a call leaves behind: filed once, urgent first, and closed to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from voxanne.callflow.actions import Action, Escalate, EscalationKind, NoteUnanswered, TakeMessage
from voxanne.calls import store as calls
from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.escalations import store as escalations
from voxanne.messages import store as messages
from voxanne.messages.desk import CallDesk
from voxanne.web.cursors import Cursor

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALLER = "+442079460123"
MESSAGE = TakeMessage("Sarah Jones", "02079460123", "Please call back.")


async def open_call(database: Database, organisation_id: UUID) -> UUID:
    async with database.session(organisation_id) as session:
        call_id, _ = await calls.open_call(
            session,
            number_id=None,
            number_e164="+442079460100",
            carrier="twilio",
            carrier_call_id=str(uuid4()),
            caller_number=CALLER,
            node="n1",
            started_at=NOW,
        )
    return call_id


async def file(database: Database, organisation_id: UUID, call_id: UUID, action: Action, action_id: UUID) -> bool:
    desk = CallDesk(database, SystemClock())
    return await desk.file(
        action, organisation_id=organisation_id, call_id=call_id, caller_number=CALLER, action_id=action_id
    )


async def test_an_action_performed_twice_is_filed_once(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    escalate = Escalate(EscalationKind.MEDICAL_QUESTION, "is this rash normal", is_urgent=True)
    for action in (MESSAGE, escalate, NoteUnanswered("do you do tattoo removal")):
        action_id = uuid4()
        assert await file(database, organisation_id, call_id, action, action_id)
        assert await file(database, organisation_id, call_id, action, action_id)
    async with database.session(organisation_id) as session:
        assert len(await messages.messages_of_call(session, call_id)) == 1
        assert len(await escalations.escalations_of_call(session, call_id)) == 1
        assert [q.question for q in await messages.list_unanswered(session)] == ["do you do tattoo removal"]
        events = [c.payload["kind"] for c in await calls.changes_of_call(session, call_id, 0) if c.kind == "event"]
    assert events == ["message_taken", "escalated"]


async def test_an_escalation_marks_its_call_and_knows_the_number(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    await file(database, organisation_id, call_id, Escalate(EscalationKind.EMERGENCY, "chest pain", True), uuid4())
    async with database.session(organisation_id) as session:
        call = await calls.find_call(session, call_id)
        (escalation,) = await escalations.list_escalations(session)
    assert call is not None
    assert call.is_escalated
    assert call.is_urgent
    assert escalation.caller_number == CALLER
    assert escalation.kind is EscalationKind.EMERGENCY


async def test_urgent_messages_come_first_on_every_page(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    async with database.session(organisation_id) as session:
        for number in range(6):
            await messages.create_message(
                session,
                call_id=call_id,
                action_id=uuid4(),
                caller_name=f"Caller {number}",
                phone="",
                reason="",
                is_urgent=number in (1, 4),
                at=NOW + timedelta(minutes=number),
            )
        seen, after = [], None
        while page := await messages.list_messages(session, after=after, limit=2):
            seen += [message.caller_name[-1] for message in page]
            after = Cursor(page[-1].created_at, page[-1].id)
    assert seen == ["4", "1", "5", "3", "2", "0"]


async def test_a_message_is_handled_once_and_can_be_reopened(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    await file(database, organisation_id, call_id, MESSAGE, uuid4())
    async with database.session(organisation_id) as session:
        (message,) = await messages.list_messages(session, is_handled=False)
        assert await messages.count_open_messages(session) == 1
        assert await messages.mark_handled(session, message.id, by="ann", at=NOW)
        assert not await messages.mark_handled(session, message.id, by="bob", at=NOW)
        handled = await messages.find_message(session, message.id)
        assert handled is not None
        assert handled.handled_by == "ann"
        assert await messages.list_messages(session, is_handled=False) == []
        assert await messages.reopen(session, message.id)
        assert not await messages.reopen(session, message.id)


async def test_an_escalation_is_resolved_once(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    await file(database, organisation_id, call_id, Escalate(EscalationKind.COMPLAINT, "unhappy"), uuid4())
    async with database.session(organisation_id) as session:
        (escalation,) = await escalations.list_escalations(session, is_resolved=False)
        assert await escalations.count_open_escalations(session) == 1
        assert await escalations.resolve(session, escalation.id, by="ann", at=NOW)
        assert not await escalations.resolve(session, escalation.id, by="bob", at=NOW)
        assert await escalations.list_escalations(session, is_resolved=False) == []


async def test_an_answered_question_leaves_the_inbox(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    await file(database, organisation_id, call_id, NoteUnanswered("do you do acupuncture"), uuid4())
    async with database.session(organisation_id) as session:
        (question,) = await messages.list_unanswered(session)
        assert await messages.settle_unanswered(session, question.id, by="ann", at=NOW)
        assert await messages.list_unanswered(session) == []
        assert len(await messages.list_unanswered(session, is_settled=True)) == 1


async def test_another_organisation_sees_nothing(
    database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    call_id = await open_call(database, organisation_id)
    await file(database, organisation_id, call_id, MESSAGE, uuid4())
    async with database.session(other_organisation_id) as session:
        assert await messages.list_messages(session) == []
        assert await messages.messages_of_call(session, call_id) == []


async def test_a_database_that_is_away_is_reported_not_raised(database_url: str, organisation_id: UUID) -> None:
    away = Database(database_url.replace("/test_", "/gone_"), max_connections=2)
    desk = CallDesk(away, SystemClock())
    action = Escalate(EscalationKind.EMERGENCY, "chest pain", is_urgent=True)
    filed = await desk.file(
        action, organisation_id=organisation_id, call_id=uuid4(), caller_number=None, action_id=uuid4()
    )
    assert not filed
