"""The outline of a recording for the player's waveform: the loudest sample of each stretch, per track. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voxanne.audio.timeline import Stereo

BUCKET_MS = 20
POINTS = 800
"""About what a wide screen can show; a waveform of an hour then costs 6 kB."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """Loudness 0..1 (1 = full scale) of up to `POINTS` equal stretches of the recording, in order."""

    caller: list[float]
    receptionist: list[float]


class PeakMeter:
    """Takes a recording piece by piece; costs 200 bytes a second of audio."""

    def __init__(self, rate_hz: int) -> None:
        self._bucket = rate_hz * BUCKET_MS // 1000
        self._rest: Stereo = np.zeros((0, 2), dtype=np.int16)
        self._loudest: list[NDArray[np.int32]] = []

    def add(self, frames: Stereo) -> None:
        frames = np.concatenate((self._rest, frames))
        whole = len(frames) // self._bucket * self._bucket
        if whole:
            buckets = np.abs(frames[:whole].astype(np.int32)).reshape(-1, self._bucket, 2)
            self._loudest.append(buckets.max(axis=1))
        self._rest = frames[whole:]

    def finish(self, points: int = POINTS) -> Peaks:
        """The outline; fewer points when the recording is shorter than `points` buckets."""
        buckets = list(self._loudest)
        if len(self._rest):
            buckets.append(np.abs(self._rest.astype(np.int32)).max(axis=0, keepdims=True))
        if not buckets:
            return Peaks([], [])
        loudest = np.concatenate(buckets)
        count = min(points, len(loudest))
        starts = np.arange(count) * len(loudest) // count
        outline = np.maximum.reduceat(loudest, starts, axis=0) / 32768.0
        left, right = np.round(outline, 3).T.tolist()
        return Peaks(left, right)
