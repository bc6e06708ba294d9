"""Changing the sampling rate: whole sounds in one go, and live streams piece by piece.

Whole sounds go through soxr at high quality. Live streams do not: soxr hands out its samples in lumps
of 15 to 120 ms (measured with version 1.1 on 20 ms pieces), which a call would hear as delay. A
`StreamResampler` is a polyphase filter of our own that holds back 2 ms and no more.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.signal import firwin, upfirdn

from voxanne.audio.pcm import Pcm

_ZERO_CROSSINGS = 16  # on each side of the filter's centre: 2 ms at 8 kHz, passband up to 3.5 kHz
_KAISER_BETA = 8.0  # about 80 dB of stopband, below the noise floor of 13-bit telephone audio


def resample(pcm: Pcm, from_hz: int, to_hz: int) -> Pcm:
    """A whole sound at another rate; int16 mono, length scaled by to_hz / from_hz. Takes 8 kHz to 48 kHz."""
    if from_hz == to_hz or len(pcm) == 0:
        return pcm
    return np.asarray(soxr.resample(pcm, from_hz, to_hz, quality="HQ"), dtype=np.int16)


class StreamResampler:
    """One live stream at another rate. Output stays aligned with input: sample 0 is sample 0."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        common = gcd(from_hz, to_hz)
        self._up = to_hz // common
        self._down = from_hz // common
        self._is_same = from_hz == to_hz
        if not self._is_same:
            self._taps, self._delay = _filter(self._up, self._down)
        self._kept = np.zeros(0, dtype=np.float32)
        self._kept_from = 0  # index, in the whole input, of the first kept sample; a multiple of _down
        self._received = 0
        self._next = 0 if self._is_same else self._delay // self._down  # leave out the filter's run-in

    def push(self, pcm: Pcm) -> Pcm:
        """Add a piece of any length; returns what has become certain, 2 ms behind the input."""
        if self._is_same:
            return pcm
        self._kept = np.concatenate((self._kept, pcm.astype(np.float32)))
        self._received += len(pcm)
        certain = -(-self._received * self._up // self._down)  # outputs whose newest input is here
        if certain <= self._next:
            return np.zeros(0, dtype=np.int16)
        first = self._next - self._kept_from * self._up // self._down
        made = upfirdn(self._taps, self._kept, self._up, self._down)[first : first + certain - self._next]
        self._next = certain
        self._forget()
        return np.asarray(np.clip(np.rint(made), -32768, 32767), dtype=np.int16)

    def finish(self) -> Pcm:
        """The last samples, when no more input comes."""
        if self._is_same or not self._received:
            return np.zeros(0, dtype=np.int16)
        wanted = -(-self._received * self._up // self._down) + self._delay // self._down - self._next
        flush = -(-self._delay // self._up) + self._down
        return self.push(np.zeros(flush, dtype=np.int16))[:wanted]

    def _forget(self) -> None:
        oldest_needed = (self._next * self._down - len(self._taps)) // self._up
        keep_from = max(0, oldest_needed // self._down * self._down)
        if keep_from > self._kept_from:
            self._kept = self._kept[keep_from - self._kept_from :]
            self._kept_from = keep_from


@lru_cache(maxsize=16)
def _filter(up: int, down: int) -> tuple[NDArray[np.float32], int]:
    """Low-pass taps at the common rate, and their delay there: a multiple of `down`."""
    delay = -(-_ZERO_CROSSINGS * max(up, down) // down) * down
    cutoff = 0.94 / max(up, down)
    taps = firwin(2 * delay + 1, cutoff, window=("kaiser", _KAISER_BETA)) * up
    return taps.astype(np.float32), delay
