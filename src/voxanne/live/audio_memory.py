"""The last seconds of the caller's audio, by position on the media clock. No I/O; a fixed block of memory."""

from __future__ import annotations

import numpy as np

from voxanne.audio.pcm import Pcm

REMEMBERED_MS = 35_000
"""The longest utterance and what surrounds it: 560 kB at 8 kHz, 1.1 MB at 16 kHz."""


class AudioMemory:
    """A ring of `remembered_ms` of int16 mono audio at `rate_hz`. What was never written is silence."""

    def __init__(self, rate_hz: int, remembered_ms: int = REMEMBERED_MS) -> None:
        self._rate_hz = rate_hz
        self._ring: Pcm = np.zeros(rate_hz * remembered_ms // 1000, dtype=np.int16)
        self._end = 0
        """Position after the newest sample, in samples."""

    def write(self, pcm: Pcm, at: int) -> None:
        """Keep audio whose first sample is sample `at`; a hole before it becomes silence, the past is overwritten."""
        size = len(self._ring)
        if len(pcm) > size:
            at, pcm = at + len(pcm) - size, pcm[-size:]
        if at > self._end:
            self._put(np.zeros(min(at - self._end, size), dtype=np.int16), at - min(at - self._end, size))
        if at + len(pcm) > self._end - size:
            self._put(pcm, at)
        self._end = max(self._end, at + len(pcm))

    def read(self, from_ms: float, to_ms: float) -> Pcm:
        """A copy of what lies between two positions, as far as it is still remembered."""
        size = len(self._ring)
        start = max(0, self._end - size, int(from_ms * self._rate_hz / 1000))
        stop = min(self._end, int(to_ms * self._rate_hz / 1000))
        if stop <= start:
            return np.zeros(0, dtype=np.int16)
        return self._ring[np.arange(start, stop) % size]

    def _put(self, pcm: Pcm, at: int) -> None:
        size = len(self._ring)
        start = at % size
        head = min(len(pcm), size - start)
        self._ring[start : start + head] = pcm[:head]
        self._ring[: len(pcm) - head] = pcm[head:]
