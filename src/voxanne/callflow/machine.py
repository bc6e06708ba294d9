"""A call as a machine: events in, commands out. Pure; time is an argument, in ms since pick-up.

The law, in two tables: `states.MOVES` says which moves are legal, `HEARD_IN` in which states an event
means anything. Everywhere else it is ignored on purpose; a result for a turn that is no more is dropped
by `Turns.admits`.

    Floor      state, timers, what we say
    Closing    silence and goodbyes
    Replying   replies, speech, actions
    Hearing    the caller's speech and words, red flags, the end of a turn
    Keys       digits
    CallMachine  the tables, the leg and the timers
"""

from __future__ import annotations

from voxanne.callflow.commands import Command, Transcribe
from voxanne.callflow.events import (
    ActionReturned,
    CallerSpeechContinued,
    CallerSpeechPaused,
    CallerSpeechStarted,
    CloseRequested,
    DigitPressed,
    Event,
    LegAnswered,
    LegHungUp,
    PartialHeard,
    ReplyEnded,
    ReplyFailed,
    ReplyPartReady,
    SpeechEnded,
    SpeechFailed,
    SpeechPaused,
    SpeechStarted,
    TimerFired,
    TranscriptHeard,
    TranscriptionFailed,
    TransferEnded,
    TurnJudged,
    TurnJudgementFailed,
)
from voxanne.callflow.floor import FindRedFlag, Timer
from voxanne.callflow.keys import Keys
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.safety import find_red_flag
from voxanne.callflow.states import LIVE, TALKING, State

HEARD_IN: dict[type[Event], tuple[str, frozenset[State]]] = {
    LegAnswered: ("_on_leg_answered", frozenset({State.RINGING})),
    CallerSpeechStarted: ("_on_caller_speech_started", TALKING),
    CallerSpeechContinued: ("_on_caller_speech_continued", TALKING),
    CallerSpeechPaused: ("_on_caller_speech_paused", TALKING),
    PartialHeard: ("_on_partial_heard", TALKING),
    # the last words may come when the leg is gone
    TranscriptHeard: ("_on_transcript_heard", TALKING | {State.ENDED}),
    TranscriptionFailed: ("_on_transcription_failed", TALKING | {State.ENDED}),
    TurnJudged: ("_on_turn_judged", TALKING),
    TurnJudgementFailed: ("_on_turn_judgement_failed", TALKING),
    ReplyPartReady: ("_on_reply_part_ready", frozenset({State.LISTENING, State.THINKING, State.SPEAKING})),
    ReplyEnded: ("_on_reply_ended", frozenset({State.LISTENING, State.THINKING, State.SPEAKING})),
    ReplyFailed: ("_on_reply_failed", frozenset({State.LISTENING, State.THINKING, State.SPEAKING})),
    ActionReturned: ("_on_action_returned", LIVE),
    SpeechStarted: ("_on_speech_started", LIVE),
    SpeechPaused: ("_on_speech_paused", LIVE),
    SpeechEnded: ("_on_speech_ended", LIVE | {State.ENDED}),
    SpeechFailed: ("_on_speech_failed", LIVE),
    DigitPressed: ("_on_digit_pressed", TALKING - {State.CLOSING}),
    TransferEnded: ("_on_transfer_ended", frozenset({State.TRANSFERRING})),
    TimerFired: ("_on_timer_fired", LIVE),
    CloseRequested: ("_on_close_requested", LIVE - {State.CLOSING}),
    LegHungUp: ("_on_leg_hung_up", LIVE | {State.RINGING}),
}

NOTICE_WORDS = ("record",)
"""What a greeting's sentence contains when it tells that the call is recorded."""
SECOND_FILLER_AFTER_MS = 5_000


class CallMachine(Keys):
    """One call. `handle` takes what happened and answers what to do; it never raises for any order of events."""

    def __init__(self, plan: CallPlan, find_red_flag: FindRedFlag = find_red_flag) -> None:
        super().__init__(plan, find_red_flag)
        self._fillers = 0

    def handle(self, event: Event, now_ms: int) -> list[Command]:
        """Take one event at `now_ms` (ms since pick-up, never going back) and answer the commands to perform."""
        self._now = max(self._now, now_ms)
        self._out = []
        method, states = HEARD_IN[type(event)]
        if self.state in states and self.turns.admits(event):
            getattr(self, method)(event)
        return self._out

    # the leg -----------------------------------------------------------------------------------------

    def _on_leg_answered(self, event: LegAnswered) -> None:
        plan = self.plan
        self._move(State.GREETING)
        longest_ms = max(1, plan.max_duration_ms)
        self._set_timer(Timer.MAX_DURATION, longest_ms)
        if longest_ms > 2 * plan.pace.warning_before_end_ms:
            self._set_timer(Timer.LAST_MINUTE, longest_ms - plan.pace.warning_before_end_ms)
        greeting = plan.greeting or (plan.phrases.plain_greeting,)
        tells_of_recording = False
        for sentence in greeting:
            is_notice = any(word in sentence.lower() for word in NOTICE_WORDS)
            tells_of_recording |= is_notice
            self._say(sentence, is_notice=is_notice)
        if plan.is_recorded and not tells_of_recording:
            self._say(plan.phrases.recording_notice, is_notice=True)

    def _on_close_requested(self, event: CloseRequested) -> None:
        self._close(event.reason, None, self.plan.phrases.closing_down)

    def _on_leg_hung_up(self, event: LegHungUp) -> None:
        """Whatever was going on is over; words still unwritten are asked for, since they belong in the record."""
        had_words = self.silence_stage == 0 and self._heard_turn != 0
        self._cancel_timers(*list(self.timers))
        self._cancel_reply()
        self._hush()
        utterance = self.turns.utterance
        self._move(State.ENDED)
        if utterance is not None and utterance.text is None and utterance.voiced_ms > 0:
            if utterance.paused_at is None:
                to_ms = utterance.end_ms + self.plan.pace.last_words_ms
                self._emit(Transcribe(utterance.turn_id, utterance.span_start_ms, to_ms))
        else:
            had_words |= utterance is not None
            self._settle_caller_turn()
        self.end_reason = self.end_reason or event.reason
        if self.outcome is None:
            self._note_outcome("answered" if had_words else "no_words")

    # timers ------------------------------------------------------------------------------------------

    def _on_timer_fired(self, event: TimerFired) -> None:
        """A timer that was cancelled or set anew since is stale, and nothing happens."""
        timer = Timer(event.name)
        if self.timers.get(timer) != event.serial:
            return
        del self.timers[timer]
        getattr(self, f"_on_{timer.value}_timer")()

    def _on_endpoint_timer(self) -> None:
        if self.turns.utterance is not None:
            self._consider_end(self.turns.utterance)

    def _on_transcript_timer(self) -> None:
        if self.turns.utterance is not None:
            self._lose_words()

    def _on_silence_timer(self) -> None:
        self._prompt_silent_caller()

    def _on_filler_timer(self) -> None:
        if self.state is not State.THINKING:
            return
        self._fillers += 1
        phrases = self.plan.phrases
        if self.playout.is_idle:
            self._say(phrases.one_moment if self._fillers % 2 else phrases.a_little_longer)
        self._set_timer(Timer.FILLER, SECOND_FILLER_AFTER_MS)

    def _on_reply_timer(self) -> None:
        if self._message_action is not None:
            self.pending_actions.discard(self._message_action)
            self._finish_unaided(is_done=False)
        elif self.reply is not None and self.state in (State.THINKING, State.SPEAKING):
            self._cancel_reply()
            if self.reply is not None:
                self.reply.has_failed = True
            self._fall_back()

    def _on_digits_timer(self) -> None:
        utterance = self.turns.utterance
        self._finish_digits(utterance.end_ms if utterance else self._last_digit_ms)

    def _on_last_minute_timer(self) -> None:
        self._is_warning_due = True
        if self.state is State.LISTENING and self.turns.utterance is None:
            self._cancel_timers(Timer.SILENCE)
            self._give_floor()

    def _on_max_duration_timer(self) -> None:
        if self.state is not State.CLOSING:
            self._close("max_duration", None, self.plan.phrases.time_is_up)

    def _on_hang_up_timer(self) -> None:
        if self.state is State.CLOSING and self.playout.is_idle:
            self._hang_up(self.end_reason or "goodbye")

    def _on_closing_timer(self) -> None:
        self._hang_up(self.end_reason or "goodbye")
