"""smart-turn v3.2: from the sound of the last 8 s, has the caller finished the turn?

The model wants whisper features of exactly 8 s at 16 kHz, padded with silence in front, after the audio
was brought to zero mean and unit variance (https://github.com/pipecat-ai/smart-turn).
"""

from __future__ import annotations

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from voxanne.audio.pcm import Pcm
from voxanne.speech.inference import InferenceThreads, Priority
from voxanne.speech.mel import RATE_HZ, log_mel

HEARD_S = 8


class SmartTurnJudge:
    """Judges turns on the node's inference threads; about 50 ms each, whatever the length."""

    def __init__(self, session: onnxruntime.InferenceSession, threads: InferenceThreads) -> None:
        self._session = session
        self._threads = threads

    async def judge(self, pcm: Pcm, rate_hz: int) -> float:
        """Probability that the turn is complete, from the last 8 s of int16 audio at any rate."""
        return await self._threads.run(Priority.TURN, lambda: self.judge_now(pcm, rate_hz))

    def judge_now(self, pcm: Pcm, rate_hz: int) -> float:
        """The same on the calling thread."""
        features = log_mel(_last_seconds(pcm, rate_hz))
        (probability,) = self._session.run(None, {"input_features": features[None]})
        return float(probability[0, 0])


def _last_seconds(pcm: Pcm, rate_hz: int) -> NDArray[np.float32]:
    heard = pcm[-HEARD_S * rate_hz :].astype(np.float32) * np.float32(1 / 32768)
    if rate_hz != RATE_HZ:
        heard = soxr.resample(heard, rate_hz, RATE_HZ, quality="MQ")
    audio = np.zeros(HEARD_S * RATE_HZ, dtype=np.float32)
    heard = heard[-len(audio) :]
    audio[len(audio) - len(heard) :] = heard
    spread = np.sqrt(audio.var() + np.float32(1e-7))
    return np.asarray((audio - audio.mean()) / spread, dtype=np.float32)
