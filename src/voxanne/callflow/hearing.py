"""The caller's side of the call: speech, words, pauses, keys, and when a turn is over. Pure."""

from __future__ import annotations

from voxanne.callflow.alarms import Alarms
from voxanne.callflow.commands import JudgeTurn, Transcribe, TranscribePartial
from voxanne.callflow.endpointing import required_silence_ms, words_of
from voxanne.callflow.events import (
    CallerSpeechContinued,
    CallerSpeechPaused,
    CallerSpeechStarted,
    PartialHeard,
    TranscriptHeard,
    TranscriptionFailed,
    TurnJudged,
    TurnJudgementFailed,
)
from voxanne.callflow.floor import FindRedFlag, Timer
from voxanne.callflow.interjections import Interjection, interjection
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import Expecting
from voxanne.callflow.states import State
from voxanne.callflow.turns import Utterance

PARTIAL_FROM_MS = 900
"""Caller speech shorter than this is not worth a partial transcription: the pause will bring the words."""
ECHOES_TO_BELIEVE = 2
_FAREWELLS = {"bye", "goodbye", "thanks", "thank", "you", "too", "cheers", "day", "nice", "have", "a", "good"}


class Hearing(Alarms):
    """What the caller says, and when it is our turn."""

    def __init__(self, plan: CallPlan, find_red_flag: FindRedFlag) -> None:
        super().__init__(plan, find_red_flag)
        self._digits = ""
        """Keys pressed so far; `keys` gathers them."""
        self._last_digit_ms = 0
        self._echoes = 0

    # speech ------------------------------------------------------------------------------------------

    def _on_caller_speech_started(self, event: CallerSpeechStarted) -> None:
        utterance = self.turns.utterance
        self._attend()
        if utterance is None:
            self.turns.begin(event.at_ms, was_interruption=False)
        elif utterance.paused_at is not None and not utterance.is_forced:
            self._resume_utterance(utterance, event.at_ms)

    def _attend(self) -> None:
        """The caller speaks: nothing that waits for their silence may happen."""
        self._cancel_timers(Timer.SILENCE, Timer.ENDPOINT, Timer.TRANSCRIPT)
        if not self.is_goodbye_final:
            self._cancel_timers(Timer.HANG_UP)

    def _resume_utterance(self, utterance: Utterance, at_ms: int) -> None:
        """The pause was not the end of the turn: what we made of it so far is void."""
        self._cancel_reply()
        self.turns.revise(utterance, at_ms, keep_over_ms=self.plan.pace.respeak_over_ms)
        if self.state is State.THINKING:
            self._move(State.LISTENING)

    def _on_caller_speech_continued(self, event: CallerSpeechContinued) -> None:
        utterance = self.turns.utterance or self.turns.begin(event.at_ms, was_interruption=False)
        if utterance.is_forced:
            return
        if utterance.paused_at is not None:
            self._resume_utterance(utterance, event.at_ms)
        self._attend()
        utterance.end_ms = max(utterance.end_ms, event.at_ms)
        utterance.voiced_ms = max(utterance.voiced_ms, event.voiced_ms)
        if event.voiced_ms >= self._barge_in_ms():
            self._yield_to(utterance)
        if event.at_ms - utterance.span_start_ms >= self.plan.pace.longest_utterance_ms:
            self._force_end(utterance)
        elif event.is_room_for_partial and event.voiced_ms >= PARTIAL_FROM_MS:
            self._emit(TranscribePartial(utterance.turn_id, utterance.span_start_ms, event.at_ms))

    def _barge_in_ms(self) -> int:
        """On a line that echoes it takes more to make us fall silent, else we would interrupt ourselves."""
        pace = self.plan.pace
        return pace.barge_in_ms if self._echoes < ECHOES_TO_BELIEVE else pace.barge_in_despite_echo_ms

    def _yield_to(self, utterance: Utterance) -> None:
        """Real speech over ours: fall silent at once, and find out later whether it was meant to stop us."""
        if not self.playout.is_idle and not self.playout.is_held and not self.playout.is_protected:
            utterance.was_interruption = True
            self._hold()

    def _force_end(self, utterance: Utterance) -> None:
        """Nobody speaks this long without a pause: take what there is."""
        utterance.is_forced = True
        utterance.paused_at = self._now
        self._ask_for_words(utterance, utterance.end_ms)

    def _on_caller_speech_paused(self, event: CallerSpeechPaused) -> None:
        utterance = self.turns.utterance
        if utterance is None or utterance.is_forced or utterance.paused_at is not None:
            return
        utterance.end_ms = max(utterance.end_ms, event.at_ms)
        utterance.voiced_ms = max(utterance.voiced_ms, event.voiced_ms)
        utterance.paused_at = self._now - event.silence_ms
        is_blip = event.voiced_ms < self.plan.pace.barge_in_ms and utterance.revision == 1
        if is_blip and not self.playout.is_idle:
            self._discard(utterance)
            return
        to_ms = event.at_ms + event.silence_ms
        self._ask_for_words(utterance, to_ms)
        utterance.is_judging = True
        self._emit(JudgeTurn(utterance.turn_id, to_ms))

    def _ask_for_words(self, utterance: Utterance, to_ms: int) -> None:
        self._set_timer(Timer.TRANSCRIPT, self.plan.pace.transcript_deadline_ms)
        is_name = self.expecting in (Expecting.NAME, Expecting.SPELLING)
        self._emit(Transcribe(utterance.turn_id, utterance.span_start_ms, to_ms, is_name))

    # words -------------------------------------------------------------------------------------------

    def _on_partial_heard(self, event: PartialHeard) -> None:
        utterance = self.turns.utterance
        assert utterance is not None
        if utterance.text is not None:
            return  # the pause's own transcript was quicker
        text = " ".join(piece for piece in (utterance.kept_text, event.text) if piece)
        utterance.partial_text = text
        flag = self._new_red_flag(utterance, text, is_final=False)
        if text:
            self._save_caller(utterance, text, is_final=False)
        if flag is not None:
            self._raise_alarm(utterance, flag)

    def _on_transcript_heard(self, event: TranscriptHeard) -> None:
        utterance = self.turns.utterance
        assert utterance is not None
        self._cancel_timers(Timer.TRANSCRIPT)
        utterance.text = event.text.strip() or (utterance.partial_text if utterance.is_turn else "")
        if self.state is State.ENDED:
            self._keep_last_words(utterance)
            return
        flag = self._new_red_flag(utterance, utterance.whole_text)
        if flag is not None:
            self._raise_alarm(utterance, flag)
            self._settle_caller_turn()
        elif utterance.alarms and self._is_alarming(utterance.whole_text):
            self._settle_caller_turn()  # its alarm was raised while it was still being spoken
        elif not utterance.whole_text:
            self._hear_nothing(utterance)
        elif self.state is State.CLOSING:
            self._hear_over_goodbye(utterance)
        elif self._is_interjection(utterance):
            self._discard(utterance)
        else:
            self._hear_words(utterance)

    def _is_interjection(self, utterance: Utterance) -> bool:
        """A nod or an echo over our speech; a nod is kept in the transcript."""
        if self.playout.is_idle or self.playout.is_protected or utterance.is_turn:
            return False
        kind = interjection(
            utterance.whole_text,
            self.playout.our_words(),
            is_answer_expected=self.expecting is Expecting.YES_OR_NO,
            is_greeting=self.state is State.GREETING,
        )
        self._echoes += kind is Interjection.ECHO
        if kind is Interjection.BACKCHANNEL:
            self._settle_caller_turn()
        return kind in (Interjection.BACKCHANNEL, Interjection.ECHO)

    def _hear_words(self, utterance: Utterance) -> None:
        if not self.playout.is_protected:
            self._hush()
            if self.state in (State.GREETING, State.SPEAKING):
                self._cancel_reply()
                self._move(State.LISTENING)
        if self.state is State.THINKING and utterance.partial_text == utterance.whole_text:
            return  # the recogniser was late, and we are already at it
        utterance.is_turn = True
        utterance.partial_text = utterance.whole_text
        self._save_caller(utterance, utterance.whole_text, is_final=False)
        if not self._is_unaided:
            self._generate(utterance)
            if self.state is State.THINKING:
                self._await_reply()
        self._consider_end(utterance)

    def _hear_nothing(self, utterance: Utterance) -> None:
        is_runaway = self.guard.note_wordless(utterance.voiced_ms)
        self._discard(utterance)
        if is_runaway and not self.is_goodbye_final:
            self._close("runaway", "no_caller", self.plan.phrases.runaway_goodbye)

    def _hear_over_goodbye(self, utterance: Utterance) -> None:
        """ "Thank you, bye" lets the goodbye be; anything else keeps the call open."""
        if self.is_goodbye_final or all(word in _FAREWELLS for word in words_of(utterance.whole_text)):
            self._settle_caller_turn()
            self._discard(utterance)
            return
        self._cancel_timers(Timer.CLOSING, Timer.HANG_UP)
        self.end_reason = None
        self._move(State.LISTENING)
        self._hear_words(utterance)

    def _discard(self, utterance: Utterance) -> None:
        """It was nothing that needs an answer: forget it and go on as before."""
        if self.turns.utterance is utterance:
            if utterance.partial_text:
                self._save_caller(utterance, "", is_final=True)
            self.turns.close()
        self._cancel_timers(Timer.ENDPOINT, Timer.TRANSCRIPT)
        self._release()
        if self.state is State.LISTENING and self.playout.is_idle:
            if self.reply is None or self.reply.goodbye is None:
                self._await_caller()
                return
            self._move(State.SPEAKING)  # as if we had just fallen silent: the goodbye has waited for this
        self._go_on()

    def _on_transcription_failed(self, event: TranscriptionFailed) -> None:
        self._lose_words()

    def _lose_words(self) -> None:
        """The recogniser failed or is late: fall back on what we have, or ask again."""
        utterance = self.turns.utterance
        assert utterance is not None
        self._cancel_timers(Timer.TRANSCRIPT, Timer.ENDPOINT)
        rescued = utterance.kept_text or utterance.partial_text
        if rescued and utterance.text is None:
            self._on_transcript_heard(TranscriptHeard(utterance.turn_id, utterance.partial_text, 0.0, ""))
        elif self.state is State.ENDED:
            self.turns.close()
        elif not self.playout.is_idle or self.state is State.CLOSING:
            self._discard(utterance)
        elif self._is_unaided:
            self._move(State.THINKING)
            self._take_unaided_message(utterance)
        else:
            self._settle_caller_turn()
            self._apologise(self.plan.phrases.not_caught)

    # the end of a turn -------------------------------------------------------------------------------

    def _on_turn_judged(self, event: TurnJudged) -> None:
        self._note_judgement(event.probability)

    def _on_turn_judgement_failed(self, event: TurnJudgementFailed) -> None:
        self._note_judgement(None)

    def _note_judgement(self, probability: float | None) -> None:
        utterance = self.turns.utterance
        assert utterance is not None
        utterance.is_judging = False
        utterance.probability = probability
        self._consider_end(utterance)

    def _consider_end(self, utterance: Utterance) -> None:
        """End the turn when the caller has been silent long enough for what was said, else look again then."""
        if utterance.text is None or not utterance.whole_text or utterance.paused_at is None:
            return
        if self.state not in (State.LISTENING, State.SPEAKING):
            return
        needed_ms = 0
        if not utterance.is_forced:
            needed_ms = required_silence_ms(
                utterance.whole_text,
                utterance.probability,
                is_judging=utterance.is_judging,
                expecting=self.expecting,
            )
        silence_ms = self._now - utterance.paused_at
        if silence_ms < needed_ms:
            self._set_timer(Timer.ENDPOINT, needed_ms - silence_ms)
            return
        self._end_turn(utterance)

    def _end_turn(self, utterance: Utterance) -> None:
        self._cancel_timers(Timer.ENDPOINT, Timer.SILENCE)
        self._move(State.THINKING)
        if self.guard.note_turn(utterance.whole_text, was_forced=utterance.is_forced and not self._digits):
            self._close("runaway", "no_caller", self.plan.phrases.runaway_goodbye)
            return
        if self._is_unaided:
            self._take_unaided_message(utterance)
            return
        reply = self.reply
        if reply is None or reply.turn_id != utterance.turn_id:
            self._generate(utterance)
        elif reply.has_failed:
            self._fall_back()
            return
        elif reply.is_ended or reply.parts:
            self._take_floor()
            return
        self._await_reply()

    def _await_reply(self) -> None:
        self._set_timer(Timer.FILLER, self.plan.pace.filler_after_ms)
        self._set_timer(Timer.REPLY, self.plan.pace.reply_deadline_ms)
