"""Our side of the call: replies committed and spoken, actions run, goodbyes said. Pure."""

from __future__ import annotations

from voxanne.callflow.actions import EndCall, TakeMessage
from voxanne.callflow.closing import Closing
from voxanne.callflow.commands import CommitReply, GenerateReply, PrepareSpeech, Transfer
from voxanne.callflow.events import (
    ActionReturned,
    ReplyEnded,
    ReplyFailed,
    ReplyPartReady,
    SpeechEnded,
    SpeechFailed,
    SpeechPaused,
    SpeechStarted,
    TransferEnded,
)
from voxanne.callflow.floor import FindRedFlag, Reply, Timer
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import Do, Expect, Expecting, ReplyPart, Say
from voxanne.callflow.sentences import sentences_of
from voxanne.callflow.states import State
from voxanne.callflow.turns import Utterance

FAILURES_BEFORE_MESSAGE = 2
"""After this many failures in a row we stop asking and offer to take a message."""
SPEECH_FAILURES_BEFORE_END = 3
NOT_TRANSCRIBED = "(The caller's words could not be transcribed; please listen to the recording.)"


class Replying(Closing):
    """What we say, and what we do because of it."""

    def __init__(self, plan: CallPlan, find_red_flag: FindRedFlag) -> None:
        super().__init__(plan, find_red_flag)
        self.failures = 0
        self._speech_failures = 0
        self._transfer_to: str | None = None
        self._is_unaided = False
        """The engines failed: the next turn is taken down as a message, without the receptionist."""
        self._message_action: int | None = None

    # replies -----------------------------------------------------------------------------------------

    def _generate(self, utterance: Utterance) -> None:
        self._cancel_reply()
        self.reply = Reply(utterance.turn_id)
        self.turns.reply_turn_id = utterance.turn_id
        self._emit(GenerateReply(utterance.turn_id, utterance.whole_text, utterance.was_interruption))

    def _on_reply_part_ready(self, event: ReplyPartReady) -> None:
        assert self.reply is not None
        if self.reply.is_committed:
            self._perform_part(event.part)
            return
        is_first_sentence = not any(isinstance(part, Say) for part in self.reply.parts)
        self.reply.parts.append(event.part)
        if isinstance(event.part, Say) and is_first_sentence:
            self._prepare(event.part.text)
        if self.state is State.THINKING and isinstance(event.part, Say):
            self._take_floor()

    def _prepare(self, text: str) -> None:
        """Have the first sentence ready by the time the turn is known to be over."""
        for sentence in sentences_of(text)[:1]:
            self._emit(PrepareSpeech(sentence))

    def _on_reply_ended(self, event: ReplyEnded) -> None:
        assert self.reply is not None
        self.reply.is_ended = True
        if self.reply.is_committed:
            self.failures = 0
            self._cancel_timers(Timer.REPLY)
            self._go_on()
        elif self.state is State.THINKING:
            self._take_floor()

    def _on_reply_failed(self, event: ReplyFailed) -> None:
        assert self.reply is not None
        self.reply.has_failed = True
        self.reply.spoken_fallback = event.spoken_fallback
        if self.reply.is_committed or self.state is State.THINKING:
            self._fall_back()

    def _fall_back(self) -> None:
        """The receptionist let us down; the caller must not notice more than a sentence of it."""
        fallback = self.reply.spoken_fallback if self.reply else None
        self._settle_caller_turn()
        self._cancel_reply()
        self._apologise(fallback or self.plan.phrases.in_trouble)

    def _apologise(self, sentence: str) -> None:
        self.failures += 1
        self._move(State.SPEAKING)
        if self.failures >= FAILURES_BEFORE_MESSAGE:
            self._is_unaided = True
            self._say(self.plan.phrases.offer_message)
        else:
            self._say(sentence)

    def _take_floor(self) -> None:
        """The caller's turn is over and our reply has begun to arrive: from here it is the truth."""
        reply = self.reply
        assert reply is not None
        self._settle_caller_turn()
        self._cancel_timers(Timer.FILLER, Timer.REPLY)
        self._emit(CommitReply(reply.turn_id))
        reply.is_committed = True
        self._heard_turn, self._heard_of_turn = reply.turn_id, []
        self.failures = 0 if reply.is_ended else self.failures
        self.expecting = Expecting.ANYTHING
        self._move(State.SPEAKING)
        self._say_what_is_due()
        for part in reply.parts:
            self._perform_part(part)
        self._go_on()

    def _perform_part(self, part: ReplyPart) -> None:
        assert self.reply is not None
        match part:
            case Say(text, citations):
                self._say(text, self.reply.turn_id, citations)
            case Expect(expecting):
                self.expecting = expecting
            case Do(EndCall(outcome)):
                self.reply.goodbye = outcome
            case Do(action):
                self._run(action)

    # speech ------------------------------------------------------------------------------------------

    def _on_speech_started(self, event: SpeechStarted) -> None:
        sentence = self._sentence(event.speech_id)
        if sentence is None or sentence.started_at_ms is not None:
            return
        self._speech_failures = 0
        sentence.segment_id = self.turns.next_segment_id()
        sentence.started_at_ms, sentence.duration_ms = event.at_ms, event.duration_ms
        self._save_ours(sentence, sentence.text, event.at_ms + event.duration_ms, is_final=False)

    def _on_speech_paused(self, event: SpeechPaused) -> None:
        self.playout.held_at_ms = event.heard_ms

    def _on_speech_ended(self, event: SpeechEnded) -> None:
        sentence = self._sentence(event.speech_id)
        if sentence is not None:
            self._finish(sentence, event.at_ms, event.heard_ms, event.duration_ms)
            self._go_on()

    def _on_speech_failed(self, event: SpeechFailed) -> None:
        sentence = self._sentence(event.speech_id)
        if sentence is None:
            return
        self._finish(sentence, 0, 0, 0)
        self._speech_failures += 1
        if self._speech_failures >= SPEECH_FAILURES_BEFORE_END:
            self._hang_up("speech_failed")
        elif self.state not in (State.CLOSING, State.ENDED) and self.playout.is_idle:
            self._say(self.plan.phrases.in_trouble)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Nothing is left to be heard: whose turn is it now?"""
        if not self.playout.is_idle:
            return
        if self.state is State.GREETING:
            self._give_floor()
        elif self.state is State.SPEAKING:
            self._go_on_from_reply()
        elif self.state is State.TRANSFERRING and self._transfer_to is not None:
            self._emit(Transfer(self._transfer_to))
            self._transfer_to = None
        elif self.state is State.CLOSING and not self.pending_actions:
            self._set_timer(Timer.HANG_UP, self.plan.pace.goodbye_grace_ms)

    def _go_on_from_reply(self) -> None:
        reply = self.reply
        if reply and reply.is_committed and not (reply.is_ended or reply.has_failed):
            if self.turns.reply_turn_id is not None:  # more sentences are being composed
                if Timer.REPLY not in self.timers:
                    self._set_timer(Timer.REPLY, self.plan.pace.reply_deadline_ms)
                return
        elif reply and reply.goodbye is not None and self.turns.utterance is None:
            self._begin_closing("goodbye", reply.goodbye, is_final=False)
            reply.goodbye = None
            self._go_on()
            return
        if self._transfer_to is not None:
            self._settle_caller_turn()
            self._move(State.TRANSFERRING)
            self._say(self.plan.phrases.connecting)
            return
        self._give_floor()

    # actions and endings -----------------------------------------------------------------------------

    def _on_action_returned(self, event: ActionReturned) -> None:
        if event.action_id not in self.pending_actions:
            return
        self.pending_actions.remove(event.action_id)
        if event.action_id == self._message_action:
            self._finish_unaided(is_done=event.is_done)
            return
        sentence = event.spoken or (None if event.is_done else self.plan.phrases.action_failed)
        if sentence is not None and not self.has_hung_up:
            if self.state is State.LISTENING and self.turns.utterance is None:
                self._cancel_timers(Timer.SILENCE)
                self._move(State.SPEAKING)
            self._cancel_timers(Timer.HANG_UP)
            self._say(sentence)
        if event.transfer_to is not None and self.state not in (State.CLOSING, State.TRANSFERRING):
            self._transfer_to = event.transfer_to
            if self.state is State.LISTENING and self.turns.utterance is None:
                self._cancel_timers(Timer.SILENCE)
                self._move(State.SPEAKING)
        self._go_on()

    def _on_transfer_ended(self, event: TransferEnded) -> None:
        if event.outcome == "connected":
            self._note_outcome("transferred")
            self._hang_up("transferred")
        else:
            self._move(State.SPEAKING)
            self.expecting = Expecting.YES_OR_NO
            self._say(self.plan.phrases.transfer_failed)

    def _take_unaided_message(self, utterance: Utterance) -> None:
        """Without a working receptionist the caller's own words are the message."""
        text = utterance.whole_text or NOT_TRANSCRIBED
        self._settle_caller_turn()
        self._cancel_reply()
        self._set_timer(Timer.REPLY, self.plan.pace.reply_deadline_ms)
        message = TakeMessage(caller_name="", phone=self.plan.caller_number or "", reason=text)
        self._message_action = self._run(message)

    def _finish_unaided(self, *, is_done: bool) -> None:
        self._message_action = None
        phrases = self.plan.phrases
        self._close(
            "technical_trouble",
            "message" if is_done else "failed",
            phrases.message_taken if is_done else phrases.action_failed,
        )
