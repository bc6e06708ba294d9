"""What becomes of a reply that the caller talked over, told by what they hear next."""

from __future__ import annotations

from tests.unit.dialogue.test_conversations import answer, begin

from voxanne.callflow.actions import TakeMessage
from voxanne.dialogue.port import Say


def text_of(says: list[Say]) -> str:
    return " ".join(said.text for said in says)


async def test_a_question_whose_answer_was_talked_over_at_once_is_answered_with_the_next_one() -> None:
    conversation = await begin()
    await answer(conversation, 1, "How much is Botox?")
    conversation.commit(1)
    conversation.note_heard(1, "Botox")
    says, _ = await answer(conversation, 2, "And are you open on Saturday?")
    assert "£160" in text_of(says)
    assert "Saturday" in text_of(says)


async def test_a_reply_that_was_heard_for_a_while_is_not_said_again() -> None:
    conversation = await begin()
    await answer(conversation, 1, "How much is Botox?")
    conversation.commit(1)
    conversation.note_heard(1, "Botox is £160 for one area, £210")
    says, _ = await answer(conversation, 2, "And are you open on Saturday?")
    assert "£160" not in text_of(says)


async def test_an_action_that_was_done_stays_done_however_little_was_heard() -> None:
    conversation = await begin("+442079460123")
    for turn_id, said in enumerate(("could you take a message", "Emma Carter", "yes"), start=1):
        await answer(conversation, turn_id, said)
        conversation.commit(turn_id)
    _, actions = await answer(conversation, 4, "please call me about my appointment")
    assert actions
    conversation.commit(4)
    conversation.note_heard(4, "")
    _, again = await answer(conversation, 5, "thank you")
    assert not any(isinstance(action, TakeMessage) for action in again)


async def test_what_was_carried_over_is_forgotten_once_it_was_answered() -> None:
    conversation = await begin()
    await answer(conversation, 1, "How much is Botox?")
    conversation.commit(1)
    conversation.note_heard(1, "")
    await answer(conversation, 2, "And are you open on Saturday?")
    conversation.commit(2)
    says, _ = await answer(conversation, 3, "Where can I park?")
    assert "£160" not in text_of(says)
    assert "park" in text_of(says).lower()
