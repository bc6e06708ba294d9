"""Test chats: the same mind by text, in a sandbox of its own, rebuilt wherever it goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tests.fakes.knowledge import MemoryKnowledge

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.dialogue import chat
from voxanne.dialogue.chat import ChatActionType
from voxanne.dialogue.local.receptionist import LocalReceptionist
from voxanne.errors import Conflict, InvalidRequest, NotFound
from voxanne.escalations import store as escalations
from voxanne.messages import store as messages

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # a Saturday


@pytest.fixture
def chats(database: Database) -> chat.TestChats:
    return on_a_node(database)


def on_a_node(database: Database) -> chat.TestChats:
    clock = SystemClock()
    return chat.TestChats(database, LocalReceptionist(MemoryKnowledge(), clock), clock)


async def test_a_chat_answers_with_citations_at_the_pretended_moment(
    chats: chat.TestChats, organisation_id: UUID
) -> None:
    begun = await chats.create(organisation_id, at=AT)
    assert "Harbour Lane Clinic" in begun.greeting
    turn = await chats.turn(organisation_id, begun.id, "how much is Botox and are you open now?")
    assert "£160" in turn.reply
    assert "until 4 pm" in turn.reply
    assert {citation.title for citation in turn.citations} == {"Botox", "Opening hours"}
    assert turn.latency_ms < 5_000


async def test_records_stay_in_the_sandbox(chats: chat.TestChats, database: Database, organisation_id: UUID) -> None:
    begun = await chats.create(organisation_id, caller_number="+442079460123")
    for text in ("can I speak to someone", "Sarah", "yes please", "my bill"):
        turn = await chats.turn(organisation_id, begun.id, text)
    assert [action.type for action in turn.actions] == [ChatActionType.MESSAGE]
    told = await chats.get(organisation_id, begun.id)
    assert told.messages[0]["caller_name"] == "Sarah"
    assert told.messages[0]["phone"] == "02079460123"
    assert told.escalations[0]["kind"] == "person_requested"
    assert [turn.position for turn in told.turns] == [1, 2, 3, 4]
    async with database.session(organisation_id) as session:
        assert await messages.list_messages(session) == []
        assert await escalations.list_escalations(session) == []


async def test_an_emergency_is_an_action_of_its_own(chats: chat.TestChats, organisation_id: UUID) -> None:
    begun = await chats.create(organisation_id)
    turn = await chats.turn(organisation_id, begun.id, "I have just pain")
    assert [action.type for action in turn.actions] == [ChatActionType.EMERGENCY]
    assert "999" in turn.reply


async def test_a_chat_goes_on_where_another_node_left_it(
    chats: chat.TestChats, database: Database, organisation_id: UUID
) -> None:
    begun = await chats.create(organisation_id)
    await chats.turn(organisation_id, begun.id, "how much is lip filler")
    turn = await on_a_node(database).turn(organisation_id, begun.id, "and how long does it take")
    assert "45 minutes" in turn.reply
    turn = await chats.turn(organisation_id, begun.id, "does it hurt")
    assert "quick scratch" in turn.reply


async def test_a_chat_that_has_ended_takes_no_more_turns(chats: chat.TestChats, organisation_id: UUID) -> None:
    begun = await chats.create(organisation_id)
    turn = await chats.turn(organisation_id, begun.id, "goodbye")
    assert [action.type for action in turn.actions] == [ChatActionType.END]
    assert (await chats.get(organisation_id, begun.id)).is_ended
    with pytest.raises(Conflict):
        await chats.turn(organisation_id, begun.id, "hello?")


async def test_what_cannot_be_is_refused(
    chats: chat.TestChats, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    with pytest.raises(InvalidRequest):
        await chats.create(organisation_id, caller_number="12")
    with pytest.raises(InvalidRequest):
        await chats.create(organisation_id, at=AT.replace(tzinfo=None))
    begun = await chats.create(organisation_id)
    with pytest.raises(InvalidRequest):
        await chats.turn(organisation_id, begun.id, "x" * 2_001)
    with pytest.raises(NotFound):
        await chats.turn(organisation_id, uuid4(), "hello")
    with pytest.raises(NotFound):
        await chats.get(other_organisation_id, begun.id)
