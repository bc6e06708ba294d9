"""One latency line per turn: from the end of the caller's speech to our first sound, with its parts. Pure.

caller's last sound ── pause noticed ── words ── judged ── reply ── committed ── first sound
                    └─────────────────────── gap_ms ────────────────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voxanne.callflow import events as e
from voxanne.callflow.commands import Command, CommitReply, Speak, Transcribe
from voxanne.callflow.reply import Say


@dataclass(frozen=True, slots=True)
class TurnLatency:
    """Milliseconds after the end of the caller's speech at which each step was done; None when it was not."""

    turn_id: int
    gap_ms: int
    asked_ms: int | None
    transcribed_ms: int | None
    judged_ms: int | None
    composed_ms: int | None
    committed_ms: int | None


@dataclass(slots=True)
class _Turn:
    speech_ended_ms: float
    steps: dict[str, float] = field(default_factory=dict)


class LatencyWatch:
    """Follows one call's events and commands; times are ms of one clock, as fine as it has them."""

    def __init__(self) -> None:
        self._speech_ended_ms = 0.0
        self._turns: dict[int, _Turn] = {}
        self._speech_of: dict[int, int] = {}

    def note_event(self, event: e.Event, now_ms: float) -> TurnLatency | None:
        """Take an event; answers the latency of the turn whose reply begins to sound with it."""
        match event:
            case e.CallerSpeechPaused(silence_ms=silence_ms):
                self._speech_ended_ms = now_ms - silence_ms
            case e.TranscriptHeard(turn_id=turn_id):
                self._note(turn_id, "transcribed", now_ms)
            case e.TurnJudged(turn_id=turn_id):
                self._note(turn_id, "judged", now_ms)
            case e.ReplyPartReady(turn_id, Say()):
                self._note(turn_id, "composed", now_ms)
            case e.SpeechStarted(speech_id=speech_id):
                return self._finish(self._speech_of.pop(speech_id, 0), now_ms)
        return None

    def note_command(self, command: Command, now_ms: float) -> None:
        match command:
            case Transcribe(turn_id=turn_id):
                self._turns = {turn_id: _Turn(self._speech_ended_ms)}
                self._note(turn_id, "asked", now_ms)
            case CommitReply(turn_id):
                self._note(turn_id, "committed", now_ms)
            case Speak(speech_id, turn_id) if turn_id in self._turns:
                self._speech_of = {**self._speech_of, speech_id: turn_id} if turn_id else self._speech_of

    def _note(self, turn_id: int, step: str, now_ms: float) -> None:
        turn = self._turns.get(turn_id)
        if turn is not None:
            turn.steps.setdefault(step, now_ms - turn.speech_ended_ms)

    def _finish(self, turn_id: int, now_ms: float) -> TurnLatency | None:
        turn = self._turns.pop(turn_id, None)
        if turn is None:
            return None
        self._speech_of.clear()

        def step(name: str) -> int | None:
            return round(turn.steps[name]) if name in turn.steps else None

        return TurnLatency(
            turn_id,
            round(now_ms - turn.speech_ended_ms),
            step("asked"),
            step("transcribed"),
            step("judged"),
            step("composed"),
            step("committed"),
        )
