"""Silero voice activity detection: one shared graph, a few kilobytes of state per call.

Each window is 32 ms (256 samples at 8 kHz, 512 at 16 kHz) with the last 4 ms of the window before in
front of it, as the model was trained (https://github.com/snakers4/silero-vad). Long stretches without
speech (music, hold tones, line noise) push the recurrent state to where it misses the speech that
follows; so after 2 s it is cleared, but only when the last windows were clearly not speech.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime

from voxanne.audio.pcm import Pcm

WINDOW_MS = 32
CONTEXT_MS = 4
SUPPORTED_RATES_HZ = (8000, 16000)

_RESET_AFTER_WINDOWS = 2000 // WINDOW_MS
_RESET_AFTER_QUIET_WINDOWS = 5
_QUIET = 0.1


class SileroVoiceDetector:
    """Opens streams over one graph. Runs inline: a window takes about 0.1 ms, less than a thread's hand-over."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def open(self, rate_hz: int) -> SileroStream:
        """A stream at 8000 or 16000 Hz; allocates 4 KB. Raises ValueError for any other rate."""
        if rate_hz not in SUPPORTED_RATES_HZ:
            raise ValueError(f"voice detection works at 8000 or 16000 Hz, not {rate_hz}")
        return SileroStream(self._session, rate_hz)


class SileroStream:
    """One call's share of the detector."""

    def __init__(self, session: onnxruntime.InferenceSession, rate_hz: int) -> None:
        self._session = session
        self._rate = np.array(rate_hz, dtype=np.int64)
        self._window = rate_hz * WINDOW_MS // 1000
        self._context = rate_hz * CONTEXT_MS // 1000
        self._heard = np.zeros(self._context, dtype=np.float32)  # context, then what fills no window yet
        self._state: Any = np.zeros((2, 1, 128), dtype=np.float32)
        self._since_reset = 0
        self._quiet = 0

    async def push(self, pcm: Pcm) -> list[float]:
        """Add int16 audio of any length; the voice probability of each window it completed, in order."""
        return self.push_now(pcm)

    def push_now(self, pcm: Pcm) -> list[float]:
        """The same without a loop."""
        self._heard = np.concatenate((self._heard, pcm.astype(np.float32) * (1 / 32768)))
        probabilities = []
        while len(self._heard) >= self._context + self._window:
            probabilities.append(self._next_window())
        return probabilities

    def _next_window(self) -> float:
        output, self._state = self._session.run(
            None,
            {
                "input": self._heard[None, : self._context + self._window],
                "state": self._state,
                "sr": self._rate,
            },
        )
        self._heard = self._heard[self._window :]
        probability = float(output[0, 0])
        self._clear_stale_state(probability)
        return probability

    def _clear_stale_state(self, probability: float) -> None:
        self._since_reset += 1
        self._quiet = self._quiet + 1 if probability < _QUIET else 0
        if self._since_reset >= _RESET_AFTER_WINDOWS and self._quiet >= _RESET_AFTER_QUIET_WINDOWS:
            self._state = np.zeros_like(self._state)
            self._since_reset = 0
