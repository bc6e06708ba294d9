"""Keys of the caller's telephone: gathered, then a turn like any other. Pure."""

from __future__ import annotations

from voxanne.callflow.events import DigitPressed
from voxanne.callflow.floor import Timer
from voxanne.callflow.hearing import Hearing
from voxanne.callflow.states import State

LONGEST_DIGITS = 32


class Keys(Hearing):
    """`#` ends a number, a pause does too, `*` begins it anew."""

    def _on_digit_pressed(self, event: DigitPressed) -> None:
        if event.digit == "#" and not self._digits:
            return
        self._last_digit_ms = event.at_ms
        if not self.playout.is_protected:
            self._hush()
        if self.state in (State.GREETING, State.THINKING) or self.playout.is_idle:
            self._cancel_reply()
            self._move(State.LISTENING)
        self._cancel_timers(Timer.SILENCE, Timer.ENDPOINT)
        if event.digit == "#":
            self._finish_digits(event.at_ms)
            return
        if event.digit == "*":
            self._digits = ""
        elif event.digit.isdigit():
            self._digits = (self._digits + event.digit)[:LONGEST_DIGITS]
        self._set_timer(Timer.DIGITS, self.plan.pace.digits_pause_ms)

    def _finish_digits(self, at_ms: int) -> None:
        """The keys pressed become a turn of the caller, as text, behind what was being said."""
        self._cancel_timers(Timer.DIGITS, Timer.ENDPOINT)
        utterance = self.turns.utterance
        if self.state is State.THINKING:
            self._cancel_reply()
            self._move(State.LISTENING)
        if not self._digits:
            self._go_on_without_digits()
            return
        self._cancel_timers(Timer.TRANSCRIPT)
        if utterance is None:
            utterance = self.turns.begin(at_ms, was_interruption=False)
        else:
            utterance.kept_text = utterance.best_text
            self.turns.revise(utterance, at_ms, keep_over_ms=self.plan.pace.respeak_over_ms)
        utterance.text, utterance.paused_at, utterance.is_forced = self._digits, self._now, True
        self._hear_words(utterance)
        self._digits = ""

    def _go_on_without_digits(self) -> None:
        """Keys were pressed and taken back: what was going on before goes on."""
        utterance = self.turns.utterance
        if utterance is None:
            if self.state is State.LISTENING and self.playout.is_idle:
                self._await_caller()
        elif utterance.is_turn and utterance.paused_at is not None and utterance.text is not None:
            self._hear_words(utterance)
