"""hibari: the receptionist's voice, one sentence at a time, on the node's inference threads."""

from __future__ import annotations

import numpy as np
import soxr
from hibari import SAMPLE_RATE, Hibari
from numpy.typing import NDArray

from voxanne.audio.pcm import Pcm
from voxanne.speech.inference import InferenceThreads, Priority
from voxanne.speech.port import Sound
from voxanne.speech.pronunciation import respelled
from voxanne.speech.spoken_form import spoken_form

_SPEECH_DBFS = -23.0
"""The loudness every sentence is brought to: what carriers and ITU-T P.56 practice expect of speech
is -26 to -20 dBov; hibari's own sentences vary by several dB."""
_PEAK = 0.89  # -1 dBFS: µ-law has no headroom above full scale
_SILENCE = 10 ** (-46 / 20)  # below this share of the peak it is the engine's noise floor
_STEP_S = 0.005
_KEPT_S = 0.015  # kept before and after, so that no consonant is clipped
_FADE_S = 0.005


class HibariSynthesizer:
    """Speaks with a loaded voice; the same words always sound the same."""

    def __init__(self, voice: Hibari, threads: InferenceThreads, *, priority: Priority = Priority.SPEECH) -> None:
        self._voice = voice
        self._threads = threads
        self._priority = priority

    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        """Speak `text` at `rate_hz`; silence before and after is cut, loudness is levelled.

        Numbers, prices, times and the like are put into words first. Raises ProviderError.
        """
        return await self._threads.run(self._priority, lambda: self.synthesize_now(text, rate_hz))

    def synthesize_now(self, text: str, rate_hz: int) -> Sound:
        """The same on the calling thread."""
        sentences = [
            trimmed(sentence, SAMPLE_RATE) for sentence in self._voice.stream(respelled(spoken_form(text)), seed=0)
        ]
        if not sentences:
            return Sound(np.zeros(0, dtype=np.int16), rate_hz)
        audio = levelled(_joined(sentences))
        if rate_hz != SAMPLE_RATE:
            audio = soxr.resample(audio, SAMPLE_RATE, rate_hz, quality="HQ")
        return Sound(_as_pcm(audio), rate_hz)


def trimmed(audio: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """Without the silence before and after, and with 5 ms of fade at both ends."""
    step = int(_STEP_S * rate_hz)
    steps = len(audio) // step
    if steps == 0:
        return audio
    loudness = np.abs(audio[: steps * step]).reshape(steps, step).max(axis=1)
    audible = np.flatnonzero(loudness > max(_SILENCE * float(loudness.max()), 1e-4))
    if len(audible) == 0:
        return audio[:0]
    kept = int(_KEPT_S * rate_hz)
    speech = audio[max(0, int(audible[0]) * step - kept) : (int(audible[-1]) + 1) * step + kept].copy()
    fade = np.linspace(0.0, 1.0, min(int(_FADE_S * rate_hz), len(speech)), dtype=np.float32)
    speech[: len(fade)] *= fade
    speech[len(speech) - len(fade) :] *= fade[::-1]
    return speech


def levelled(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """Brought to the house's loudness, measured over its louder half, without clipping."""
    step = int(0.02 * SAMPLE_RATE)
    steps = len(audio) // step
    if steps == 0:
        return audio
    energy = np.square(audio[: steps * step]).reshape(steps, step).mean(axis=1)
    speech = float(np.sqrt(np.mean(energy[energy >= np.median(energy)])))
    if speech < 1e-5:
        return audio
    gain = min(10 ** (_SPEECH_DBFS / 20) / speech, _PEAK / max(float(np.abs(audio).max()), 1e-5))
    return audio * np.float32(gain)


_BETWEEN_SENTENCES_S = 0.22


def _joined(sentences: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    pause = np.zeros(int(_BETWEEN_SENTENCES_S * SAMPLE_RATE), dtype=np.float32)
    parts = [part for sentence in sentences for part in (pause, sentence)]
    return np.concatenate(parts[1:])


def _as_pcm(audio: NDArray[np.float32]) -> Pcm:
    return np.asarray(np.clip(np.rint(audio * 32767), -32768, 32767), dtype=np.int16)
