"""How alike two stretches of speech sound: an edit distance over phonemes, weighted by articulation. Pure.

Costs follow how phonemes are made, not any recogniser's habits: two consonants differ by voice, place
and manner, two vowels by height and backness, and a schwa or an /h/ is easily lost. (Kondrak 2000, "A new
algorithm for the alignment of phonetic sequences", weighs the same features.) Phonemes are single
characters of the misaki alphabet (https://github.com/hexgrad/misaki): IPA with A=eɪ I=aɪ O=oʊ W=aʊ Y=ɔɪ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# place 0 lips … 5 throat; manner 0 stop, 1 affricate, 2 fricative, 3 nasal, 4 liquid or glide; voice
_CONSONANTS = {
    "p": (0, 0, 0), "b": (0, 0, 1), "t": (2, 0, 0), "d": (2, 0, 1), "ɾ": (2, 0, 1), "k": (4, 0, 0), "ɡ": (4, 0, 1),
    "g": (4, 0, 1), "ʔ": (5, 0, 0), "ʧ": (3, 1, 0), "ʤ": (3, 1, 1), "f": (0, 2, 0), "v": (0, 2, 1), "θ": (1, 2, 0),
    "ð": (1, 2, 1), "s": (2, 2, 0), "z": (2, 2, 1), "ʃ": (3, 2, 0), "ʒ": (3, 2, 1), "h": (5, 2, 0), "m": (0, 3, 1),
    "n": (2, 3, 1), "ŋ": (4, 3, 1), "l": (2, 4, 1), "ɹ": (3, 4, 1), "w": (0, 4, 1), "j": (3, 4, 1),
}  # fmt: skip
# height 0 open … 3 close; backness 0 front … 2 back; diphthongs lie between their ends
_VOWELS = {
    "i": (3.0, 0.0), "ɪ": (2.6, 0.3), "ɛ": (1.4, 0.2), "e": (2.0, 0.0), "æ": (0.5, 0.2), "a": (0.0, 0.5),
    "ɑ": (0.0, 2.0), "ɒ": (0.2, 2.0), "ɔ": (1.0, 2.0), "o": (2.0, 2.0), "ʊ": (2.6, 1.7), "u": (3.0, 2.0),
    "ʌ": (1.0, 1.4), "ɜ": (1.5, 1.0), "ə": (1.5, 1.0), "ᵊ": (1.5, 1.0), "ɐ": (0.8, 1.0), "ᵻ": (2.5, 0.7),
    "A": (2.0, 0.1), "I": (1.0, 0.7), "O": (1.8, 1.7), "Q": (1.8, 1.5), "W": (1.0, 1.3), "Y": (1.6, 1.3),
}  # fmt: skip
_WEAK = frozenset("əᵊᵻɐ")

ALPHABET = "".join([*_CONSONANTS, *_VOWELS])
_NUMBER = {phoneme: number for number, phoneme in enumerate(ALPHABET)}
_LONGEST = 32
"""Phonemes of a term that are compared: "laser hair removal" has 15."""


def encode(phonemes: str) -> list[int]:
    """The numbers of the known phonemes; stress, spaces and other marks are left out."""
    return [_NUMBER[phoneme] for phoneme in phonemes if phoneme in _NUMBER]


@dataclass(frozen=True, slots=True)
class SoundTable:
    """Terms laid out so that one stretch of speech is compared with all of them at once."""

    lengths: NDArray[np.int64]
    substitutions: NDArray[np.float32]
    """(phoneme heard, term, place in the term): the cost of hearing this for that."""
    losses: NDArray[np.float32]
    """(term, place): the cost of not hearing the term's first so many phonemes."""

    @classmethod
    def of(cls, terms: Sequence[Sequence[int]]) -> SoundTable:
        """A table of encoded terms; empty ones are as far from everything as can be."""
        lengths = np.array([min(len(term), _LONGEST) for term in terms], dtype=np.int64)
        width = int(lengths.max(initial=0))
        places = np.zeros((len(terms), width), dtype=np.int64)
        for row, term in enumerate(terms):
            places[row, : lengths[row]] = term[:_LONGEST]
        losses = np.zeros((len(terms), width + 1), dtype=np.float32)
        np.cumsum(_LOSS[places], axis=1, out=losses[:, 1:])
        return cls(lengths, np.ascontiguousarray(_SUBSTITUTION[:, places]), losses)

    def distances(self, heard: Sequence[int]) -> NDArray[np.float32]:
        """For each n, how far the first n phonemes heard are from each term: float32 (heard + 1, terms).

        The distance is the cheapest alignment's cost divided by the mean of both lengths; 0 is the same.
        """
        count = len(self.lengths)
        rows = np.arange(count)
        costs = np.empty((len(heard) + 1, count), dtype=np.float32)
        place = self.losses.copy()
        costs[0] = place[rows, self.lengths]
        for number, phoneme in enumerate(heard, start=1):
            stepped = place + _LOSS[phoneme]
            np.minimum(stepped[:, 1:], place[:, :-1] + self.substitutions[phoneme], out=stepped[:, 1:])
            # then any number of the term's own phonemes may be missing from what was heard
            place = np.minimum.accumulate(stepped - self.losses, axis=1) + self.losses
            costs[number] = place[rows, self.lengths]
        spans = np.arange(len(heard) + 1)[:, None]
        return np.asarray(costs / np.maximum((spans + self.lengths) / 2, 1), dtype=np.float32)


def distance(heard: str, term: str) -> float:
    """How far two phoneme strings are apart: 0 the same, about 0.3 alike, about 0.7 unrelated."""
    return float(SoundTable.of([encode(term)]).distances(encode(heard))[-1, 0])


def _substitution(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if left in _CONSONANTS and right in _CONSONANTS:
        (place, manner, voice), (other_place, other_manner, other_voice) = _CONSONANTS[left], _CONSONANTS[right]
        return min(
            1.0,
            0.25 * (voice != other_voice)
            + 0.15 * (place != other_place)
            + 0.08 * abs(place - other_place)
            + 0.45 * (manner != other_manner),
        )
    if left in _VOWELS and right in _VOWELS:
        (height, back), (other_height, other_back) = _VOWELS[left], _VOWELS[right]
        return min(0.6, 0.1 + 0.15 * abs(height - other_height) + 0.15 * abs(back - other_back))
    return 1.2


def _loss(phoneme: str) -> float:
    if phoneme in _WEAK or phoneme in "hɾʔ":
        return 0.35
    if phoneme in _VOWELS:
        return 0.6
    return 0.5 if _CONSONANTS[phoneme][1] == 4 else 0.8


_SUBSTITUTION = np.array([[_substitution(left, right) for right in ALPHABET] for left in ALPHABET], dtype=np.float32)
_LOSS = np.array([_loss(phoneme) for phoneme in ALPHABET], dtype=np.float32)
