"""What the machine wants done: imperative, complete enough to be performed without asking back. Pure data.

Positions named `*_ms` of speech are on the leg's media clock, the clock of the recording; timers count
from the moment the command is performed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voxanne.callflow.actions import Action
from voxanne.callflow.reply import Citation


class Speaker(StrEnum):
    CALLER = "caller"
    RECEPTIONIST = "receptionist"


@dataclass(frozen=True, slots=True)
class Speak:
    """Say one sentence after what is already queued. `turn_id` 0 is our own initiative."""

    speech_id: int
    turn_id: int
    text: str


@dataclass(frozen=True, slots=True)
class PrepareSpeech:
    """Have this sentence synthesised; it may be spoken soon, or never."""

    text: str


@dataclass(frozen=True, slots=True)
class PauseSpeaking:
    """Fall silent at once, the carrier's buffer included, and be ready to go on."""


@dataclass(frozen=True, slots=True)
class ResumeSpeaking:
    """Go on from what was heard."""


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fall silent at once and forget everything queued; a `SpeechEnded` says what was heard."""


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Turn the caller's audio of this span into words.

    `is_name`: their own name was asked for, which must not be taken for one of the clinic's people.
    """

    turn_id: int
    from_ms: int
    to_ms: int
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class TranscribePartial:
    """The same, for a caller who is still speaking; may be left out when the node is busy."""

    turn_id: int
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class JudgeTurn:
    """Ask whether the turn sounds finished, from the audio before `to_ms`."""

    turn_id: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class GenerateReply:
    """Have the receptionist compose a reply; it counts only once `CommitReply` follows."""

    turn_id: int
    text: str
    was_interruption: bool


@dataclass(frozen=True, slots=True)
class CommitReply:
    """The reply to this turn is the one that is spoken: make it the truth."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class CancelReply:
    """Stop composing the reply to this turn."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class NoteHeard:
    """Tell the receptionist how much of a reply the caller heard before cutting it off."""

    turn_id: int
    heard_text: str


@dataclass(frozen=True, slots=True)
class RunAction:
    """Have an action performed; `action_id` counts up within the call and makes it happen once."""

    action_id: int
    action: Action


@dataclass(frozen=True, slots=True)
class Transfer:
    """Connect the caller to another number (E.164)."""

    destination: str


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Fire once after `after_ms`. Setting a timer of the same name again replaces it."""

    name: str
    serial: int
    after_ms: int


@dataclass(frozen=True, slots=True)
class CancelTimer:
    name: str


@dataclass(frozen=True, slots=True)
class SaveSegment:
    """A piece of transcript. A later one with the same `segment_id` replaces an earlier partial one;
    a final one with empty text takes it away. The receptionist's text is what the caller heard."""

    segment_id: int
    turn_id: int
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    is_final: bool
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """What the call came to, in one stable word."""

    outcome: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the leg. `reason` is a stable word for the call's record."""

    reason: str


Command = (
    Speak
    | PrepareSpeech
    | PauseSpeaking
    | ResumeSpeaking
    | StopSpeaking
    | Transcribe
    | TranscribePartial
    | JudgeTurn
    | GenerateReply
    | CommitReply
    | CancelReply
    | NoteHeard
    | RunAction
    | Transfer
    | SetTimer
    | CancelTimer
    | SaveSegment
    | SaveOutcome
    | HangUp
)
