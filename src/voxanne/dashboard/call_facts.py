"""A call's event log and recording as a reader without an engineer's eye understands them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard

from voxanne.calls.records import CallEvent
from voxanne.recordings.playback import WHY_LOST, WHY_NOT
from voxanne.recordings.records import Recording, RecordingStatus

TURN_LATENCY = "turn_latency"
SLOW_MS = 900
"""Beyond this a reply feels late; the bar of such a turn is marked."""

SPOKEN_EVENTS = {
    "leg_answered": "Answered",
    "leg_hung_up": "Line closed",
    "barge_in": "Caller interrupted",
    "message_taken": "Message taken",
    "escalated": "Handed to a person",
    "red_flag": "Red flag heard",
    "digit_pressed": "Key pressed",
    "transfer_ended": "Transfer ended",
    "close_requested": "Asked to close",
    "caller_silent": "Caller silent",
    "resumed": "Continued on another node",
    "recovered": "Closed after an interruption",
}
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


def latencies(events: Iterable[CallEvent]) -> list[TurnLatency]:
    """The turns' latencies in order. Events that carry no total are left out."""
    found = []
    for event in events:
        total = event.payload.get("total_ms", event.payload.get("latency_ms"))
        if event.kind == TURN_LATENCY and _is_number(total):
            parts = tuple(
                (_spoken(name.removesuffix("_ms")), round(value))
                for name, value in event.payload.items()
                if name.endswith("_ms") and name not in ("total_ms", "latency_ms", "at_ms") and _is_number(value)
            )
            turn_id = event.payload.get("turn_id")
            found.append(TurnLatency(turn_id if isinstance(turn_id, int) else None, event.at_ms, round(total), parts))
    return found


def timeline(events: Iterable[CallEvent]) -> list[EventLine]:
    """Every event but the latencies, which have a chart of their own."""
    return [
        EventLine(event.at_ms, SPOKEN_EVENTS.get(event.kind, _spoken(event.kind)), _facts(event.payload))
        for event in sorted(events, key=lambda event: (event.at_ms, event.position))
        if event.kind != TURN_LATENCY
    ]


def percentile(values: list[int], share: float) -> int | None:
    """The nearest-rank percentile; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def _facts(payload: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Scalars only; nested values are for `voxanne replay`."""
    return tuple(
        (_spoken(name), _value(value))
        for name, value in payload.items()
        if isinstance(value, (str, int, float, bool)) and value != ""
    )


def _value(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def _spoken(name: str) -> str:
    """`CallerSpeechStarted` and `caller_speech_started` → `Caller speech started`."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return words.replace("_", " ").capitalize()


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
