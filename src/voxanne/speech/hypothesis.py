"""One decoding of an utterance: its tokens, what the model thought of every other token, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voxanne.speech.moonshine_graphs import END_TOKEN, Decoding, Logits, MoonshineGraphs, Pieces


@dataclass(frozen=True, slots=True)
class Word:
    """Tokens `start` to `end` spell it, without the punctuation that follows up to `next_start`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Greedily decoded tokens. `logits[n]` speak about token n; the last about what follows the last token."""

    tokens: list[int]
    logits: list[Logits]
    likelihoods: list[float]
    """Log-probability of each token, then of the end where it was reached."""
    place: Decoding

    @property
    def confidence(self) -> float:
        """The tokens' mean probability (geometric), 0..1."""
        return float(np.exp(np.mean(self.likelihoods)))

    def words(self, pieces: Pieces) -> list[Word]:
        """The words in order; a word begins at a piece that begins with a space."""
        starts = [number for number, token in enumerate(self.tokens) if number == 0 or pieces.begins_word(token)]
        return [
            self._word(pieces, start, end) for start, end in zip(starts, [*starts[1:], len(self.tokens)], strict=True)
        ]

    def _word(self, pieces: Pieces, start: int, end: int) -> Word:
        while end > start + 1 and not any(character.isalnum() for character in pieces.text([self.tokens[end - 1]])):
            end -= 1
        return Word(pieces.text(self.tokens[start:end]), start, end)


def decode(graphs: MoonshineGraphs, place: Decoding, most_tokens: int, draft: Sequence[int] = ()) -> Hypothesis:
    """Follow the likeliest token from `place` until the end token, or `most_tokens`.

    A `draft`, what was made of the beginning of the same audio, is checked in one run: as far as each of
    its tokens is the likeliest it is taken over, which saves a run per token (speculative decoding,
    Leviathan et al. 2023, in its greedy form). `place` must be at the beginning then.
    """
    tokens, logits, place = _as_drafted(graphs, place, draft[:most_tokens])
    likelihoods = [log_probability(row, token) for row, token in zip(logits, tokens, strict=True)]
    while len(tokens) < most_tokens:
        here = place.logits[0, -1]
        token = int(here.argmax())
        logits.append(here)
        likelihoods.append(log_probability(here, token))
        if token == END_TOKEN:
            break
        tokens.append(token)
        place = graphs.advance(place, np.array([[token]]))
    return Hypothesis(tokens, logits, likelihoods, place)


def _as_drafted(
    graphs: MoonshineGraphs, place: Decoding, draft: Sequence[int]
) -> tuple[list[int], list[Logits], Decoding]:
    """The tokens of the draft that stand, what was thought before each, and the place after them."""
    if len(draft) < 2:
        return [], [], place
    followed = graphs.advance(place, np.array([draft]))
    rows = [place.logits[0, -1], *followed.logits[0]]
    standing = 0
    while standing < len(draft) and int(rows[standing].argmax()) == draft[standing]:
        standing += 1
    return list(draft[:standing]), rows[:standing], followed.rewound(standing, rows[standing])


def log_probability(logits: Logits, token: int) -> float:
    """Natural logarithm of the softmax of one row at `token`."""
    peak = logits.max()
    return float(logits[token] - peak) - float(np.log(np.exp(logits - peak).sum()))
