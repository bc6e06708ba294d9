"""What came of simulated calls, in figures. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class EndedBy(StrEnum):
    CALLER = "caller"
    RECEPTIONIST = "receptionist"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing the caller said, and how long the reply took from the end of the voice to the first sound.

    `was_cut_off`: the receptionist began to speak before the caller had finished.
    """

    said: str
    reply_ms: float | None
    was_cut_off: bool = False


@dataclass(slots=True)
class CallOutcome:
    """One call. Times in ms; `failures` says in words what was not as it should be."""

    script: str
    caller_number: str
    call_sid: str = ""
    webhook_ms: float | None = None
    pick_up_ms: float | None = None
    turns: list[Turn] = field(default_factory=list)
    barge_in_ms: list[float] = field(default_factory=list)
    duration_ms: float = 0.0
    ended_by: EndedBy = EndedBy.NOBODY
    late_frames: int = 0
    is_recorded: bool | None = None
    is_transcribed: bool | None = None
    failures: list[str] = field(default_factory=list)

    @property
    def reply_ms(self) -> list[float]:
        """The latencies of all turns that were answered."""
        return [turn.reply_ms for turn in self.turns if turn.reply_ms is not None]

    @property
    def cut_off(self) -> int:
        return sum(turn.was_cut_off for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of several calls; None where nothing was measured."""

    calls: int
    failed: int
    pick_up_p50_ms: float | None
    pick_up_p95_ms: float | None
    reply_p50_ms: float | None
    reply_p95_ms: float | None
    barge_in_p50_ms: float | None
    barge_in_max_ms: float | None
    cut_off: int


def figures(outcomes: Sequence[CallOutcome]) -> Figures:
    """All calls' figures taken together."""
    pick_ups = [outcome.pick_up_ms for outcome in outcomes if outcome.pick_up_ms is not None]
    replies = [ms for outcome in outcomes for ms in outcome.reply_ms]
    barge_ins = [ms for outcome in outcomes for ms in outcome.barge_in_ms]
    return Figures(
        calls=len(outcomes),
        failed=sum(bool(outcome.failures) for outcome in outcomes),
        pick_up_p50_ms=percentile(pick_ups, 50),
        pick_up_p95_ms=percentile(pick_ups, 95),
        reply_p50_ms=percentile(replies, 50),
        reply_p95_ms=percentile(replies, 95),
        barge_in_p50_ms=percentile(barge_ins, 50),
        barge_in_max_ms=max(barge_ins, default=None),
        cut_off=sum(outcome.cut_off for outcome in outcomes),
    )


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: a value that was really measured."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
