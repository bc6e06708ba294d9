"""Whose floor it is when nobody speaks, and how a call ends. Pure."""

from __future__ import annotations

from voxanne.callflow.commands import CancelReply, HangUp, SaveSegment, Speaker
from voxanne.callflow.floor import FindRedFlag, Floor, Timer
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.states import State
from voxanne.callflow.turns import Utterance


class Closing(Floor):
    """Settled turns, the caller's silence, and goodbyes."""

    def __init__(self, plan: CallPlan, find_red_flag: FindRedFlag) -> None:
        super().__init__(plan, find_red_flag)
        self.silence_since = 0
        self.silence_stage = 0
        self.end_reason: str | None = None
        """Why we are closing; None while the call goes on."""
        self.is_goodbye_final = False
        """Nothing the caller says can keep the call open any more."""
        self.has_hung_up = False
        self._is_warning_due = False

    def _save_caller(self, utterance: Utterance, text: str, *, is_final: bool) -> None:
        end_ms = max(utterance.start_ms, utterance.end_ms)
        self._emit(
            SaveSegment(
                utterance.segment_id, utterance.turn_id, Speaker.CALLER, text, utterance.start_ms, end_ms, is_final
            )
        )

    def _settle_caller_turn(self) -> None:
        """Keep the caller's words for good; nothing more is expected of this turn."""
        utterance = self.turns.utterance
        if utterance is None:
            return
        self._cancel_timers(Timer.ENDPOINT, Timer.TRANSCRIPT)
        if utterance.best_text or utterance.partial_text:
            self._save_caller(utterance, utterance.best_text, is_final=True)
        self.turns.close()
        self.silence_stage = 0

    def _cancel_reply(self) -> None:
        """Let go of a reply that is still being composed, and of one that was never committed."""
        reply = self.reply
        if reply and not reply.is_ended and not reply.has_failed and self.turns.reply_turn_id is not None:
            self._emit(CancelReply(reply.turn_id))
        if reply and not reply.is_committed:
            self.reply = None
        self.turns.reply_turn_id = None
        self._cancel_timers(Timer.FILLER, Timer.REPLY)

    def _give_floor(self) -> None:
        """The caller may speak now."""
        self._move(State.LISTENING)
        if self.silence_stage == 0:
            self.silence_since = self._now
        if self._is_warning_due:
            self._move(State.SPEAKING)
            self._say_what_is_due()
        elif self.turns.utterance is None:
            self._await_caller()

    def _await_caller(self) -> None:
        """Have the silence noticed when it has lasted long enough for the next prompt."""
        pace = self.plan.pace
        due_ms = self.silence_since + (*pace.silence_prompts_ms, pace.silence_close_ms)[self.silence_stage]
        self._set_timer(Timer.SILENCE, due_ms - self._now)

    def _prompt_silent_caller(self) -> None:
        if self.state is not State.LISTENING or self.turns.utterance or not self.playout.is_idle:
            return
        phrases = self.plan.phrases
        if self.silence_stage >= len(self.plan.pace.silence_prompts_ms):
            self._close("caller_silent", None, phrases.silent_goodbye)
            return
        self._move(State.SPEAKING)
        self._say(phrases.still_there if self.silence_stage == 0 else phrases.take_your_time)
        self.silence_stage += 1

    def _say_what_is_due(self) -> None:
        """The recording notice if the greeting was cut short of it, and the last-minute warning."""
        if self._is_notice_due:
            self._say(self.plan.phrases.recording_notice, is_protected=True, is_notice=True)
        if self._is_warning_due:
            self._is_warning_due = False
            self._say(self.plan.phrases.nearly_over)

    def _begin_closing(self, reason: str, outcome: str | None, *, is_final: bool) -> None:
        self._cancel_timers(Timer.ENDPOINT, Timer.TRANSCRIPT, Timer.SILENCE, Timer.FILLER, Timer.REPLY, Timer.DIGITS)
        self._move(State.CLOSING)
        self.end_reason = reason
        self.is_goodbye_final = is_final
        if outcome is not None:
            self._note_outcome(outcome)
        self._set_timer(Timer.CLOSING, self.plan.pace.closing_limit_ms)

    def _close(self, reason: str, outcome: str | None, goodbye: str) -> None:
        """End the call politely, whatever was going on."""
        self._settle_caller_turn()
        self._cancel_reply()
        self._hush()
        self._begin_closing(reason, outcome, is_final=True)
        self._say(goodbye, is_protected=True)

    def _hang_up(self, reason: str) -> None:
        if not self.has_hung_up:
            self.has_hung_up = True
            self.end_reason = reason
            self._emit(HangUp(reason))
