"""A clinic's vocabulary, prepared for the ear: each term's sound, its tokens, and how expected it is anyway.

What the model would say unprompted matters: "crown" or "counselling" come easily to it, so that finding
them likely proves little, while a word like "cryolipolysis" is never guessed. So each term carries the
likelihood the model gives it without any audio, which is later taken off (Variani et al. 2020, "Hybrid
autoregressive transducer", §3: internal language model).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voxanne.speech.hypothesis import log_probability
from voxanne.speech.moonshine_graphs import END_TOKEN, RATE_HZ, Decoding, MoonshineGraphs, Pieces
from voxanne.speech.soundalike import SoundTable

Pronounce = Callable[[str], tuple[int, ...]]

_BATCH = 24
_CARRIER = " I wanted to ask about"
_QUIET_S = 1.5
MOST_TERMS = 400


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Parallel over terms. `plain` is a term without case, spaces and punctuation."""

    terms: tuple[str, ...]
    plain: tuple[str, ...]
    tokens: tuple[list[int], ...]
    sounds: SoundTable
    log_lengths: NDArray[np.float32]
    """Natural logarithm of each term's number of phonemes, less that of ten."""
    expected: tuple[float, ...]
    """Log-likelihood of the term's tokens when nothing is heard."""


def prepare(
    terms: tuple[str, ...], pronounce: Pronounce, graphs: MoonshineGraphs, pieces: Pieces
) -> Iterator[Lexicon | None]:
    """Work through the first 400 terms in steps of about 30 ms each; the last step gives the lexicon.

    A generator, so that other inference may come between two steps.
    """
    terms = tuple(dict.fromkeys(" ".join(term.split()) for term in terms if plain(term)))[:MOST_TERMS]
    tokens = tuple(pieces.tokens(f" {term}") for term in terms)
    carrier = graphs.begin(graphs.encode(np.zeros(int(_QUIET_S * RATE_HZ), dtype=np.float32)))
    carrier = graphs.advance(carrier, np.array([pieces.tokens(_CARRIER)]))
    expected: list[float] = []
    sounds: list[tuple[int, ...]] = []
    for start in range(0, len(terms), _BATCH):
        yield None
        sounds += [pronounce(term) for term in terms[start : start + _BATCH]]
        expected += _expected(graphs, carrier, tokens[start : start + _BATCH])
    table = SoundTable.of(sounds)
    log_lengths = np.log(np.maximum(table.lengths, 1) / 10).astype(np.float32)
    yield Lexicon(terms, tuple(map(plain, terms)), tokens, table, log_lengths, tuple(expected))


def plain(text: str) -> str:
    """Only the letters and digits, in lower case: how two spellings of one word are compared."""
    return "".join(character for character in text.lower() if character.isalnum())


def _expected(graphs: MoonshineGraphs, carrier: Decoding, tokens: tuple[list[int], ...]) -> list[float]:
    longest = max(map(len, tokens))
    padded = np.array([[*term, *[END_TOKEN] * (longest - len(term))] for term in tokens])
    followed = graphs.advance(carrier, padded).logits
    return [
        log_probability(carrier.logits[0, -1], term[0])
        + sum(log_probability(followed[row, place], token) for place, token in enumerate(term[1:]))
        for row, term in enumerate(tokens)
    ]
