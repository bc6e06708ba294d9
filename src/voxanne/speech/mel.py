"""Log-mel features as Whisper defines them, in numpy: what the turn model was trained on. Pure.

Radford et al. 2022, §2.2: 25 ms windows every 10 ms at 16 kHz, 80 mel bands on the Slaney scale, log10,
clipped to 8 decades below the loudest, then (x + 4) / 4. The last frame is dropped, as in Whisper.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import scipy.fft
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

RATE_HZ = 16000
HOP = 160
BANDS = 80

_FRAME = 400
_BINS = _FRAME // 2 + 1
_FLOOR = 1e-10
_DECADES = 8.0


def log_mel(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 mono at 16 kHz of N samples → float32 (80, N // 160)."""
    padded = np.pad(audio, _FRAME // 2, mode="reflect")
    frames = sliding_window_view(padded, _FRAME)[: len(audio) // HOP * HOP : HOP] * _window()
    spectrum = scipy.fft.rfft(frames, axis=-1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    decades = np.log10(np.maximum(_filters() @ power.T, _FLOOR))
    clipped = np.maximum(decades, decades.max() - _DECADES)
    return np.asarray((clipped + 4.0) / 4.0, dtype=np.float32)


@cache
def _window() -> NDArray[np.float32]:
    """Periodic Hann."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)).astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Triangles between neighbouring mel edges, each of unit area (Slaney); shape (80, 201)."""
    bins_hz = np.linspace(0.0, RATE_HZ / 2, _BINS)
    edges_hz = _hz_of_mel(np.linspace(0.0, _mel_of_hz(RATE_HZ / 2), BANDS + 2))
    low, centre, high = (edges_hz[first : first + BANDS, None] for first in range(3))
    rising = (bins_hz - low) / (centre - low)
    falling = (high - bins_hz) / (high - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * 2.0 / (high - low)).astype(np.float32)


# Slaney's mel scale: linear below 1 kHz (3 mel per 200 Hz), logarithmic above (27 steps per factor 6.4)
_KNEE_HZ = 1000.0
_KNEE_MEL = 15.0
_STEP = np.log(6.4) / 27.0


def _mel_of_hz(hz: float) -> float:
    return float(3.0 * hz / 200.0 if hz < _KNEE_HZ else _KNEE_MEL + np.log(hz / _KNEE_HZ) / _STEP)


def _hz_of_mel(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < _KNEE_MEL, 200.0 * mel / 3.0, _KNEE_HZ * np.exp(_STEP * (mel - _KNEE_MEL)))
