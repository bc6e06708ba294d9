"""Whole calls through the runner, on a fake clock with fake engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from tests.fakes.receptionist import Answer
from tests.fakes.speech import FakeSynthesizer, FakeTranscriber, FakeTurnJudge
from tests.fakes.stage import GREETING_MS, Stage

from voxanne.callflow.actions import EndCall, Escalate, EscalationKind, TakeMessage
from voxanne.callflow.phrases import Phrases
from voxanne.calls.records import CallStatus
from voxanne.dialogue.port import CallerTurn, Do, Say
from voxanne.errors import CallerFacing, ProviderError
from voxanne.telephony.port import LegCloseReason


def answering(*answers: str) -> Answer:
    """The nth turn gets the nth answer."""
    queue = list(answers)
    return lambda turn: [Say(queue.pop(0) if len(queue) > 1 else queue[0])]


async def test_a_question_is_answered_and_everything_is_kept(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [Say("Botox starts at two hundred pounds.")]
    stage.leg.says("how much is Botox?", at_ms=GREETING_MS, for_ms=1200)
    stage.leg.hangs_up(12_000)
    end = await stage.conduct()
    assert (end.status, end.reason, end.outcome) == (CallStatus.COMPLETED, "caller_hung_up", "answered")
    assert stage.caller_words() == ["how much is Botox?"]
    assert stage.our_words() == [*stage.conversation.greets, "Botox starts at two hundred pounds."]
    assert stage.conversation.committed == [stage.conversation.prepared[-1].turn_id]
    assert stage.journal.is_answered
    assert stage.journal.end == (CallStatus.COMPLETED, "caller_hung_up")
    assert stage.journal.is_closed
    assert stage.recorders.opened[0].closed_with == "caller_hung_up"


async def test_the_reply_sounds_right_after_the_pause_is_long_enough(stage: Stage) -> None:
    stage.leg.says("how much is Botox?", at_ms=GREETING_MS, for_ms=1200)
    stage.leg.hangs_up(12_000)
    await stage.conduct()
    (latency,) = [data for kind, _, data in stage.journal.events if kind == "turn_latency"]
    total_ms = latency["total_ms"]
    assert isinstance(total_ms, int)
    assert 200 <= total_ms <= 240


async def test_barge_in_stops_the_reply_and_truncates_it_to_what_was_heard(stage: Stage) -> None:
    stage.conversation.answer = answering(
        "We are open from nine to five on weekdays and from ten until two on Saturdays, and closed on Sundays.",
        "The address is Harbour Street.",
    )
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.says("no, where are you?", at_ms=8_000)
    stage.leg.hangs_up(16_000)
    await stage.conduct()
    assert len(stage.leg.cleared_at) == 1
    assert stage.leg.cleared_at[0] - 8_000 <= 250
    first, second = stage.our_words()[3:]
    assert first.startswith("We are open from nine to five")
    assert not first.endswith("Sundays.")
    assert second == "The address is Harbour Street."
    assert stage.conversation.prepared[-1].was_interruption
    (heard,) = stage.conversation.heard
    assert heard[1] == first
    assert stage.caller_words() == ["when are you open?", "no, where are you?"]


async def test_a_backchannel_lets_the_reply_go_on_to_its_end(stage: Stage) -> None:
    stage.conversation.answer = answering("We are open from nine to five on weekdays and ten to two on Saturdays.")
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.says("uh-huh", at_ms=8_000, for_ms=400)
    stage.leg.hangs_up(18_000)
    await stage.conduct()
    assert stage.our_words()[3:] == ["We are open from nine to five on weekdays and ten to two on Saturdays."]
    assert len(stage.leg.cleared_at) == 1
    assert stage.conversation.heard == []
    assert stage.caller_words() == ["when are you open?", "uh-huh"]


async def test_a_cough_lets_the_reply_go_on_and_leaves_no_words(stage: Stage) -> None:
    stage.conversation.answer = answering("We are open from nine to five on weekdays and ten to two on Saturdays.")
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.makes_noise(at_ms=8_000, for_ms=300)
    stage.leg.hangs_up(18_000)
    await stage.conduct()
    assert stage.our_words()[3:] == ["We are open from nine to five on weekdays and ten to two on Saturdays."]
    assert stage.caller_words() == ["when are you open?"]


async def test_an_interrupted_greeting_is_followed_by_the_recording_notice(stage: Stage) -> None:
    stage.leg.says("when are you open?", at_ms=500)
    stage.leg.hangs_up(12_000)
    await stage.conduct()
    words = stage.our_words()
    assert words[0] != stage.conversation.greets[0]
    assert words[1] == Phrases().recording_notice
    assert words[2] == "You said: when are you open?."


async def test_a_caller_who_goes_on_after_a_pause_gets_one_answer_to_all_of_it(stage: Stage) -> None:
    stage.engines = replace(stage.engines, turn_judge=FakeTurnJudge(probability=0.1))
    stage.leg.says("I would like", at_ms=GREETING_MS, for_ms=600)
    stage.leg.says("to book a facial", at_ms=GREETING_MS + 1_200, for_ms=800)
    stage.leg.hangs_up(16_000)
    await stage.conduct()
    assert stage.caller_words() == ["I would like to book a facial"]
    assert stage.our_words()[3:] == ["You said: I would like to book a facial."]
    assert len(stage.conversation.committed) == 1


async def test_an_emergency_is_answered_before_the_receptionist(stage: Stage) -> None:
    stage.leg.says("I have chest pain", at_ms=GREETING_MS)
    stage.leg.hangs_up(20_000)
    end = await stage.conduct()
    assert "999" in " ".join(stage.our_words()[3:])
    assert stage.conversation.committed == []
    assert stage.actions.performed == [Escalate(EscalationKind.EMERGENCY, "chest_pain", is_urgent=True)]
    assert end.outcome == "emergency"


async def test_words_said_just_before_hanging_up_are_kept(stage: Stage) -> None:
    stage.leg.says("my number is five five five", at_ms=GREETING_MS, for_ms=1500)
    stage.leg.hangs_up(GREETING_MS + 1_500)
    await stage.conduct()
    assert stage.caller_words() == ["my number is five five five"]


async def test_an_emergency_in_the_last_words_still_tells_a_person(stage: Stage) -> None:
    stage.leg.says("I cannot breathe", at_ms=GREETING_MS, for_ms=1500)
    stage.leg.hangs_up(GREETING_MS + 1_500)
    end = await stage.conduct()
    assert [action.reason for action in stage.actions.performed if isinstance(action, Escalate)] == ["breathing"]
    assert end.outcome == "emergency"


async def test_silence_is_prompted_twice_and_then_closed_politely(stage: Stage) -> None:
    end = await stage.conduct()
    phrases = Phrases()
    assert end.reason == "caller_silent"
    assert stage.our_words()[3:5] == [phrases.still_there, "I can't hear you at the moment."]
    assert stage.our_words()[-1].endswith("Goodbye.")
    assert stage.leg.is_hung_up


async def test_the_receptionist_ends_the_call_once_its_goodbye_was_heard(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [Say("Thank you for calling, goodbye."), Do(EndCall("answered"))]
    stage.leg.says("that is all", at_ms=GREETING_MS)
    end = await stage.conduct()
    assert (end.status, end.reason, end.outcome) == (CallStatus.COMPLETED, "goodbye", "answered")
    assert stage.our_words()[-1] == "Thank you for calling, goodbye."


async def test_a_failing_receptionist_is_covered_up_and_then_a_message_is_taken(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [ProviderError("The fake model is down.")]
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.says("when are you open today?", at_ms=12_000)
    stage.leg.says("Ann Lee, please call me", at_ms=27_000, for_ms=1500)
    end = await stage.conduct()
    assert Phrases().in_trouble.startswith(stage.our_words()[3])
    assert stage.actions.performed == [TakeMessage("", "+442079460111", "Ann Lee, please call me")]
    assert (end.reason, end.outcome) == ("technical_trouble", "message")


async def test_a_receptionist_that_cannot_begin_still_greets_and_tells_of_the_recording(stage: Stage) -> None:
    stage.receptionist.is_down = True
    stage.leg.hangs_up(8_000)
    await stage.conduct()
    assert stage.our_words() == [Phrases().plain_greeting, Phrases().recording_notice]


async def test_what_the_receptionist_wants_said_about_its_failure_is_said(stage: Stage) -> None:
    stage.conversation.answer = lambda turn: [CallerFacing("no diary", spoken_fallback="Our diary is closed today.")]
    stage.leg.says("book me in", at_ms=GREETING_MS)
    stage.leg.hangs_up(12_000)
    await stage.conduct()
    assert stage.our_words()[3:] == ["Our diary is closed today."]


async def test_a_failing_transcriber_is_covered_up(stage: Stage) -> None:
    stage.engines = replace(stage.engines, transcriber=FakeTranscriber(stage.sayings, failures=2))  # also a partial one
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.hangs_up(12_000)
    await stage.conduct()
    assert " ".join(stage.our_words()[3:]) == Phrases().not_caught


async def test_a_receptionist_that_thinks_long_lets_the_caller_know(stage: Stage) -> None:
    stage.conversation.is_stuck = True
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    stage.leg.hangs_up(12_000)
    await stage.conduct()
    assert stage.our_words()[3] == Phrases().one_moment


async def test_keys_become_a_turn_as_text(stage: Stage) -> None:
    stage.leg.presses("02079460111#", at_ms=GREETING_MS)
    stage.leg.hangs_up(14_000)
    await stage.conduct()
    assert [turn.text for turn in stage.conversation.prepared] == ["02079460111"]
    assert stage.caller_words() == ["02079460111"]


async def test_a_bug_ends_the_call_with_an_apology_and_a_reason(stage: Stage) -> None:
    def broken(turn: CallerTurn) -> list[Say]:
        raise KeyError("a bug")

    stage.conversation.answer = broken  # type: ignore[assignment]
    stage.leg.says("when are you open?", at_ms=GREETING_MS)
    end = await stage.conduct()
    assert (end.status, end.reason) == (CallStatus.FAILED, "internal_error")
    synthesizer = stage.engines.synthesizer
    assert isinstance(synthesizer, FakeSynthesizer)
    assert synthesizer.spoken[-1].endswith("Goodbye.")
    assert stage.leg.is_hung_up
    assert stage.journal.is_closed


async def test_speech_that_cannot_be_synthesised_is_replaced_not_left_silent(stage: Stage) -> None:
    synthesizer = FakeSynthesizer(unspeakable={"You said: hello there."})
    stage.engines = replace(stage.engines, synthesizer=synthesizer)
    stage.leg.says("hello there", at_ms=GREETING_MS)
    stage.leg.hangs_up(14_000)
    await stage.conduct()
    assert " ".join(stage.our_words()[3:]) == Phrases().in_trouble


async def test_a_call_asked_to_close_says_goodbye_first(stage: Stage) -> None:
    runner = stage.runner()
    call = asyncio.ensure_future(runner.run())
    await stage.clock.advance(6_000)
    runner.request_close("draining")
    await stage.clock.advance(20_000)
    end = call.result()
    assert end.reason == "draining"
    assert stage.our_words()[-1].endswith("Goodbye.")


async def test_a_call_never_outlasts_its_limit(stage: Stage) -> None:
    stage.call = replace(stage.call, max_duration_s=60)
    for at_ms in range(GREETING_MS, 120_000, 6_000):
        stage.leg.says(f"tell me more about number {at_ms}", at_ms=at_ms)
    end = await stage.conduct()
    assert end.reason == "max_duration"
    assert end.duration_ms < 75_000


async def test_a_vanished_peer_ends_the_call(stage: Stage) -> None:
    stage.leg.hangs_up(3_000, LegCloseReason.PEER_GONE)
    end = await stage.conduct()
    assert end.reason == "peer_gone"


async def test_a_cancelled_call_is_closed_with_a_reason(stage: Stage) -> None:
    call = asyncio.ensure_future(stage.runner().run())
    await stage.clock.advance(3_000)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert stage.journal.end == (CallStatus.FAILED, "node_stopped")
    assert stage.journal.is_closed
    assert stage.recorders.opened[0].closed_with == "node_stopped"
    assert stage.leg.is_hung_up


async def test_both_sides_are_recorded_where_they_were_heard(stage: Stage) -> None:
    stage.leg.says("hello there", at_ms=GREETING_MS)
    stage.leg.hangs_up(9_000)
    await stage.conduct()
    recorder = stage.recorders.opened[0]
    caller = np.flatnonzero(recorder.caller_track) * 1000 / 8000
    assert (caller[0], round(caller[-1])) == (GREETING_MS, GREETING_MS + 1_000)
    (answer,) = [each for each in stage.journal.segments.values() if each.text.startswith("You said")]
    ours = np.flatnonzero(recorder.receptionist_track) * 1000 / 8000
    assert abs(ours[ours > GREETING_MS][0] - answer.start_ms) <= 20
