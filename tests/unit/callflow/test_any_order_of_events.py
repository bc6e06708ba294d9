"""Whatever happens, in whatever order: the machine holds its law."""

from __future__ import annotations

from typing import Any, get_args

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voxanne.callflow import commands as c
from voxanne.callflow import events as e
from voxanne.callflow.actions import EndCall, Escalate, EscalationKind, TakeMessage
from voxanne.callflow.floor import Timer
from voxanne.callflow.machine import HEARD_IN, CallMachine
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import Do, Expect, Expecting, Say
from voxanne.callflow.safety import RedFlag, RedFlagKind, spoken_line
from voxanne.callflow.sentences import sentences_of
from voxanne.callflow.states import State

TEXTS = st.sampled_from(
    [
        "",
        "uh-huh",
        "okay",
        "how much is botox",
        "I have chest pain",
        "goodbye",
        "my number is",
        "it was and",
        "yes",
        "thank you for calling harbour clinic today",
    ]
)
PARTS = st.sampled_from(
    [
        Say("We are open on Saturday."),
        Say("Botox starts at two hundred pounds. It takes half an hour."),
        Expect(Expecting.YES_OR_NO),
        Expect(Expecting.DIGITS),
        Do(EndCall("answered")),
        Do(Escalate(EscalationKind.PERSON_REQUESTED, "asked")),
        Do(TakeMessage("Ann Lee", "+442079460111", "a question")),
    ]
)
EMERGENCY_LINE = sentences_of(spoken_line(RedFlag(RedFlagKind.CHEST_PAIN, ""), "999"))


class AnyCall(RuleBasedStateMachine):
    """Plays a world that is as unruly as it can be: results for any turn, speech that never stops, lost timers."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = CallMachine(CallPlan(("Hello, this is Harbour Clinic.", "This call is recorded."), "999"))
        self.now = 0
        self.media = 0
        self.timers: dict[str, tuple[int, int]] = {}
        self.queued: list[int] = []
        self.sounding: int | None = None
        self.stopped: list[int] = []
        self.is_paused = False
        self.turns: list[int] = [0]
        self.dead_turns: set[int] = set()
        self.committed: list[int] = []
        self.actions: list[int] = []
        self.hung_up = 0
        self.final_segments: set[int] = set()
        self.is_speaking = False
        self.waiting: set[Any] = set()
        self.send(e.LegAnswered())

    def send(self, event: e.Event, after_ms: int = 0) -> None:
        self.now += after_ms
        was_ended = self.machine.state is State.ENDED
        for command in self.machine.handle(event, self.now):
            self.obey(command)
            if was_ended:
                assert isinstance(command, c.SaveSegment | c.SaveOutcome | c.RunAction | c.NoteHeard | c.CancelTimer), (
                    command
                )

    def obey(self, command: c.Command) -> None:
        match command:
            case c.Speak(speech_id, turn_id, text):
                assert text
                assert turn_id == 0 or turn_id in self.committed or text in EMERGENCY_LINE
                self.queued.append(speech_id)
            case c.StopSpeaking():
                self.stopped += [self.sounding] if self.sounding is not None else []
                self.sounding, self.queued, self.is_paused = None, [], False
            case c.PauseSpeaking():
                assert not self.is_paused
                self.is_paused = True
            case c.ResumeSpeaking():
                assert self.is_paused
                self.is_paused = False
            case c.SetTimer(name, serial, after_ms):
                assert 0 < after_ms <= 30 * 60_000
                self.timers[name] = (self.now + after_ms, serial)
            case c.CancelTimer(name):
                del self.timers[name]
            case c.Transcribe(turn_id, from_ms, to_ms):
                assert from_ms <= to_ms
                self.turns.append(turn_id)
                self.waiting.add(("words", turn_id))
            case c.GenerateReply(turn_id, text, _):
                assert text.strip()
                self.waiting.add(("reply", turn_id))
            case c.CommitReply(turn_id):
                assert turn_id not in self.committed
                self.committed.append(turn_id)
            case c.RunAction(action_id, _):
                self.actions.append(action_id)
            case c.SaveSegment(segment_id=segment_id, is_final=is_final, start_ms=start_ms, end_ms=end_ms):
                assert segment_id > 0
                assert segment_id not in self.final_segments
                assert start_ms <= end_ms
                if is_final:
                    self.final_segments.add(segment_id)
            case c.HangUp():
                self.hung_up += 1
                assert self.hung_up == 1
            case _:
                pass

    @rule(gap=st.integers(0, 4000))
    def caller_starts(self, gap: int) -> None:
        if not self.is_speaking:
            self.is_speaking = True
            self.media += gap
            self.send(e.CallerSpeechStarted(self.media), gap)

    @rule(voiced=st.integers(1, 40_000), room=st.booleans())
    def caller_goes_on(self, voiced: int, room: bool) -> None:
        if self.is_speaking:
            self.media += min(voiced, 1000)
            self.send(e.CallerSpeechContinued(self.media, voiced, room), min(voiced, 1000))

    @rule(voiced=st.integers(1, 3000))
    def caller_pauses(self, voiced: int) -> None:
        if self.is_speaking:
            self.is_speaking = False
            self.media += voiced
            self.send(e.CallerSpeechPaused(self.media, voiced, 128), voiced + 128)

    @rule(data=st.data(), text=TEXTS, fails=st.booleans())
    def words_come(self, data: st.DataObject, text: str, fails: bool) -> None:
        turn_id = data.draw(st.sampled_from(self.turns))
        self.waiting.discard(("words", turn_id))
        failed = fails and text == ""
        self.send(e.TranscriptionFailed(turn_id) if failed else e.TranscriptHeard(turn_id, text, 0.9, text), 70)

    @rule(data=st.data(), text=TEXTS)
    def partial_words_come(self, data: st.DataObject, text: str) -> None:
        self.send(e.PartialHeard(data.draw(st.sampled_from([*self.turns, self.turns[-1] + 1])), text), 70)

    @rule(data=st.data(), probability=st.none() | st.floats(0, 1))
    def turn_is_judged(self, data: st.DataObject, probability: float | None) -> None:
        turn_id = data.draw(st.sampled_from(self.turns))
        judged = e.TurnJudgementFailed(turn_id) if probability is None else e.TurnJudged(turn_id, probability)
        self.send(judged, 70)

    @rule(data=st.data(), part=PARTS)
    def part_comes(self, data: st.DataObject, part: Any) -> None:
        self.send(e.ReplyPartReady(data.draw(st.sampled_from(self.turns)), part), 5)

    @rule(data=st.data(), fails=st.booleans())
    def reply_ends(self, data: st.DataObject, fails: bool) -> None:
        turn_id = data.draw(st.sampled_from(self.turns))
        self.send(e.ReplyFailed(turn_id) if fails else e.ReplyEnded(turn_id), 5)

    @rule()
    def speech_sounds(self) -> None:
        if self.queued and self.sounding is None and not self.is_paused:
            self.sounding = self.queued.pop(0)
            self.send(e.SpeechStarted(self.sounding, self.now, 2000), 30)

    @rule()
    def speech_is_over(self) -> None:
        if self.sounding is not None and not self.is_paused:
            over, self.sounding = self.sounding, None
            self.send(e.SpeechEnded(over, self.now + 2000, 2000, 2000), 2000)

    @rule(heard=st.integers(0, 2000))
    def stop_is_reported(self, heard: int) -> None:
        if self.stopped:
            self.send(e.SpeechEnded(self.stopped.pop(), self.now, heard, 2000), 0)

    @rule()
    def speech_fails(self) -> None:
        if self.queued and self.sounding is None and not self.is_paused:
            self.send(e.SpeechFailed(self.queued.pop(0)), 5)

    @rule(data=st.data(), is_done=st.booleans(), transfer=st.sampled_from([None, None, "+442079460199"]))
    def action_returns(self, data: st.DataObject, is_done: bool, transfer: str | None) -> None:
        if self.actions:
            self.send(e.ActionReturned(data.draw(st.sampled_from(self.actions)), is_done, None, transfer), 5)

    @rule(outcome=st.sampled_from(["connected", "busy", "failed"]))
    def transfer_ends(self, outcome: str) -> None:
        self.send(e.TransferEnded(outcome), 100)

    @rule(digit=st.sampled_from("0123456789*#"))
    def key_is_pressed(self, digit: str) -> None:
        self.send(e.DigitPressed(digit, self.media), 100)

    @rule()
    def next_timer_fires(self) -> None:
        if self.timers:
            name = min(self.timers, key=lambda each: self.timers[each][0])
            due, serial = self.timers.pop(name)
            self.now = max(self.now, due)
            self.send(e.TimerFired(name, serial))

    @rule(serial=st.integers(0, 20), name=st.sampled_from(list(Timer)))
    def stale_timer_fires(self, serial: int, name: Timer) -> None:
        if self.timers.get(name.value, (0, -1))[1] != serial:
            before = self.machine.state
            self.send(e.TimerFired(name.value, serial))
            assert self.machine.state is before

    @rule()
    def close_is_requested(self) -> None:
        if self.now > 60_000:
            self.send(e.CloseRequested("draining"))

    @rule()
    def leg_hangs_up(self) -> None:
        if self.now > 20_000:
            self.send(e.LegHungUp("caller_hung_up"))
            assert self.machine.state is State.ENDED
            assert not self.timers

    @invariant()
    def nobody_is_left_in_dead_air(self) -> None:
        """In a live call something is always going on that ends by itself."""
        if self.machine.state in (State.RINGING, State.ENDED) or self.hung_up:
            return
        goes_on = set(self.timers) - {Timer.MAX_DURATION, Timer.LAST_MINUTE}
        is_sounding = bool((self.queued or self.sounding is not None) and not self.is_paused)
        is_transferring = self.machine.state is State.TRANSFERRING
        waits_for_action = bool(self.machine.pending_actions)
        assert goes_on or is_sounding or self.is_speaking or is_transferring or waits_for_action

    @invariant()
    def machine_and_world_agree_on_what_is_to_be_heard(self) -> None:
        expected = ([self.sounding] if self.sounding is not None else []) + self.queued
        assert [sentence.speech_id for sentence in self.machine.playout.queue] == expected
        assert self.machine.playout.is_held == self.is_paused

    @invariant()
    def timers_are_few(self) -> None:
        assert len(self.timers) <= len(Timer)
        assert {timer.value for timer in self.machine.timers} == set(self.timers)


AnyCall.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestAnyCall = AnyCall.TestCase


def test_every_event_is_heard_or_ignored_in_every_state() -> None:
    assert set(HEARD_IN) == set(get_args(e.Event))
    for method, states in HEARD_IN.values():
        assert callable(getattr(CallMachine, method))
        assert states <= set(State)
        assert states
