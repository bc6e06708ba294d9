"""The simulated caller against a real server whose conductor behaves as it is told, to the millisecond."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from tests.integration.telephony.conftest import AUTH_TOKEN, Edge, serve
from tests.integration.telephony.desk import FakeDesk

from voxanne.audio.pcm import Pcm
from voxanne.errors import SetupError
from voxanne.telephony.front_desk import CallEnding, CallOffer, RefusalReason, Refused, StreamLimits
from voxanne.telephony.port import CallerAudio, Leg, LegClosed, MarkPlayed
from voxanne.telephony.simulated.carrier import Target
from voxanne.telephony.simulated.outcome import CallOutcome, EndedBy
from voxanne.telephony.simulated.rehearsal import Plan, simulate
from voxanne.telephony.simulated.script import Hear, HearEnd, Interrupt, Press, Say, Script, Step
from voxanne.telephony.simulated.voice import CallerVoice

LOUD = 1000
REPLY_AFTER_MS = 300
LEAD_MS = 200


def tone(duration_ms: int) -> Pcm:
    return (np.sin(np.arange(duration_ms * 8) / 4) * 6000).astype(np.int16)


@dataclass
class Echoing(FakeDesk):
    """Greets, then answers every pause of the caller with a tone; stops when the caller speaks."""

    reply_ms: int = 800
    hangs_up_after: int = 99
    marks: list[str] = field(default_factory=list)
    digits: int = 0

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        await self._reply(leg, "m0")
        spoken_until_ms, answered, replies = None, True, 0
        async for event in leg.events():
            match event:
                case CallerAudio(pcm, at_ms):
                    if np.abs(pcm.astype(np.int32)).max() > LOUD:
                        spoken_until_ms = at_ms + 20
                        if answered:
                            await leg.clear()
                        answered = False
                    elif not answered and spoken_until_ms is not None and at_ms >= spoken_until_ms + REPLY_AFTER_MS:
                        answered, replies = True, replies + 1
                        if replies > self.hangs_up_after:
                            await leg.hang_up()
                        await self._reply(leg, f"m{replies}")
                case MarkPlayed(name):
                    self.marks.append(name)
                case LegClosed():
                    return
                case _:
                    self.digits += 1

    async def _reply(self, leg: Leg, mark: str) -> None:
        await leg.play(tone(self.reply_ms))
        await leg.mark(mark)


async def call(edge: Edge, *steps: Step, calls: int = 1) -> list[CallOutcome]:
    target = Target(edge.http_url, edge.http_url, AUTH_TOKEN, "+442079460100")
    plan = Plan(target, [Script("test", "", steps)], calls, stagger_ms=20)
    return await simulate(plan, CallerVoice("espeak-ng/en-gb"))


async def test_a_whole_call_is_held_and_measured(tmp_path: Path, limits: StreamLimits) -> None:
    desk = Echoing(hangs_up_after=1)
    edge = await serve(tmp_path, limits, desk=desk)
    [outcome] = await call(edge, Hear(5), Say("Good morning."), Hear(5), Press("12"), Say("Goodbye."), HearEnd(5))
    await edge.stop()
    assert outcome.failures == []
    assert outcome.ended_by is EndedBy.RECEPTIONIST
    assert outcome.pick_up_ms is not None
    assert [turn.said for turn in outcome.turns] == ["Good morning.", "Goodbye."]
    [reply_ms] = outcome.reply_ms
    assert reply_ms >= REPLY_AFTER_MS - 60, "the reply cannot be heard before the conductor gave it"
    assert desk.marks == ["m0", "m1"]
    assert desk.digits == 2
    assert [event.state for event in desk.events] == ["completed"]


async def test_an_interrupted_reply_stops_when_it_is_cleared(tmp_path: Path, limits: StreamLimits) -> None:
    edge = await serve(tmp_path, limits, desk=Echoing(reply_ms=6000))
    [outcome] = await call(edge, Interrupt("Excuse me, one question please.", 500), Hear(9))
    await edge.stop()
    assert outcome.failures == []
    [barge_in_ms] = outcome.barge_in_ms
    assert barge_in_ms < 3000, "the rest of the reply was thrown away"


async def test_several_callers_are_separate_calls(tmp_path: Path, limits: StreamLimits) -> None:
    desk = Echoing()
    edge = await serve(tmp_path, limits, desk=desk)
    outcomes = await call(edge, Hear(5), Say("Good morning."), Hear(5), calls=5)
    await edge.stop()
    assert [outcome.failures for outcome in outcomes] == [[]] * 5
    assert len({outcome.call_sid for outcome in outcomes}) == 5
    assert len({call.caller_e164 for call in desk.admitted}) == 5


async def test_a_caller_may_say_nothing(tmp_path: Path, limits: StreamLimits) -> None:
    edge = await serve(tmp_path, limits, desk=Echoing())
    [outcome] = await call(edge, Hear(5))
    await edge.stop()
    assert (outcome.failures, outcome.turns, outcome.ended_by) == ([], [], EndedBy.CALLER)


async def test_a_reply_that_never_comes_is_a_failure(tmp_path: Path, limits: StreamLimits) -> None:
    edge = await serve(tmp_path, limits)
    [outcome] = await call(edge, Hear(0.5), Say("Hello?"), Hear(0.5))
    await edge.stop()
    assert outcome.failures == ["no answer to: the ringing", "no answer to: Hello?", "nothing was ever heard"]


async def test_a_refused_call_is_a_failure(edge: Edge) -> None:
    edge.desk.verdict = Refused(RefusalReason.UNKNOWN_NUMBER)
    [outcome] = await call(edge, Hear(5))
    assert outcome.failures == ["refused: Sorry, this number is not in use. Goodbye."]


async def test_an_apology_after_the_stream_is_a_failure(tmp_path: Path, limits: StreamLimits) -> None:
    edge = await serve(tmp_path, limits, desk=Echoing(hangs_up_after=0, ending=CallEnding.CUT_OFF))
    [outcome] = await call(edge, Hear(5), Say("Hello."), HearEnd(5))
    await edge.stop()
    assert outcome.failures == [
        "after the stream the caller heard: Sorry, we were cut off. Please call again. Goodbye."
    ]


async def test_the_wrong_secret_is_explained(edge: Edge) -> None:
    target = Target(edge.http_url, edge.http_url, "another", "+442079460100")
    [outcome] = await simulate(Plan(target, [Script("test", "", (Hear(1),))], 1), CallerVoice("espeak-ng/en-gb"))
    assert "does not accept this machine's signature" in outcome.failures[0]


async def test_a_server_that_is_not_there_is_a_failure(edge: Edge) -> None:
    await edge.stop()
    [outcome] = await call(edge, Hear(1))
    assert "does not answer (ConnectError)" in outcome.failures[0]


@pytest.mark.parametrize("voice", ["espeak-ng/en-gb", "flite/slt", "piper/joe"])
async def test_a_voice_speaks_at_telephone_level(voice: str) -> None:
    utterance = await asyncio.to_thread(CallerVoice(voice).say, "Good morning, how much is Botox?")
    assert 1000 < utterance.voice_end_ms - utterance.voice_start_ms < 5000
    assert utterance.voice_end_ms <= len(utterance.frames) * 20


@pytest.mark.parametrize("voice", ["sapi/anna", "espeak-ng", "flite/"])
def test_an_unknown_voice_is_refused(voice: str) -> None:
    with pytest.raises(SetupError, match="is none"):
        CallerVoice(voice)


def test_a_missing_speech_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SetupError, match="apt-get install espeak-ng"):
        CallerVoice("espeak-ng/en-gb")
