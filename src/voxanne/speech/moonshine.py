"""Moonshine tiny: the caller's words from one utterance, on the node's inference threads.

audio ──encode──▶ hidden ──decode greedily──▶ words ──where unsure: the clinic's own words?──▶ words
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import numpy as np
import soxr

from voxanne.audio.pcm import Pcm
from voxanne.errors import ProviderError
from voxanne.speech.correction import Corrector
from voxanne.speech.drafts import Drafts
from voxanne.speech.hypothesis import decode
from voxanne.speech.inference import InferenceThreads, Priority
from voxanne.speech.lexicon import Lexicon, Pronounce, plain, prepare
from voxanne.speech.moonshine_graphs import RATE_HZ, MoonshineGraphs, Pieces
from voxanne.speech.port import Heard, Vocabulary
from voxanne.speech.segments import split_at_pauses

TOKENS_PER_S = 6.5
"""Nobody speaks more tokens a second; a decoder that goes on is repeating itself."""
LEXICONS = 64
"""Vocabularies kept ready: about 2 MB each for 300 terms."""

_SPARE_TOKENS = 6
_SHORTEST_S = 0.1
_INAUDIBLE = 30  # of 32768: no speech is that quiet at its loudest
_SAID_OF_NOISE = frozenset({"", "you", "thankyouforwatching", "thanksforwatching"})
"""What the model makes of breath, hum (notes only), line noise and babble: its training had subtitles."""
_GUESSED = 0.4
"""Confidence below which a single word, or words without end, are noise: clear words have above 0.8."""


class MoonshineTranscriber:
    """Transcribes with loaded graphs; about 40 ms for a sentence of 3 s."""

    def __init__(
        self, graphs: MoonshineGraphs, pieces: Pieces, pronounce: Pronounce, threads: InferenceThreads
    ) -> None:
        self.graphs = graphs
        self.pieces = pieces
        self.pronounce = pronounce
        self.corrector = Corrector(graphs, pieces, pronounce)
        self._threads = threads
        self.drafts = Drafts()
        self._lexicons: OrderedDict[Vocabulary, Lexicon] = OrderedDict()
        self._preparing: dict[Vocabulary, asyncio.Task[Lexicon]] = {}
        self._awaited: set[Vocabulary] = set()
        """Vocabularies in preparation that a caller's words wait for."""

    async def prepare(self, vocabulary: Vocabulary) -> None:
        """Prepare a vocabulary in the background: about 0.3 s of one core for 300 terms, once a version."""
        await self._lexicon(vocabulary, is_awaited=False)

    async def transcribe(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary, *, is_partial: bool = False) -> Heard:
        """The words in int16 audio of any length and rate. Raises ProviderError.

        Partial words are given as they were decoded; final ones have the vocabulary's terms put right.
        """
        lexicon = None if is_partial else await self._lexicon(vocabulary, is_awaited=True)
        priority = Priority.PARTIAL if is_partial else Priority.TRANSCRIPTION
        return await self._threads.run(priority, lambda: self.transcribe_now(pcm, rate_hz, lexicon))

    def transcribe_now(self, pcm: Pcm, rate_hz: int, lexicon: Lexicon | None) -> Heard:
        """The same on the calling thread."""
        heard = [self._segment(segment, rate_hz, lexicon) for segment in split_at_pauses(pcm, rate_hz)]
        said = [one for one in heard if one.text]
        return Heard(
            text=" ".join(one.text for one in said),
            confidence=min((one.confidence for one in said or heard), default=1.0),
            as_decoded=" ".join(one.as_decoded for one in said),
        )

    def _segment(self, pcm: Pcm, rate_hz: int, lexicon: Lexicon | None) -> Heard:
        if len(pcm) < _SHORTEST_S * rate_hz or int(np.abs(pcm.astype(np.int32)).max()) < _INAUDIBLE:
            return Heard(text="")
        audio = pcm.astype(np.float32) * np.float32(1 / 32768)
        if rate_hz != RATE_HZ:
            audio = soxr.resample(audio, rate_hz, RATE_HZ, quality="HQ")
        most = int(len(audio) / RATE_HZ * TOKENS_PER_S) + _SPARE_TOKENS
        beginning = self.graphs.begin(self.graphs.encode(audio))
        hypothesis = decode(self.graphs, beginning, most, self.drafts.recall(pcm, rate_hz))
        self.drafts.keep(pcm, rate_hz, hypothesis.tokens)
        decoded = self.pieces.text(hypothesis.tokens)
        is_endless = len(hypothesis.tokens) >= most
        is_guessed = hypothesis.confidence < _GUESSED and (is_endless or " " not in decoded)
        if is_guessed or plain(decoded) in _SAID_OF_NOISE:
            return Heard(text="", confidence=hypothesis.confidence)
        if lexicon is None:
            return Heard(decoded, hypothesis.confidence, decoded)
        corrected = self.pieces.text(self.corrector.correct(hypothesis, lexicon))
        return Heard(_begun_alike(corrected, decoded), hypothesis.confidence, decoded)

    async def _lexicon(self, vocabulary: Vocabulary, *, is_awaited: bool) -> Lexicon | None:
        if not vocabulary.terms:
            return None
        ready = self._lexicons.get(vocabulary)
        if ready is not None:
            self._lexicons.move_to_end(vocabulary)
            return ready
        if is_awaited:
            self._awaited.add(vocabulary)
        preparing = self._preparing.get(vocabulary)
        if preparing is None:
            preparing = asyncio.ensure_future(self._prepare(vocabulary))
            self._preparing[vocabulary] = preparing
            preparing.add_done_callback(lambda _: self._forget_preparation(vocabulary))
        try:
            return await asyncio.shield(preparing)
        except asyncio.CancelledError:
            if preparing.cancelled():
                raise ProviderError("Preparing a vocabulary was cancelled.", is_retryable=True) from None
            raise

    async def _prepare(self, vocabulary: Vocabulary) -> Lexicon:
        steps = prepare(vocabulary.terms, self.pronounce, self.graphs, self.pieces)
        lexicon = None
        while lexicon is None:
            priority = Priority.TRANSCRIPTION if vocabulary in self._awaited else Priority.BACKGROUND
            lexicon = await self._threads.run(priority, lambda: next(steps))
        self._lexicons[vocabulary] = lexicon
        while len(self._lexicons) > LEXICONS:
            self._lexicons.popitem(last=False)
        return lexicon

    def _forget_preparation(self, vocabulary: Vocabulary) -> None:
        del self._preparing[vocabulary]
        self._awaited.discard(vocabulary)


def _begun_alike(text: str, as_decoded: str) -> str:
    """A term at the beginning takes the capital letter of what it replaced."""
    return text[:1].upper() + text[1:] if as_decoded[:1].isupper() else text
