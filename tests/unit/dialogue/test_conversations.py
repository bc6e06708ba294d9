"""The local receptionist in whole conversations: facts in the replies, actions, and nothing invented."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from tests.fakes.knowledge import ORGANISATION, MemoryKnowledge
from tests.unit.dialogue.conversations import PLAYS, Line

from voxanne.callflow.actions import Action, EndCall, Escalate
from voxanne.clock import SystemClock
from voxanne.dialogue.local.receptionist import LocalReceptionist
from voxanne.dialogue.port import CallerFacts, CallerTurn, Conversation, Do, Say

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
KNOWLEDGE = MemoryKnowledge()


async def begin(caller_number: str | None = None, at: datetime = NOW) -> Conversation:
    receptionist = LocalReceptionist(KNOWLEDGE, SystemClock())
    return await receptionist.begin(ORGANISATION, CallerFacts(caller_number, at))


async def answer(conversation: Conversation, turn_id: int, text: str) -> tuple[list[Say], list[Action]]:
    parts = [part async for part in conversation.prepare(CallerTurn(turn_id, text))]
    says = [part for part in parts if isinstance(part, Say)]
    return says, [part.action for part in parts if isinstance(part, Do)]


def name_of(action: Action) -> str:
    if isinstance(action, Escalate):
        return f"Escalate:{action.kind}"
    return f"EndCall:{action.outcome}" if isinstance(action, EndCall) else type(action).__name__


def check(line: Line, reply: str, actions: list[Action]) -> None:
    for fact in line.facts:
        if fact.startswith("!"):
            assert fact[1:] not in reply, f"{line.said!r} -> {reply!r}"
        else:
            assert fact in reply, f"{line.said!r} -> {reply!r}"
    assert tuple(name_of(action) for action in actions) == line.does, f"{line.said!r} -> {reply!r}"


@pytest.mark.parametrize("play", PLAYS)
async def test_a_conversation_goes_as_it_should(play: str) -> None:
    caller_number, lines = PLAYS[play]
    conversation = await begin(caller_number)
    for turn_id, line in enumerate(lines, start=1):
        says, actions = await answer(conversation, turn_id, line.said)
        check(line, " ".join(said.text for said in says), actions)
        conversation.commit(turn_id)


def test_the_plays_are_as_many_as_they_should_be() -> None:
    assert len(PLAYS) >= 20
    assert sum(len(lines) for _, lines in PLAYS.values()) >= 60


@pytest.mark.parametrize("play", PLAYS)
async def test_every_price_and_time_that_is_spoken_has_a_source(play: str) -> None:
    caller_number, lines = PLAYS[play]
    conversation = await begin(caller_number)
    for turn_id, line in enumerate(lines, start=1):
        says, _ = await answer(conversation, turn_id, line.said)
        conversation.commit(turn_id)
        for said in says:
            if re.search(r"£\d|\d (?:am|pm)\b|\d+ minutes|Harbour Lane,", said.text):
                assert said.citations, said.text
            assert all(citation.title for citation in said.citations)


async def test_preparing_changes_nothing_until_it_is_committed() -> None:
    conversation = await begin()
    await answer(conversation, 1, "how much is Botox")
    says, _ = await answer(conversation, 2, "how long does it take")  # turn 1 was never committed
    assert "Which treatment" in says[0].text
    await answer(conversation, 3, "how much is Botox")
    conversation.commit(3)
    says, _ = await answer(conversation, 4, "how long does it take")
    assert "30 minutes" in says[0].text


async def test_the_same_turn_prepared_twice_says_the_same() -> None:
    conversation = await begin()
    assert await answer(conversation, 1, "hello") == await answer(conversation, 2, "hello")


async def test_an_unknown_or_repeated_commit_is_ignored() -> None:
    conversation = await begin()
    conversation.commit(9)
    await answer(conversation, 1, "I'd like to leave a message")
    conversation.commit(1)
    conversation.commit(1)
    says, _ = await answer(conversation, 2, "Sarah")
    assert "number" in says[0].text


async def test_replies_vary_from_turn_to_turn() -> None:
    conversation = await begin()
    heard = []
    for turn_id in range(1, 4):
        says, _ = await answer(conversation, turn_id, "thank you")
        conversation.commit(turn_id)
        heard.append(says[0].text)
    assert len(set(heard)) == 3


async def test_the_clinics_time_zone_decides_what_today_is() -> None:
    conversation = await begin(at=datetime(2026, 7, 5, 23, 30, tzinfo=UTC))  # half past midnight on Monday in London
    says, _ = await answer(conversation, 1, "are you open today")
    assert says[0].text == "We're open today from 9 am to 6 pm."


async def test_after_closing_time_the_next_opening_is_said() -> None:
    conversation = await begin(at=datetime(2026, 11, 21, 17, 0, tzinfo=UTC))  # a Saturday
    says, _ = await answer(conversation, 1, "are you open now")
    assert "closed at the moment" in says[0].text
    assert "9 am on Monday" in says[0].text


async def test_the_greeting_names_the_clinic_and_the_recording() -> None:
    greeting = " ".join((await begin()).greeting())
    assert "Harbour Lane Clinic" in greeting
    assert "recorded" in greeting


async def test_fixed_phrases_hold_what_is_said_most() -> None:
    phrases = await LocalReceptionist(KNOWLEDGE, SystemClock()).fixed_phrases(ORGANISATION)
    said = " ".join(phrases)
    assert phrases[0].startswith("Hello, you've reached Harbour Lane Clinic")
    assert "call 999" in said
    assert "Can I take your name, please?" in said
    assert "Botox is £160" in said
    assert len(set(phrases)) == len(phrases)
