"""A call's event log and recording as a reader without an engineer's eye understands them. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard

from voxanne.calls.records import CallEvent
from voxanne.recordings.playback import WHY_INCOMPLETE, WHY_LOST, WHY_NOT
from voxanne.recordings.records import Recording, RecordingStatus

TURN_LATENCY = "turn_latency"
STAGES = ("pause", "transcription", "judgement", "reply", "endpoint", "synthesis")
"""In the order in which a reply comes about; the judgement runs beside the others."""
SLOW_MS = 900
"""Beyond this a reply feels late; the bar of such a turn is marked."""

SIMPLE_EVENTS = {
    "leg_answered": "Answered",
    "leg_hung_up": "Line closed",
    "digit_pressed": "Key pressed",
    "transfer_ended": "Transfer ended",
    "close_requested": "Asked to close",
    "transcription_failed": "Transcription failed",
    "turn_judgement_failed": "Turn judgement failed",
    "reply_failed": "Reply failed",
    "speech_failed": "Speech failed",
}
"""Events that a reader wants to know of, each under its title."""

SPOKEN_ACTIONS = {
    "TakeMessage": "Message taken",
    "Escalate": "Handed to a person",
    "NoteUnanswered": "Question left unanswered",
    "EndCall": "Said goodbye",
}
LOG_LINES_SHOWN = 300
TITLES_WITHOUT_SOUND = {
    RecordingStatus.RECORDING: "Being recorded",
    RecordingStatus.FINISHING: "Being saved",
    RecordingStatus.DECLINED: "Not recorded",
    RecordingStatus.DISABLED: "Not recorded",
    RecordingStatus.EXPIRED: "No longer kept",
    RecordingStatus.ERASED: "Erased",
    RecordingStatus.LOST: "This recording is missing",
}


@dataclass(frozen=True, slots=True)
class TurnLatency:
    """How long the caller waited for one reply; `parts` are the stages that were measured, in ms."""

    turn_id: int | None
    at_ms: int
    total_ms: int
    parts: tuple[tuple[str, int], ...]

    @property
    def is_slow(self) -> bool:
        return self.total_ms > SLOW_MS


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the timeline: what happened, when, and its small facts."""

    at_ms: int
    title: str
    facts: tuple[tuple[str, str], ...]


def why_silent(recording: Recording) -> tuple[str, str]:
    """A title and a sentence for a recording that cannot be played."""
    title, reason = TITLES_WITHOUT_SOUND[recording.status], WHY_NOT[recording.status]
    if recording.status is RecordingStatus.LOST:
        return title, WHY_LOST.get(recording.reason or "", f"Reason: {_spoken(recording.reason or 'unknown').lower()}.")
    return title, reason


def why_incomplete(recording: Recording) -> str | None:
    """What a listener should know of a stored recording, if anything."""
    if recording.status is not RecordingStatus.STORED or recording.reason is None:
        return None
    return WHY_INCOMPLETE.get(recording.reason, f"{_spoken(recording.reason)}.")


def latencies(events: Iterable[CallEvent]) -> list[TurnLatency]:
    """The turns' latencies in order. Events that carry no total are left out."""
    found = []
    for event in events:
        total = event.payload.get("total_ms")
        if event.kind == TURN_LATENCY and _is_number(total):
            parts = tuple(
                (_spoken(name), round(value)) for name in STAGES if _is_number(value := event.payload.get(f"{name}_ms"))
            )
            turn_id = event.payload.get("turn_id")
            found.append(TurnLatency(turn_id if isinstance(turn_id, int) else None, event.at_ms, round(total), parts))
    return found


def timeline(events: Iterable[CallEvent]) -> list[EventLine]:
    """What a reader wants to know of, in order: how the call went, not how the engine worked."""
    ordered = sorted(events, key=lambda event: (event.at_ms, event.position))
    return [line for event in ordered if (line := _notable(event)) is not None]


def log_lines(events: Iterable[CallEvent]) -> list[EventLine]:
    """The beginning of the whole event log, by kind only: what was said stands in the transcript."""
    return [EventLine(event.at_ms, _spoken(event.kind), ()) for event in list(events)[:LOG_LINES_SHOWN]]


def _notable(event: CallEvent) -> EventLine | None:
    payload = event.payload
    if event.kind in SIMPLE_EVENTS:
        return EventLine(event.at_ms, SIMPLE_EVENTS[event.kind], _facts(payload))
    if event.kind == "speech_ended":
        heard, whole = payload.get("heard_ms"), payload.get("duration_ms")
        if _is_number(heard) and _is_number(whole) and heard < whole:
            share = ("Heard", f"{heard / 1000:.1f} of {whole / 1000:.1f} s")
            return EventLine(event.at_ms, "Reply cut short", (share,))
    part = payload.get("part")
    if event.kind == "reply_part_ready" and isinstance(part, dict) and isinstance(part.get("action"), dict):
        title = SPOKEN_ACTIONS.get(str(part["action"].get("is")))
        return EventLine(event.at_ms, title, ()) if title else None
    return None


def percentile(values: list[int], share: float) -> int | None:
    """The nearest-rank percentile; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _facts(payload: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Scalars only, and no measure that means nothing to a reader."""
    return tuple(
        (_spoken(name), _value(value))
        for name, value in payload.items()
        if isinstance(value, (str, int, float, bool)) and value != "" and not name.endswith(("_id", "_ms"))
    )


def _value(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("_", " ")


def _spoken(name: str) -> str:
    """`CallerSpeechStarted` and `caller_speech_started` → `Caller speech started`."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return words.replace("_", " ").capitalize()


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
