"""Cutting long speech where the speaker pauses. Pure: the recogniser breaks on more than about 12 s."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from voxanne.audio.pcm import Pcm

LONGEST_S = 12.0
SHORTEST_S = 5.0

_STEP_MS = 20
_PAUSE_STEPS = 10  # a pause is judged by the loudest of 200 ms: one quiet consonant is not a pause


def split_at_pauses(pcm: Pcm, rate_hz: int, *, longest_s: float = LONGEST_S) -> list[Pcm]:
    """int16 mono in pieces of at most `longest_s`, cut in the middle of the quietest 200 ms of each stretch.

    The pieces joined are the input. Speech that already fits comes back as one piece.
    """
    longest = int(longest_s * rate_hz)
    pieces = []
    rest = pcm
    while len(rest) > longest:
        cut = _quietest_place(rest[:longest], rate_hz)
        pieces.append(rest[:cut])
        rest = rest[cut:]
    pieces.append(rest)
    return pieces


def _quietest_place(pcm: Pcm, rate_hz: int) -> int:
    """The sample to cut at, not before `SHORTEST_S`; of equally quiet places the last."""
    step = rate_hz * _STEP_MS // 1000
    steps = len(pcm) // step
    loudness = np.abs(pcm[: steps * step].astype(np.int32)).reshape(steps, step).mean(axis=1)
    loudest_nearby = sliding_window_view(loudness, _PAUSE_STEPS).max(axis=1)
    first = min(int(SHORTEST_S * 1000) // _STEP_MS, len(loudest_nearby) // 2)
    backwards = loudest_nearby[first:][::-1]
    quietest = len(loudest_nearby) - 1 - int(backwards.argmin())
    return (quietest + _PAUSE_STEPS // 2) * step
