"""Moonshine tiny: the caller's words from one utterance, by greedy decoding on the node's threads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from voxanne.audio.pcm import Pcm
from voxanne.speech.inference import InferenceThreads, Priority
from voxanne.speech.moonshine_graphs import END_TOKEN, RATE_HZ, Decoding, Logits, MoonshineGraphs, Pieces
from voxanne.speech.port import Heard, Vocabulary
from voxanne.speech.segments import split_at_pauses

TOKENS_PER_S = 6.5
"""Nobody speaks more tokens a second; a decoder that goes on is repeating itself."""

_SPARE_TOKENS = 6
_SHORTEST_S = 0.1
_INAUDIBLE = 30  # of 32768: no speech is that quiet at its loudest
_SAID_OF_NOISE = frozenset({"", "you"})
"""What the model makes of breath, hum (notes only) and line noise."""


class MoonshineTranscriber:
    """Transcribes with loaded graphs; about 40 ms for a sentence of 3 s."""

    def __init__(self, graphs: MoonshineGraphs, pieces: Pieces, threads: InferenceThreads) -> None:
        self._graphs = graphs
        self._pieces = pieces
        self._threads = threads

    async def transcribe(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary, *, is_partial: bool = False) -> Heard:
        """The words in int16 audio of any length and rate. Raises ProviderError."""
        priority = Priority.PARTIAL if is_partial else Priority.TRANSCRIPTION
        return await self._threads.run(priority, lambda: self.transcribe_now(pcm, rate_hz, vocabulary))

    def transcribe_now(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary) -> Heard:
        """The same on the calling thread."""
        heard = [self._segment(segment, rate_hz) for segment in split_at_pauses(pcm, rate_hz)]
        said = [one for one in heard if one.text]
        if not said:
            return Heard(text="", confidence=min((one.confidence for one in heard), default=1.0))
        text = " ".join(one.text for one in said)
        return Heard(text, min(one.confidence for one in said), text)

    def _segment(self, pcm: Pcm, rate_hz: int) -> Heard:
        if len(pcm) < _SHORTEST_S * rate_hz or int(np.abs(pcm.astype(np.int32)).max()) < _INAUDIBLE:
            return Heard(text="")
        audio = pcm.astype(np.float32) * np.float32(1 / 32768)
        if rate_hz != RATE_HZ:
            audio = soxr.resample(audio, rate_hz, RATE_HZ, quality="HQ")
        path = self._decode(audio)
        text = self._pieces.text(path.tokens)
        return Heard(text="" if _is_of_noise(text) else text, confidence=path.confidence)

    def _decode(self, audio: NDArray[np.float32]) -> _Path:
        most = int(len(audio) / RATE_HZ * TOKENS_PER_S) + _SPARE_TOKENS
        place = self._graphs.begin(self._graphs.encode(audio))
        tokens: list[int] = []
        likelihoods: list[float] = []
        while len(tokens) < most:
            token, likelihood = _best(place.logits[0, -1])
            likelihoods.append(likelihood)
            if token == END_TOKEN:
                break
            tokens.append(token)
            place = self._graphs.advance(place, np.array([[token]]))
        return _Path(tokens, likelihoods, place)


@dataclass(frozen=True, slots=True)
class _Path:
    """One hypothesis: its tokens and the log-likelihood of each (and of the end)."""

    tokens: list[int]
    likelihoods: list[float]
    place: Decoding

    @property
    def confidence(self) -> float:
        """The tokens' mean probability (geometric), 0..1."""
        return float(np.exp(np.mean(self.likelihoods)))


def _best(logits: Logits) -> tuple[int, float]:
    token = int(logits.argmax())
    return token, -float(np.log(np.exp(logits - logits[token]).sum()))


def _is_of_noise(text: str) -> bool:
    return "".join(character for character in text.lower() if character.isalnum()) in _SAID_OF_NOISE
