"""Goodbyes, as they are said and as a telephone line makes them sound."""

from __future__ import annotations

import pytest
from tests.unit.dialogue.test_conversations import answer, begin

from voxanne.callflow.actions import EndCall
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.farewell import is_farewell

GOODBYES = [
    "thank you to-by",
    "Thank you to buy",
    "good-bye",
    "The bay",
    "No, Sam, to you good-bye",
    "No that is all thank you good-bye",
    "No, that is all. thank you. good-bye.",
    "Thanks, bye-bye.",
    "okay by",
    "that's everything, thank you very much",
    "sorry, I've got to go",
    "Lovely, have a nice day.",
]
OTHERS = [
    "where can I buy a voucher",
    "thank you how do I get there by bus",
    "thank you, I'd like to buy a voucher",
    "the bay at the back",
    "that is all about my last invoice",
    "thank you",
    "no",
    "is that all?",
    "can I come by today",
    "",
]


@pytest.mark.parametrize("said", GOODBYES)
def test_a_goodbye_is_heard(said: str) -> None:
    assert is_farewell(normal(said), is_answered=True)


@pytest.mark.parametrize("said", OTHERS)
def test_what_means_something_else_is_no_goodbye(said: str) -> None:
    assert not is_farewell(normal(said), is_answered=True)


def test_the_bay_is_no_goodbye_before_anything_was_answered() -> None:
    assert not is_farewell("the bay", is_answered=False)


@pytest.mark.parametrize("said", GOODBYES)
async def test_a_goodbye_after_an_answer_ends_the_call(said: str) -> None:
    conversation = await begin()
    await answer(conversation, 1, "how much is Botox")
    conversation.commit(1)
    says, actions = await answer(conversation, 2, said)
    assert actions == [EndCall("answered")]
    assert "oodbye" in says[-1].text
