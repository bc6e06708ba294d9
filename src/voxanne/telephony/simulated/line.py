"""What a caller hears: the carrier's playout buffer and a listener's ear. Pure; milliseconds of one clock.

    received   |aaaa|bbbb|            |cccc|          audio is queued and played without gaps, in real time
    heard           aaaabbbb...........   cccc        nothing is heard before it arrived
    clear                  x                          what was queued is gone, its marks come back at once

Audible means: some samples above about -40 dBFS. The ear's resolution is one sample, not one frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from voxanne.audio.g711 import decode_ulaw

SAMPLES_PER_MS = 8
AUDIBLE_LEVEL = 330
"""int16 amplitude, -40 dBFS: above a quiet line's noise, below any spoken sound."""

AUDIBLE_SAMPLES = 4  # fewer in one frame are a click

_AUDIBLE = bytes(int(abs(int(level)) > AUDIBLE_LEVEL) for level in decode_ulaw(bytes(range(256))))


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of audible sound."""

    start_ms: float
    end_ms: float


class PhoneLine:
    """One call's playout buffer and everything audible that left it."""

    def __init__(self) -> None:
        self.first_media_at_ms: float | None = None
        self.clears: list[float] = []
        self._played_until_ms = 0.0
        self._heard: list[Heard] = []
        self._marks: list[tuple[float, str]] = []

    def receive_audio(self, payload: bytes, now_ms: float) -> None:
        """Queue µ-law audio that arrived now."""
        if self.first_media_at_ms is None:
            self.first_media_at_ms = now_ms
        start_ms = max(self._played_until_ms, now_ms)
        self._played_until_ms = start_ms + len(payload) / SAMPLES_PER_MS
        loud = payload.translate(_AUDIBLE)
        if loud.count(1) >= AUDIBLE_SAMPLES:
            first_ms = start_ms + loud.find(1) / SAMPLES_PER_MS
            self._heard.append(Heard(first_ms, start_ms + (loud.rfind(1) + 1) / SAMPLES_PER_MS))

    def receive_mark(self, name: str, now_ms: float) -> None:
        """Remember a mark behind everything queued so far."""
        self._marks.append((max(self._played_until_ms, now_ms), name))

    def clear(self, now_ms: float) -> None:
        """Throw away what has not been played yet; its marks are due at once."""
        self.clears.append(now_ms)
        self._played_until_ms = min(self._played_until_ms, now_ms)
        while self._heard and self._heard[-1].start_ms >= now_ms:
            self._heard.pop()
        if self._heard and self._heard[-1].end_ms > now_ms:
            self._heard[-1] = Heard(self._heard[-1].start_ms, now_ms)
        self._marks = [(min(due_ms, now_ms), name) for due_ms, name in self._marks]

    def due_marks(self, now_ms: float) -> list[str]:
        """Marks whose audio has been played by now; each is returned once."""
        due = [name for due_ms, name in self._marks if due_ms <= now_ms]
        if due:
            self._marks = self._marks[len(due) :]
        return due

    def is_silent(self, now_ms: float, for_ms: float) -> bool:
        """Whether nothing audible was played in the last `for_ms` and nothing waits to be played."""
        if self._heard and self._heard[-1].end_ms > now_ms - for_ms:
            return False
        return self._played_until_ms <= now_ms

    def first_heard_after(self, moment_ms: float, now_ms: float) -> float | None:
        """When, by now, the first audible sound that began after a moment was heard."""
        found = None
        for heard in reversed(self._heard):
            if heard.start_ms < moment_ms:
                break
            found = heard.start_ms
        return found if found is not None and found <= now_ms else None

    def is_heard_between(self, start_ms: float, end_ms: float) -> bool:
        """Whether anything audible was played in that time."""
        for heard in reversed(self._heard):
            if heard.end_ms <= start_ms:
                return False
            if heard.start_ms < end_ms:
                return True
        return False

    def falls_silent_after(self, moment_ms: float, gap_ms: float) -> float:
        """When the sound that was playing at a moment stopped: the end before the first gap of `gap_ms`."""
        silent_from_ms = moment_ms
        for heard in self._heard:
            if heard.end_ms <= moment_ms:
                continue
            if heard.start_ms - silent_from_ms > gap_ms:
                break
            silent_from_ms = heard.end_ms
        return silent_from_ms
