"""The clinic's own words, heard again where the recogniser was unsure.

    heard:     How much is | lefiller |?          "lefiller" was unsure
    sounds:    "lip filler" 0.14, "dermal filler" 0.37, ...      the nearest few, by phonemes
    asked:     how likely is "How much is lip filler?" to the model, given the audio
    decided:   one score of sound, likelihood and how expected the term is anyway

Only stretches that hold an unsure word are looked at, so that sure sentences cost nothing and are never
changed. The weights of the score are a logistic regression (`python -m bench.vocabulary --fit`) on synthetic
voices and 60 ordinary sentences through µ-law; nothing in it knows any particular word. The bias is
half a unit above the fitted one: one more term understood in 50 for one more sentence changed in 480.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voxanne.speech.hypothesis import Hypothesis, Word, decode, log_probability
from voxanne.speech.lexicon import Lexicon, Pronounce, plain
from voxanne.speech.moonshine_graphs import END_TOKEN, Decoding, MoonshineGraphs, Pieces

UNSURE = -0.2
"""Log-probability of a word's least likely token below which the word is unsure (probability 0.82)."""
REACH = 3
"""Sure words that may belong to a misheard stretch on either side of an unsure one."""
MOST_WORDS = 6
ASKED = 8
"""Stretches put to the model at most: each costs about 1.2 ms."""
ASKED_PER_TERM = 2
PROMISING = -5.0
"""Log-odds, from sound alone, below which nothing is asked: 1 % of what would be accepted lies there."""
PROMISING_BESIDE = 4.0
"""How far below the most promising a stretch is still asked about; nothing accepted lay further."""
_FOLLOWING = 3  # tokens after the term that must still fit the audio
_REHEAR_BELOW = -3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term in the place of tokens `start` to `end`, with what speaks for it."""

    term: int
    start: int
    end: int
    distance: float
    """Between the sounds of the stretch and the term; 0 is the same."""
    heard_likelihood: float
    """Log-likelihood of what had been heard there."""
    gain: float = 0.0
    """Log-likelihood of the term minus that of what had been heard."""
    following_gain: float = 0.0
    """The same for the tokens after it."""


Promising = tuple[float, Candidate]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the final score; positive means the term was said."""

    bias: float = 4.958
    distance: float = -13.981
    gain: float = 0.347
    following_gain: float = 0.363
    heard_likelihood: float = 0.12
    log_length: float = 2.074
    expected: float = -0.219


WEIGHTS = Weights()


class Corrector:
    """Shared by all calls; holds nothing of any."""

    def __init__(self, graphs: MoonshineGraphs, pieces: Pieces, pronounce: Pronounce) -> None:
        self._graphs = graphs
        self._pieces = pieces
        self._pronounce = pronounce

    def correct(self, heard: Hypothesis, lexicon: Lexicon) -> list[int]:
        """The tokens of `heard`, with terms of the lexicon where they were most likely said."""
        accepted: list[Candidate] = []
        for candidate in sorted(self.candidates(heard, lexicon), key=lambda one: -score(one, lexicon)):
            if score(candidate, lexicon) <= 0:
                break
            if all(candidate.end <= one.start or candidate.start >= one.end for one in accepted):
                accepted.append(candidate)
        tokens = list(heard.tokens)
        for candidate in sorted(accepted, key=lambda one: -one.start):
            tokens[candidate.start : candidate.end] = lexicon.tokens[candidate.term]
        if accepted and len(accepted) == 1 and accepted[0].following_gain < _REHEAR_BELOW:
            return self._heard_again_after(heard, accepted[0], lexicon)
        return tokens

    def candidates(self, heard: Hypothesis, lexicon: Lexicon) -> list[Candidate]:
        """The likeliest replacements, with their gains; empty when every word was sure."""
        chosen = _most_promising(self.sound_alikes(heard, lexicon))
        return self._ask(heard, chosen, lexicon) if chosen else []

    def sound_alikes(self, heard: Hypothesis, lexicon: Lexicon) -> list[Promising]:
        """Every stretch with an unsure word that might be a term, by sound, with its log-odds so far."""
        words = heard.words(self._pieces)
        unsure = [number for number, word in enumerate(words) if min(heard.likelihoods[word.start : word.end]) < UNSURE]
        known = _known_stretches(words, lexicon)
        near = []
        for first in range(len(words)):
            lasts = [
                last for last in range(first, min(first + MOST_WORDS, len(words))) if _is_open(first, last, unsure)
            ]
            if not lasts:
                continue
            sounds, ends = self._sounds(words[first : lasts[-1] + 1])
            distances = lexicon.sounds.distances(sounds)
            for last in lasts:
                stretch = (words[first].start, words[last].end)
                likelihood = sum(heard.likelihoods[slice(*stretch)])
                row = distances[ends[last - first]]
                promises = _promises(row, lexicon, likelihood)
                for term in np.flatnonzero(promises > PROMISING):
                    if not _is_known(first, last, lexicon.plain[term], known):
                        near.append(
                            (float(promises[term]), Candidate(int(term), *stretch, float(row[term]), likelihood))
                        )
        return near

    def _sounds(self, words: list[Word]) -> tuple[list[int], list[int]]:
        """The phonemes of the words together, and where each word ends among them."""
        sounds: list[int] = []
        ends = []
        for word in words:
            sounds += self._pronounce(word.text)
            ends.append(len(sounds))
        return sounds, ends

    def _ask(self, heard: Hypothesis, chosen: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
        """One decoder run over all candidates, from the earliest stretch on."""
        first = min(candidate.start for candidate in chosen)
        rows = [
            [
                *heard.tokens[first : one.start],
                *lexicon.tokens[one.term],
                *[*heard.tokens[one.end :], END_TOKEN][:_FOLLOWING],
            ]
            for one in chosen
        ]
        longest = max(map(len, rows))
        padded = np.array([[*row, *[END_TOKEN] * (longest - len(row))] for row in rows])
        followed = self._graphs.advance(self._place_before(heard, first), padded).logits
        return [
            self._with_gains(heard, one, row, followed[number], first, lexicon)
            for number, (one, row) in enumerate(zip(chosen, rows, strict=True))
        ]

    @staticmethod
    def _with_gains(
        heard: Hypothesis, one: Candidate, row: list[int], followed: NDArray[np.float32], first: int, lexicon: Lexicon
    ) -> Candidate:
        offset = one.start - first
        likelihoods = [
            log_probability(followed[place - 1] if place else heard.logits[first], row[place])
            for place in range(offset, len(row))
        ]
        size = len(lexicon.tokens[one.term])
        return replace(
            one,
            gain=sum(likelihoods[:size]) - one.heard_likelihood,
            following_gain=sum(likelihoods[size:]) - sum(heard.likelihoods[one.end : one.end + _FOLLOWING]),
        )

    def _place_before(self, heard: Hypothesis, token: int) -> Decoding:
        return heard.place.rewound(token, heard.logits[token])

    def _heard_again_after(self, heard: Hypothesis, accepted: Candidate, lexicon: Lexicon) -> list[int]:
        """The words after the term did not fit once it was there: decode them anew."""
        term = lexicon.tokens[accepted.term]
        place = self._graphs.advance(self._place_before(heard, accepted.start), np.array([term]))
        most = len(heard.tokens) - accepted.end + 4
        return [*heard.tokens[: accepted.start], *term, *decode(self._graphs, place, most).tokens]


def score(candidate: Candidate, lexicon: Lexicon, weights: Weights = WEIGHTS) -> float:
    """Log-odds that the term was said."""
    return math.fsum(
        weight * feature for weight, feature in zip(astuple(weights), features(candidate, lexicon), strict=True)
    )


def features(candidate: Candidate, lexicon: Lexicon) -> tuple[float, ...]:
    """What the score weighs, in the order of `Weights`."""
    return (
        1.0,
        candidate.distance,
        candidate.gain,
        max(-6.0, min(3.0, candidate.following_gain)),
        max(-8.0, candidate.heard_likelihood),
        float(lexicon.log_lengths[candidate.term]),
        lexicon.expected[candidate.term],
    )


def _is_open(first: int, last: int, unsure: list[int]) -> bool:
    inside = [word for word in unsure if first <= word <= last]
    return bool(inside) and inside[0] - first <= REACH and last - inside[-1] <= REACH


def _known_stretches(words: list[Word], lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Where words spell a term already: (first word, last word, term)."""
    known = set(lexicon.plain)
    spelled = [plain(word.text) for word in words]
    return [
        (first, last, joined)
        for first in range(len(words))
        for last in range(first, min(first + MOST_WORDS, len(words)))
        if (joined := "".join(spelled[first : last + 1])) in known
    ]


def _is_known(first: int, last: int, term: str, known: list[tuple[int, int, str]]) -> bool:
    """A term that was understood is only ever replaced by a longer one that contains it."""
    return any(
        first <= end and last >= start and (spelled == term or spelled not in term) for start, end, spelled in known
    )


def _promises(distances: NDArray[np.float32], lexicon: Lexicon, heard_likelihood: float) -> NDArray[np.float32]:
    """Log-odds of each term before the model is asked: near in sound, long, in place of unlikely words."""
    return np.asarray(
        (-28.2 - 17.8 * lexicon.log_lengths) * distances
        + 5.1 * lexicon.log_lengths
        - 0.37 * max(-8.0, heard_likelihood)
        + 5.75
    )


def _most_promising(near: list[Promising]) -> list[Candidate]:
    chosen: list[Candidate] = []
    best = max((promise for promise, _ in near), default=0.0)
    for promise, candidate in sorted(near, key=lambda one: -one[0]):
        if len(chosen) == ASKED or promise < best - PROMISING_BESIDE:
            break
        if sum(one.term == candidate.term for one in chosen) < ASKED_PER_TERM:
            chosen.append(candidate)
    return chosen
