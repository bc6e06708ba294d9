"""A leg whose caller follows a script on a fake clock, and whose carrier plays, marks and clears like a real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import numpy as np

from tests.fakes.speech import Sayings
from voxanne.audio.pcm import Pcm
from voxanne.live.port import CallClock
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, LegEvent, MarkPlayed

FRAME_MS = 20


@dataclass
class FakeLeg:
    """One caller. Script it before or during the call: `says`, `presses`, `hangs_up`; times are ms of the call."""

    clock: CallClock
    sayings: Sayings
    rate_hz: int = 8000
    carrier: str = "fake"
    frames: list[tuple[float, Pcm]] = field(default_factory=list)
    """What was sent to the caller, with the moment."""
    cleared_at: list[float] = field(default_factory=list)
    is_hung_up: bool = False

    def __post_init__(self) -> None:
        self._loudness: dict[int, int] = {}
        self._sound: dict[int, Pcm] = {}
        self._digits: list[tuple[float, str]] = []
        self._closes_at: float | None = None
        self._close_reason = LegCloseReason.CALLER_HUNG_UP
        self._marks: list[tuple[float, str]] = []
        self._played_until = 0.0
        self._began: float | None = None
        self._breaks: Exception | None = None

    # the caller's script

    def says(self, text: str, at_ms: int, for_ms: int = 1000) -> None:
        for frame in range(at_ms // FRAME_MS, (at_ms + for_ms) // FRAME_MS):
            self._loudness[frame] = self.sayings.loudness_of(text)

    def plays(self, pcm: Pcm, at_ms: int) -> None:
        """Real audio at the leg's rate instead of a saying."""
        size = self.rate_hz * FRAME_MS // 1000
        padded = np.concatenate([pcm, np.zeros(-len(pcm) % size, dtype=np.int16)])
        for number, start in enumerate(range(0, len(padded), size)):
            self._sound[at_ms // FRAME_MS + number] = padded[start : start + size]

    def makes_noise(self, at_ms: int, for_ms: int) -> None:
        self.says("", at_ms, for_ms)

    def presses(self, digits: str, at_ms: int, every_ms: int = 200) -> None:
        self._digits += [(at_ms + number * every_ms, digit) for number, digit in enumerate(digits)]

    def hangs_up(self, at_ms: float, reason: LegCloseReason = LegCloseReason.CALLER_HUNG_UP) -> None:
        self._closes_at, self._close_reason = at_ms, reason

    def breaks(self, error: Exception) -> None:
        self._breaks = error

    # what the caller heard

    @property
    def heard_ms(self) -> float:
        """How much sound was sent and never cleared, in all."""
        return sum(len(frame) for _, frame in self.frames) * 1000 / self.rate_hz

    def sound_between(self, from_ms: float, to_ms: float) -> bool:
        """Whether anything audible was sent in this stretch of the call."""
        began = self._began or 0.0
        return any(from_ms <= at - began < to_ms and bool(np.any(frame)) for at, frame in self.frames)

    # the port

    async def events(self) -> AsyncIterator[LegEvent]:
        self._began = began = self.clock.monotonic_ms()
        number = 0
        while True:
            await self.clock.sleep_until(began + (number + 1) * FRAME_MS)
            if self._breaks is not None:
                raise self._breaks
            now = self.clock.monotonic_ms()
            for mark in [mark for mark in self._marks if mark[0] <= now]:
                self._marks.remove(mark)
                yield MarkPlayed(mark[1])
            if self.is_hung_up:
                yield LegClosed(LegCloseReason.WE_HUNG_UP)
                return
            if self._closes_at is not None and now - began >= self._closes_at:
                self.is_hung_up = True
                yield LegClosed(self._close_reason)
                return
            for digit in [digit for digit in self._digits if digit[0] <= now - began]:
                self._digits.remove(digit)
                yield DigitHeard(digit[1])
            silence = np.full(self.rate_hz * FRAME_MS // 1000, self._loudness.get(number, 0), dtype=np.int16)
            yield CallerAudio(self._sound.get(number, silence), number * FRAME_MS)
            number += 1

    async def play(self, pcm: Pcm) -> None:
        await asyncio.sleep(0)
        if not self.is_hung_up:
            now = self.clock.monotonic_ms()
            self.frames.append((now, pcm))
            self._played_until = max(now, self._played_until) + len(pcm) * 1000 / self.rate_hz

    async def mark(self, name: str) -> None:
        self._marks.append((self._played_until, name))

    async def clear(self) -> None:
        now = self.clock.monotonic_ms()
        self.cleared_at.append(now - (self._began or 0.0))
        self._marks = [(now, name) for _, name in self._marks]
        self._played_until = now

    async def hang_up(self) -> None:
        self.is_hung_up = True
