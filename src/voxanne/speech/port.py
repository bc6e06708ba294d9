"""The four speech roles a call needs, as ports. Audio is int16 mono PCM at a stated rate in Hz.

Engines are loaded once per node, before any call, and shared by all calls. An engine call that needs
more than 5 ms of CPU runs in a thread; a caller of these ports only awaits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from voxanne.audio.pcm import Pcm


@dataclass(frozen=True, slots=True)
class Sound:
    """Finished audio: int16 mono at `rate_hz`."""

    pcm: Pcm
    rate_hz: int

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) * 1000 // self.rate_hz


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The clinic's own words that must be understood: services, staff, places.

    `terms` are in their written form ("lip filler", "Dr Siobhan Byrne"); `version` changes whenever
    they do, so an engine may keep what it prepared for a version.
    """

    terms: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a transcriber made of a piece of audio.

    `text` is empty when nothing was said. `confidence` is 0..1. `as_decoded` is the text before any
    vocabulary correction, so that a page can show what was changed.
    """

    text: str
    confidence: float = 1.0
    as_decoded: str = ""


class Transcriber(Protocol):
    async def prepare(self, vocabulary: Vocabulary) -> None:
        """Make ready for a vocabulary, at the latest when a call is picked up; at once when it was
        ready already. A transcription with one that is not ready waits for it. Raises ProviderError."""
        ...

    async def transcribe(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary, *, is_partial: bool = False) -> Heard:
        """Transcribe one utterance of any length. Raises ProviderError when the engine fails.

        With `is_partial` the caller is still speaking: the work waits behind everything that a reply
        waits for. A cancelled request that has not begun costs nothing.
        """
        ...


class Synthesizer(Protocol):
    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        """Speak one sentence, without leading or trailing silence. Raises ProviderError."""
        ...


class VoiceStream(Protocol):
    """One call's share of the voice detector: remembers the call's audio, costs a few kilobytes."""

    async def push(self, pcm: Pcm) -> list[float]:
        """Add audio; returns the voice probability (0..1) of each 32 ms window this completed, in order."""
        ...


class VoiceDetector(Protocol):
    def open(self, rate_hz: int) -> VoiceStream:
        """A new stream at 8000 or 16000 Hz; cheap enough for the moment of pick-up (< 1 ms)."""
        ...


class TurnJudge(Protocol):
    async def judge(self, pcm: Pcm, rate_hz: int) -> float:
        """Probability (0..1) that the caller's turn is complete, from at most the last 8 s of audio."""
        ...


@dataclass(frozen=True, slots=True)
class SpeechEngines:
    """The node's loaded engines, shared by all its calls.

    `has_room` says, at any moment, whether a partial transcription would begin at once.
    """

    transcriber: Transcriber
    synthesizer: Synthesizer
    voice_detector: VoiceDetector
    turn_judge: TurnJudge
    names: dict[str, str] = field(default_factory=dict)
    has_room: Callable[[], bool] = lambda: True
