"""A caller's voice: sentences through another speech engine than the product's own, as telephone frames.

Each sentence is rendered once, before any call, so that a call costs nothing but sending what is ready.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from voxanne.audio.g711 import RATE_HZ, encode_ulaw
from voxanne.audio.pcm import Pcm
from voxanne.errors import SetupError
from voxanne.telephony.simulated.speech_programs import command_of, speak

FRAME_SAMPLES = 160
FRAME_MS = 20
DEFAULT_VOICE = "flite/rms"

_SPEECH_LEVEL = 2600.0  # RMS of speech on a good line, about -22 dBFS
_TRIM_LEVEL = 330


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence ready to be sent: base64 µ-law frames of 20 ms, and where in them the voice is heard."""

    text: str
    frames: tuple[str, ...]
    voice_start_ms: float
    voice_end_ms: float


@dataclass(frozen=True, slots=True)
class Noise:
    """What the line sounds like while nobody speaks: frames to repeat, or one of silence."""

    frames: tuple[str, ...]
    pcm: Pcm


def quiet_line() -> Noise:
    silence = np.zeros(FRAME_SAMPLES, dtype=np.int16)
    return Noise((_frame(silence),), silence)


def noisy_line(level_dbfs: float, seed: int = 1) -> Noise:
    """A second of hiss at an RMS level, e.g. -45 dBFS; the same for the same seed."""
    rms = 32768 * 10 ** (level_dbfs / 20)
    hiss = np.random.default_rng(seed).normal(0, rms, RATE_HZ)
    pcm = np.clip(hiss, -32768, 32767).astype(np.int16)
    return Noise(tuple(_frame(pcm[at : at + FRAME_SAMPLES]) for at in range(0, RATE_HZ, FRAME_SAMPLES)), pcm)


class CallerVoice:
    """Renders sentences in one voice over one line; keeps what it has rendered."""

    def __init__(self, voice: str = DEFAULT_VOICE, noise: Noise | None = None) -> None:
        """`voice` is ENGINE/NAME, e.g. `flite/rms`: see `speech_programs`. Raises SetupError."""
        self._command = command_of(voice)
        self.noise = noise or quiet_line()
        self._rendered: dict[str, Utterance] = {}

    def say(self, text: str) -> Utterance:
        """A sentence in this voice. Blocks for some 50 ms. Raises SetupError when the engine fails."""
        if text not in self._rendered:
            self._rendered[text] = self._utterance(text, _levelled(self._synthesize(text)))
        return self._rendered[text]

    def play(self, path: Path) -> Utterance:
        """A recording (any format and rate that libsndfile reads). Raises SetupError."""
        try:
            samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as error:
            raise SetupError(f"The recording {path} cannot be read: {error}.") from error
        return self._utterance(path.name, _at_telephone_rate(samples[:, 0], rate_hz))

    def _synthesize(self, text: str) -> Pcm:
        try:
            samples, rate_hz = _wav(speak(self._command, text))
        except (ValueError, soundfile.LibsndfileError) as error:
            raise SetupError(f"The caller's voice gave no sound for a sentence of the script: {error}.") from error
        return _at_telephone_rate(samples, rate_hz)

    def _utterance(self, text: str, pcm: Pcm) -> Utterance:
        voiced = np.flatnonzero(np.abs(pcm.astype(np.int32)) > _TRIM_LEVEL)
        if not len(voiced):
            raise SetupError("A sentence of the script is inaudible.")
        start, end = int(voiced[0]), int(voiced[-1]) + 1
        missing = -len(pcm) % FRAME_SAMPLES
        padded = np.concatenate([pcm, np.zeros(missing, dtype=np.int16)]).astype(np.int32)
        padded += np.resize(self.noise.pcm, len(padded))
        line = np.clip(padded, -32768, 32767).astype(np.int16)
        frames = tuple(_frame(line[at : at + FRAME_SAMPLES]) for at in range(0, len(line), FRAME_SAMPLES))
        return Utterance(text, frames, start * 1000 / RATE_HZ, end * 1000 / RATE_HZ)


def _wav(data: bytes) -> tuple[Pcm, int]:
    """A WAV from a pipe, whose header cannot know its length: the rest of the stream is its audio."""
    at = data.find(b"data")
    if data[:4] != b"RIFF" or at < 0:
        raise ValueError("no WAV came out")
    length = (len(data) - at - 8).to_bytes(4, "little")
    whole = data[: at + 4] + length + data[at + 8 :]
    samples, rate_hz = soundfile.read(io.BytesIO(whole), dtype="int16", always_2d=True)
    return np.asarray(samples[:, 0], dtype=np.int16), rate_hz


def _at_telephone_rate(samples: NDArray[np.int16], rate_hz: int) -> Pcm:
    if rate_hz == RATE_HZ:
        return np.asarray(samples, dtype=np.int16)
    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), dtype=np.int16)


def _levelled(pcm: Pcm) -> Pcm:
    """Speech at the level of a good line, whatever the engine's own."""
    loud = pcm[np.abs(pcm.astype(np.int32)) > _TRIM_LEVEL].astype(np.float64)
    if not len(loud):
        return pcm
    gain = _SPEECH_LEVEL / np.sqrt(np.mean(loud**2))
    return np.asarray(np.clip(pcm * gain, -32768, 32767), dtype=np.int16)


def _frame(pcm: Pcm) -> str:
    return base64.b64encode(encode_ulaw(pcm)).decode("ascii")
