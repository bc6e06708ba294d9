"""A call's log, run again, does what the call did."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fakes.stage import GREETING_MS, Stage

from voxanne.callflow import commands
from voxanne.callflow.commands import SaveSegment, Speaker
from voxanne.callflow.states import State
from voxanne.calls.records import CallEvent
from voxanne.dialogue.port import Say
from voxanne.errors import InvalidRequest
from voxanne.live.replay import replay


def entries_of(stage: Stage) -> list[CallEvent]:
    entries: list[Any] = stage.journal.events
    return [CallEvent(position, at_ms, kind, data) for position, (kind, at_ms, data) in enumerate(entries)]


async def test_a_replayed_call_says_what_was_said(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [
        Say("We are open from nine to five on weekdays and from ten to two on Saturdays.")
    ]
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.says("and where are you?", at_ms=8_000)
    stage.leg.hangs_up(16_000)
    await stage.conduct()
    steps = list(replay(entries_of(stage)))
    assert steps[-1].state is State.ENDED
    saved = [each for step in steps for each in step.commands if isinstance(each, SaveSegment) and each.is_final]
    assert [each.text for each in saved if each.speaker is Speaker.CALLER and each.text] == stage.caller_words()
    assert sorted(each.text for each in saved if each.text) == sorted(stage.caller_words() + stage.our_words())


async def test_replaying_twice_gives_the_same_commands(stage: Stage) -> None:
    stage.leg.says("hello there", at_ms=GREETING_MS)
    stage.leg.says("I have chest pain", at_ms=10_000)
    stage.leg.hangs_up(20_000)
    await stage.conduct()
    first, second = list(replay(entries_of(stage))), list(replay(entries_of(stage)))
    assert first == second
    assert any(isinstance(each, commands.RunAction) for step in first for each in step.commands)


async def test_a_log_without_its_plan_is_refused(stage: Stage) -> None:
    stage.leg.hangs_up(2_000)
    await stage.conduct()
    with pytest.raises(InvalidRequest):
        list(replay(entries_of(stage)[1:]))
