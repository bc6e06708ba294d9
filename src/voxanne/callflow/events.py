"""What can happen to a call: past tense, one dataclass each. Pure data.

Positions named `*_ms` of speech are on the leg's media clock, the clock of the recording. A result
carries the `turn_id` or `speech_id` of the command that asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from voxanne.callflow.reply import ReplyPart


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """The leg is up and can carry audio."""


@dataclass(frozen=True, slots=True)
class CallerSpeechStarted:
    """The caller's voice set in at `at_ms`."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class CallerSpeechContinued:
    """The caller has by now been speaking for `voiced_ms`, up to `at_ms`; told at barge-in length, then each
    second. `is_room_for_partial` says that the node could transcribe what was said so far."""

    at_ms: int
    voiced_ms: int
    is_room_for_partial: bool


@dataclass(frozen=True, slots=True)
class CallerSpeechPaused:
    """The caller's voice stopped at `at_ms`, and since then `silence_ms` have passed."""

    at_ms: int
    voiced_ms: int
    silence_ms: int


@dataclass(frozen=True, slots=True)
class TranscriptHeard:
    """The recogniser's words for a span; `text` is empty when nothing was said."""

    turn_id: int
    text: str
    confidence: float
    as_decoded: str


@dataclass(frozen=True, slots=True)
class PartialHeard:
    """The recogniser's words for a turn that is still being spoken."""

    turn_id: int
    text: str


@dataclass(frozen=True, slots=True)
class TranscriptionFailed:
    turn_id: int


@dataclass(frozen=True, slots=True)
class TurnJudged:
    """How probable (0..1) it is that the turn is finished."""

    turn_id: int
    probability: float


@dataclass(frozen=True, slots=True)
class TurnJudgementFailed:
    turn_id: int


@dataclass(frozen=True, slots=True)
class ReplyPartReady:
    """The receptionist composed one more part; a `Say` carries a piece that is spoken in one go."""

    turn_id: int
    part: ReplyPart


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    """The receptionist has composed the whole reply."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class ReplyFailed:
    """No (further) reply will come; `spoken_fallback` is what the caller should hear, if anything special."""

    turn_id: int
    spoken_fallback: str | None = None


@dataclass(frozen=True, slots=True)
class ActionReturned:
    """An action is done or has failed; see `live.port.ActionResult`."""

    action_id: int
    is_done: bool
    spoken: str | None = None
    transfer_to: str | None = None


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The first sound of a sentence is due at the caller's ear at `at_ms`; the whole takes `duration_ms`."""

    speech_id: int
    at_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """After `PauseSpeaking`: the caller has heard `heard_ms` of this sentence."""

    speech_id: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The sentence is over at `at_ms`: heard whole, or `heard_ms` of its `duration_ms` when it was stopped."""

    speech_id: int
    at_ms: int
    heard_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class SpeechFailed:
    """The sentence could not be synthesised and will not be heard."""

    speech_id: int


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """A key of the caller's telephone: 0-9, *, #, A-D; `at_ms` on the media clock."""

    digit: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """How a transfer went: `connected`, `busy`, `no_answer`, `failed`, `unsupported`."""

    outcome: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    name: str
    serial: int


@dataclass(frozen=True, slots=True)
class CloseRequested:
    """The node or a member asks to end the call politely; `reason` is a stable word."""

    reason: str


@dataclass(frozen=True, slots=True)
class LegHungUp:
    """The leg is gone; `reason` as the telephony port names it."""

    reason: str


Event = (
    LegAnswered
    | CallerSpeechStarted
    | CallerSpeechContinued
    | CallerSpeechPaused
    | TranscriptHeard
    | PartialHeard
    | TranscriptionFailed
    | TurnJudged
    | TurnJudgementFailed
    | ReplyPartReady
    | ReplyEnded
    | ReplyFailed
    | ActionReturned
    | SpeechStarted
    | SpeechPaused
    | SpeechEnded
    | SpeechFailed
    | DigitPressed
    | TransferEnded
    | TimerFired
    | CloseRequested
    | LegHungUp
)
