"""Whole calls with the real speech engines: another synthesiser's voice through µ-law, in real time."""

from __future__ import annotations

import asyncio
import base64

import numpy as np
import pytest
from tests.fakes.leg import FakeLeg
from tests.fakes.stage import Stage

from voxanne.audio.g711 import decode_ulaw
from voxanne.audio.pcm import Pcm
from voxanne.callflow.actions import Escalate
from voxanne.dialogue.port import Say
from voxanne.live.port import CallEnd
from voxanne.live.waiting import SystemCallClock
from voxanne.models.store import ModelStore
from voxanne.speech.engines import LocalSpeech, load_engines
from voxanne.telephony.simulated.voice import CallerVoice

GREETING = ("Hello, this is Harbour Clinic.", "This call is recorded.", "How can I help you?")
SPEAKS_AT_MS = 5_600
HOURS = (
    "We are open from nine to five on weekdays and from ten until two on Saturdays, "
    "and we are closed on Sundays and on all bank holidays."
)


@pytest.fixture(scope="module")
def engines(model_store: ModelStore) -> LocalSpeech:
    return load_engines(model_store, threads=2)


@pytest.fixture
async def stage(engines: LocalSpeech) -> Stage:
    """A stage in real time, the greeting rendered as it is before any call."""
    stage = Stage()
    clock = SystemCallClock()
    await engines.phrases.pin("clinic", GREETING, 8000)
    stage.clock = clock  # type: ignore[assignment]
    stage.leg = FakeLeg(clock, stage.sayings)
    stage.engines = engines.engines
    stage.conversation.greets = GREETING
    return stage


def spoken(text: str) -> Pcm:
    """A caller's sentence as it comes out of a telephone line at 8 kHz."""
    return np.concatenate([decode_ulaw(base64.b64decode(frame)) for frame in CallerVoice().say(text).frames])


async def conduct(stage: Stage) -> CallEnd:
    async with asyncio.timeout(40):
        return await stage.runner().run()


async def test_a_spoken_question_is_understood_and_answered(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [Say(HOURS)]
    stage.leg.plays(spoken("What time do you open on Saturday?"), SPEAKS_AT_MS)
    stage.leg.hangs_up(12_000)
    await conduct(stage)
    (question,) = stage.caller_words()
    assert "open" in question.lower()
    assert "saturday" in question.lower()
    assert stage.our_words()[:3] == list(GREETING)
    assert stage.our_words()[3].startswith("We are open from nine")
    assert [kind for kind, _, _ in stage.journal.events].count("turn_latency") == 1


async def test_a_caller_who_interrupts_is_heard_and_the_reply_stops(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [Say(HOURS if "open" in turn.text.lower() else "Harbour Street.")]
    stage.leg.plays(spoken("When are you open?"), SPEAKS_AT_MS)
    stage.leg.plays(spoken("No, please tell me the address of the clinic."), 9_600)
    stage.leg.hangs_up(16_000)
    await conduct(stage)
    assert stage.leg.cleared_at
    first = stage.our_words()[3]
    assert first.startswith("We are open")
    assert "bank holidays" not in " ".join(stage.our_words())
    assert stage.our_words()[-1] == "Harbour Street."


async def test_a_spoken_emergency_gets_the_emergency_line(stage: Stage) -> None:
    stage.leg.plays(spoken("My husband has collapsed and he is not breathing."), SPEAKS_AT_MS)
    stage.leg.hangs_up(16_000)
    end = await conduct(stage)
    assert end.outcome == "emergency"
    assert "999" in " ".join(stage.our_words())
    assert any(isinstance(action, Escalate) and action.is_urgent for action in stage.actions.performed)
