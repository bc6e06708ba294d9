"""One latency line per turn: from the end of the caller's speech to our first sound, with its parts. Pure.

caller's last sound ─ pause ─▶ asked ─ transcription ─▶ words ─ reply ─▶ first sentence
                                 └──── judgement ────▶           └ endpoint ─▶ committed ─ synthesis ─▶ sound
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voxanne.callflow import events as e
from voxanne.callflow.commands import Command, CommitReply, Speak, Transcribe
from voxanne.callflow.reply import Say


@dataclass(frozen=True, slots=True)
class TurnLatency:
    """Milliseconds. The parts on the way to the reply add up to `total_ms`; the judgement runs beside them."""

    turn_id: int
    total_ms: int
    pause_ms: int
    """Silence before anything was begun."""
    transcription_ms: int
    judgement_ms: int
    reply_ms: int
    endpoint_ms: int
    """Reply in hand, waiting to be sure that the turn is over."""
    synthesis_ms: int


@dataclass(slots=True)
class _Turn:
    speech_ended_ms: float
    reached_ms: dict[str, float] = field(default_factory=dict)

    def at(self, step: str, otherwise: float) -> float:
        return self.reached_ms.get(step, otherwise)


class LatencyWatch:
    """Follows one call's events and commands; times are ms of one clock, as fine as it has them."""

    def __init__(self) -> None:
        self._speech_ended_ms = 0.0
        self._turns: dict[int, _Turn] = {}
        self._turn_of_speech: dict[int, int] = {}

    def note_event(self, event: e.Event, now_ms: float) -> TurnLatency | None:
        """Take an event; answers the latency of the turn whose reply begins to sound with it."""
        match event:
            case e.CallerSpeechPaused(silence_ms=silence_ms):
                self._speech_ended_ms = now_ms - silence_ms
            case e.TranscriptHeard(turn_id=turn_id):
                self._reach(turn_id, "words", now_ms)
            case e.TurnJudged(turn_id=turn_id):
                self._reach(turn_id, "judged", now_ms)
            case e.ReplyPartReady(turn_id, Say()):
                self._reach(turn_id, "composed", now_ms)
            case e.SpeechStarted(speech_id=speech_id):
                return self._finish(self._turn_of_speech.pop(speech_id, 0), now_ms)
        return None

    def note_command(self, command: Command, now_ms: float) -> None:
        """Take a command the machine gave."""
        match command:
            case Transcribe(turn_id=turn_id):
                self._turns = {turn_id: _Turn(self._speech_ended_ms)}
                self._reach(turn_id, "asked", now_ms)
            case CommitReply(turn_id):
                self._reach(turn_id, "committed", now_ms)
            case Speak(speech_id, turn_id) if turn_id in self._turns:
                self._turn_of_speech[speech_id] = turn_id

    def _reach(self, turn_id: int, step: str, now_ms: float) -> None:
        if turn_id in self._turns:
            self._turns[turn_id].reached_ms.setdefault(step, now_ms)

    def _finish(self, turn_id: int, now_ms: float) -> TurnLatency | None:
        turn = self._turns.pop(turn_id, None)
        if turn is None:
            return None
        self._turn_of_speech.clear()
        asked = turn.at("asked", turn.speech_ended_ms)
        words = turn.at("words", asked)
        composed = turn.at("composed", words)
        committed = turn.at("committed", composed)
        return TurnLatency(
            turn_id,
            total_ms=round(now_ms - turn.speech_ended_ms),
            pause_ms=round(asked - turn.speech_ended_ms),
            transcription_ms=round(words - asked),
            judgement_ms=round(turn.at("judged", asked) - asked),
            reply_ms=round(composed - words),
            endpoint_ms=round(committed - composed),
            synthesis_ms=round(now_ms - committed),
        )
