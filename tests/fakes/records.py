"""Recorder, journal and action desk that keep everything in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.callflow.actions import Action
from voxanne.callflow.commands import SaveSegment, Speaker
from voxanne.calls.records import CallStatus
from voxanne.live.port import ActionResult, CallRecorder, Journal, LiveCall


@dataclass
class FakeRecorder:
    """Both tracks as arrays, silence where nothing was recorded."""

    rate_hz: int
    caller_track: Pcm = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    receptionist_track: Pcm = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    closed_with: str | None = None

    def caller(self, pcm: Pcm, at_ms: int) -> None:
        self.caller_track = self._placed(self.caller_track, pcm, at_ms)

    def receptionist(self, pcm: Pcm, at_ms: int) -> None:
        self.receptionist_track = self._placed(self.receptionist_track, pcm, at_ms)

    async def close(self, reason: str) -> None:
        self.closed_with = reason

    def _placed(self, track: Pcm, pcm: Pcm, at_ms: int) -> Pcm:
        start = at_ms * self.rate_hz // 1000
        longer = np.zeros(max(len(track), start + len(pcm)), dtype=np.int16)
        longer[: len(track)] = track
        longer[start : start + len(pcm)] = pcm
        return longer


@dataclass
class FakeRecorders:
    opened: list[FakeRecorder] = field(default_factory=list)

    async def open(self, call: LiveCall, rate_hz: int) -> CallRecorder:
        self.opened.append(FakeRecorder(rate_hz))
        return self.opened[-1]


@dataclass
class FakeJournal:
    """The diary of one call."""

    events: list[tuple[str, int, Mapping[str, object]]] = field(default_factory=list)
    segments: dict[int, SaveSegment] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    end: tuple[CallStatus, str] | None = None
    is_answered: bool = False
    is_closed: bool = False

    def event(self, kind: str, at_ms: int, data: Mapping[str, object]) -> None:
        self.events.append((kind, at_ms, data))

    def segment(self, segment: SaveSegment) -> None:
        known = self.segments.get(segment.segment_id)
        assert known is None or not known.is_final, "a final segment is final"
        self.segments[segment.segment_id] = segment

    def answered(self) -> None:
        self.is_answered = True

    def outcome(self, outcome: str) -> None:
        self.outcomes.append(outcome)

    def ended(self, status: CallStatus, reason: str) -> None:
        self.end = (status, reason)

    async def close(self) -> None:
        self.is_closed = True

    def said(self, speaker: Speaker) -> list[str]:
        """The final texts of one side, in order, without those that turned out to be nothing."""
        finals = sorted(self.segments.values(), key=lambda segment: segment.segment_id)
        return [each.text for each in finals if each.speaker is speaker and each.is_final and each.text]


@dataclass
class FakeJournals:
    opened: list[FakeJournal] = field(default_factory=list)

    def open(self, call: LiveCall) -> Journal:
        self.opened.append(FakeJournal())
        return self.opened[-1]


@dataclass
class FakeActionDesk:
    """Performs nothing and remembers it; `result` decides what comes back."""

    result: Callable[[Action], ActionResult] = field(default=lambda action: ActionResult())
    performed: list[Action] = field(default_factory=list)
    keys: list[UUID] = field(default_factory=list)

    async def perform(self, action: Action, call: LiveCall, action_id: UUID) -> ActionResult:
        self.performed.append(action)
        self.keys.append(action_id)
        return self.result(action)
