"""Two tracks on one time axis, put together from pieces that come late, twice or not at all.

Pure. Positions are samples from the start of the call. A hole becomes silence; a piece that overlaps
what is already there replaces it.

    pieces ──TrackClock.place──▶ positions ──Timeline.add──▶ buffer ──Timeline.settle──▶ stereo frames
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from voxanne.audio.pcm import Pcm

SNAP_MS = 8
"""A piece this close to the end of the one before it continues it without a seam. Below 10 ms, the
shortest packet in use, so that a packet sent twice is not taken for a new one."""

Stereo = NDArray[np.int16]
"""int16 frames of shape (n, 2): caller left, receptionist right."""


class Track(IntEnum):
    CALLER = 0
    RECEPTIONIST = 1


class TrackClock:
    """Turns one track's timestamps in ms into sample positions, hiding jitter of up to `SNAP_MS`."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._snap = SNAP_MS * rate_hz // 1000
        self._end = 0

    @property
    def end(self) -> int:
        """Where the furthest piece ends, in samples."""
        return self._end

    def place(self, at_ms: int, samples: int) -> int:
        """Position of a piece of `samples` whose first one is at `at_ms`; within SNAP_MS of the truth."""
        position = at_ms * self._rate_hz // 1000
        if abs(position - self._end) <= self._snap:
            position = self._end
        self._end = max(self._end, position + samples)
        return position


class Timeline:
    """Collects pieces and hands on what can no longer change, so that memory does not grow with the call."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._buffer: Stereo = np.zeros((rate_hz * 10, 2), dtype=np.int16)
        self._start = 0  # position of the buffer's first frame
        self._end = 0
        self.samples_too_late = 0

    @property
    def end(self) -> int:
        """Position behind the last sample known so far."""
        return self._end

    def add(self, track: Track, position: int, pcm: Pcm) -> None:
        """Lay a piece on a track; what lies before the settled part is counted and left out."""
        late = min(len(pcm), max(0, self._start - position))
        self.samples_too_late += late
        pcm, position = pcm[late:], position + late
        if len(pcm) == 0:
            return
        self._reserve(position + len(pcm) - self._start)
        offset = position - self._start
        self._buffer[offset : offset + len(pcm), track] = pcm
        self._end = max(self._end, position + len(pcm))

    def settle(self, until: int) -> Stereo:
        """The frames from the settled part up to position `until`; they are final from now on."""
        count = until - self._start
        if count <= 0:
            return np.zeros((0, 2), dtype=np.int16)
        self._reserve(count)
        settled = self._buffer[:count].copy()
        kept = max(0, self._end - until)
        self._buffer[:kept] = self._buffer[count : count + kept].copy()
        self._buffer[kept : kept + count] = 0
        self._start = until
        self._end = max(self._end, until)
        return settled

    def _reserve(self, frames: int) -> None:
        if frames > len(self._buffer):
            more = np.zeros((frames - len(self._buffer) + self.rate_hz, 2), dtype=np.int16)
            self._buffer = np.concatenate((self._buffer, more))
