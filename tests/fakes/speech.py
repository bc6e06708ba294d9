"""Speech engines without speech: loudness stands for what is said.

Each saying has a loudness of its own; the voice detector hears anything loud, the transcriber looks up
what the loudness means, the synthesizer answers a hum as long as the text would take.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.errors import ProviderError
from voxanne.speech.port import Heard, Sound, SpeechEngines, Vocabulary

QUIETEST_SAYING = 2_000
HUM = 500
MS_PER_CHARACTER = 60


@dataclass
class Sayings:
    """What each loudness means; shared by whoever speaks and whoever transcribes."""

    texts: list[str] = field(default_factory=list)

    def loudness_of(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return QUIETEST_SAYING + 10 * self.texts.index(text)

    def heard_in(self, pcm: Pcm) -> str:
        """The distinct sayings in a piece of audio, in order."""
        loud = pcm[pcm >= QUIETEST_SAYING]
        if not len(loud):
            return ""
        changes = loud[np.flatnonzero(np.diff(loud, prepend=0))]
        return " ".join(self.texts[(int(each) - QUIETEST_SAYING) // 10] for each in changes)


class FakeVoiceStream:
    def __init__(self, rate_hz: int) -> None:
        self._window = rate_hz * 32 // 1000
        self._rest: Pcm = np.zeros(0, dtype=np.int16)

    async def push(self, pcm: Pcm) -> list[float]:
        pcm = np.concatenate([self._rest, pcm])
        whole = len(pcm) // self._window
        self._rest = pcm[whole * self._window :]
        windows = pcm[: whole * self._window].reshape(whole, self._window)
        return [1.0 if float(np.mean(window >= QUIETEST_SAYING)) > 0.5 else 0.0 for window in windows]


class FakeVoiceDetector:
    def open(self, rate_hz: int) -> FakeVoiceStream:
        return FakeVoiceStream(rate_hz)


@dataclass
class FakeTranscriber:
    """Hears the sayings; fails as often as `failures` says, or never answers while `is_stuck`."""

    sayings: Sayings
    failures: int = 0
    is_stuck: bool = False
    calls: int = 0

    async def prepare(self, vocabulary: Vocabulary) -> None:
        """Nothing to make ready."""

    async def transcribe(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary, *, is_partial: bool = False) -> Heard:
        self.calls += 1
        if self.is_stuck:
            await asyncio.get_running_loop().create_future()
        if self.failures:
            self.failures -= 1
            raise ProviderError("The fake transcriber fails.")
        text = self.sayings.heard_in(pcm)
        return Heard(text, 0.9, text)


@dataclass
class FakeSynthesizer:
    """Hums for 60 ms per character; fails for texts in `unspeakable`."""

    unspeakable: set[str] = field(default_factory=set)
    spoken: list[str] = field(default_factory=list)

    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        await asyncio.sleep(0)
        if text in self.unspeakable:
            raise ProviderError("The fake synthesizer fails.")
        self.spoken.append(text)
        return Sound(np.full(len(text) * MS_PER_CHARACTER * rate_hz // 1000, HUM, dtype=np.int16), rate_hz)


@dataclass
class FakeTurnJudge:
    """Judges every turn alike."""

    probability: float = 0.9
    fails: bool = False

    async def judge(self, pcm: Pcm, rate_hz: int) -> float:
        if self.fails:
            raise ProviderError("The fake turn judge fails.")
        return self.probability


def fake_engines(sayings: Sayings) -> SpeechEngines:
    """All four, over one book of sayings."""
    return SpeechEngines(
        transcriber=FakeTranscriber(sayings),
        synthesizer=FakeSynthesizer(),
        voice_detector=FakeVoiceDetector(),
        turn_judge=FakeTurnJudge(),
    )
