"""What every part of the machine stands on: the state, timers, and the sentences we say. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from voxanne.callflow.actions import Action
from voxanne.callflow.commands import (
    CancelTimer,
    Command,
    NoteHeard,
    PauseSpeaking,
    ResumeSpeaking,
    RunAction,
    SaveOutcome,
    SaveSegment,
    SetTimer,
    Speak,
    Speaker,
    StopSpeaking,
)
from voxanne.callflow.guard import RunawayGuard
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.playout import Playout, Sentence, heard_words
from voxanne.callflow.reply import Citation, Expecting, ReplyPart
from voxanne.callflow.safety import RedFlag
from voxanne.callflow.sentences import sentences_of
from voxanne.callflow.states import MOVES, State
from voxanne.callflow.turns import Turns


class FindRedFlag(Protocol):
    """Looks for words that mean somebody is in danger."""

    def __call__(self, text: str, *, is_final: bool = True) -> RedFlag | None: ...


class Timer(StrEnum):
    ENDPOINT = "endpoint"  # the caller's pause may now be the end of the turn
    TRANSCRIPT = "transcript"  # the recogniser has had its time
    SILENCE = "silence"  # nobody has said anything for a while
    FILLER = "filler"  # the caller should hear that we are at it
    REPLY = "reply"  # the receptionist has had its time
    DIGITS = "digits"  # no more keys: the number is whole
    LAST_MINUTE = "last_minute"
    MAX_DURATION = "max_duration"
    HANG_UP = "hang_up"  # the goodbye has been heard
    CLOSING = "closing"  # whatever happens, hang up now


@dataclass(slots=True)
class Reply:
    """A reply as it is being composed and, once committed, spoken."""

    turn_id: int
    parts: list[ReplyPart] = field(default_factory=list)
    is_committed: bool = False
    is_ended: bool = False
    has_failed: bool = False
    spoken_fallback: str | None = None
    goodbye: str | None = None
    """The call's outcome, when this reply ends the call."""


class Floor:
    """State, timers and mouth of one call."""

    def __init__(self, plan: CallPlan, find_red_flag: FindRedFlag) -> None:
        self.plan = plan
        self.state = State.RINGING
        self.turns = Turns()
        self.playout = Playout()
        self.guard = RunawayGuard()
        self.reply: Reply | None = None
        self.expecting = Expecting.ANYTHING
        self.outcome: str | None = None
        self.timers: dict[Timer, int] = {}
        self.pending_actions: set[int] = set()
        self._find_red_flag = find_red_flag
        self._is_notice_due = plan.is_recorded
        self._stopped: list[Sentence] = []
        """Sentences cut off, of which we still wait to learn how much was heard."""
        self._heard_turn = 0
        self._heard_of_turn: list[str] = []
        """What the caller heard of the reply to the turn `_heard_turn`, sentence by sentence."""
        self._out: list[Command] = []
        self._now = 0
        self._last_serial = 0
        self._last_action_id = 0

    def _emit(self, command: Command) -> None:
        self._out.append(command)

    def _move(self, to: State) -> None:
        if to is self.state:
            return
        assert to in MOVES[self.state], f"no move from {self.state} to {to}"
        self.state = to

    def _set_timer(self, timer: Timer, after_ms: int) -> None:
        self._last_serial += 1
        self.timers[timer] = self._last_serial
        self._emit(SetTimer(timer.value, self._last_serial, max(1, after_ms)))

    def _cancel_timers(self, *timers: Timer) -> None:
        for timer in timers:
            if self.timers.pop(timer, None) is not None:
                self._emit(CancelTimer(timer.value))

    def _say(
        self,
        text: str,
        turn_id: int = 0,
        citations: tuple[Citation, ...] = (),
        *,
        is_protected: bool = False,
        is_notice: bool = False,
    ) -> None:
        """Queue what is to be heard next, sentence by sentence."""
        for piece in sentences_of(text):
            sentence = Sentence(
                self.playout.next_id(), turn_id, piece, citations, is_protected=is_protected, is_notice=is_notice
            )
            self.playout.add(sentence)
            self._emit(Speak(sentence.speech_id, turn_id, piece))

    def _hold(self) -> None:
        """Fall silent for now: somebody speaks over us."""
        self.playout.is_held = True
        self._emit(PauseSpeaking())

    def _release(self) -> None:
        """Go on from what was heard: it was no interruption."""
        if self.playout.is_held:
            self.playout.is_held = False
            self._emit(ResumeSpeaking())

    def _hush(self) -> None:
        """Stop speaking for good; what was not begun is forgotten, what was begun is reported as heard."""
        if self.playout.is_idle:
            return
        queue = self.playout.queue
        begun = [sentence for sentence in queue if sentence.started_at_ms is not None]
        was_reply_cut = any(sentence.turn_id == self._heard_turn != 0 for sentence in queue)
        self._stopped += begun
        self._emit(StopSpeaking())
        if was_reply_cut:
            self._note_cut(begun)
        queue.clear()
        self.playout.is_held = False

    def _note_cut(self, begun: list[Sentence]) -> None:
        """Tell how much of the reply was heard; at once if we had fallen silent before, else on the report."""
        of_reply = [sentence for sentence in begun if sentence.turn_id == self._heard_turn]
        if of_reply and not self.playout.is_held:
            return
        for sentence in of_reply:
            sentence.is_noted = True
            self._heard_of_turn.append(heard_words(sentence.text, self.playout.held_at_ms, sentence.duration_ms))
        self._emit(NoteHeard(self._heard_turn, " ".join(filter(None, self._heard_of_turn))))

    def _sentence(self, speech_id: int) -> Sentence | None:
        """A sentence that is queued, or was stopped and awaits its report."""
        stopped = (each for each in self._stopped if each.speech_id == speech_id)
        return self.playout.find(speech_id) or next(stopped, None)

    def _finish(self, sentence: Sentence, at_ms: int, heard_ms: int, duration_ms: int) -> None:
        """Keep what was heard of a sentence that is over."""
        text = heard_words(sentence.text, heard_ms, duration_ms)
        was_stopped = sentence in self._stopped
        if was_stopped:
            self._stopped.remove(sentence)
        else:
            self.playout.finish(sentence, text)
        if sentence.started_at_ms is not None:
            self._save_ours(sentence, text, max(at_ms, sentence.started_at_ms), is_final=True)
        if sentence.is_notice and text == sentence.text:
            self._is_notice_due = False
        if text and sentence.turn_id == self._heard_turn and not sentence.is_noted:
            self._heard_of_turn.append(text)
        if was_stopped and sentence.turn_id == self._heard_turn != 0 and not sentence.is_noted:
            self._emit(NoteHeard(self._heard_turn, " ".join(self._heard_of_turn)))

    def _save_ours(self, sentence: Sentence, text: str, end_ms: int, *, is_final: bool) -> None:
        self._emit(
            SaveSegment(
                segment_id=sentence.segment_id,
                turn_id=sentence.turn_id,
                speaker=Speaker.RECEPTIONIST,
                text=text,
                start_ms=sentence.started_at_ms or 0,
                end_ms=end_ms,
                is_final=is_final,
                citations=sentence.citations,
            )
        )

    def _run(self, action: Action) -> int:
        self._last_action_id += 1
        self.pending_actions.add(self._last_action_id)
        self._emit(RunAction(self._last_action_id, action))
        return self._last_action_id

    def _note_outcome(self, outcome: str) -> None:
        """Emergencies keep their name whatever follows."""
        if self.outcome not in ("emergency", outcome):
            self.outcome = outcome
            self._emit(SaveOutcome(outcome))
