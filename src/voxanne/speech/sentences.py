"""Cutting a reply into pieces to speak, as early as each is whole. Pure.

The pieces joined with single spaces are the text with its spaces normalised, so that what was heard
up to a mark can be cut out of the reply again. Law: `push` never returns a piece that later text
could still change.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Mrs|Ms|Prof|St|Rd|Ave|Sq|No|approx|appt|ext|tel|e\.g|i\.e|vs|incl|max)|\b[A-Z]|\b[ap]\.m)\.$",
    re.I,
)
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+(?=\S)")
_SPOKEN_CLAUSE_MIN = 24
"""A first piece shorter than this leaves a hole before the second: about 1.5 s of speech at 16 characters a second."""
_SPLIT_OVER = 70
LONGEST = 240
"""Longer sentences are cut at a clause or a word, so that no synthesis takes longer than about 100 ms."""


def sentences(text: str) -> tuple[str, ...]:
    """A whole reply in pieces: its sentences, the first one cut after its first clause when it is long."""
    stream = SentenceStream()
    return (*stream.push(text), *stream.finish())


class SentenceStream:
    """The same for text that arrives in chunks of any size."""

    def __init__(self) -> None:
        self._text = ""
        self._is_first = True

    def push(self, chunk: str) -> list[str]:
        """Add text; the pieces that are now certain, in order."""
        self._text += chunk
        pieces = []
        while (cut := self._next_cut()) is not None:
            pieces += self._take(cut)
        return pieces

    def finish(self) -> list[str]:
        """What remains once all text has come."""
        return self._take(len(self._text))

    def _take(self, cut: int) -> list[str]:
        sentence, self._text = " ".join(self._text[:cut].split()), self._text[cut:].lstrip()
        if not sentence:
            return []
        pieces = _short_enough(sentence, is_first=self._is_first)
        self._is_first = False
        return pieces

    def _next_cut(self) -> int | None:
        for found in _END.finditer(self._text):
            following = self._text[found.end() :].lstrip()[:1]
            if not following:
                return None  # the next word decides whether this was the end
            if _ends_sentence(self._text[: found.end()], following):
                return found.end()
        return None


def _ends_sentence(text: str, following: str) -> bool:
    if not text.rstrip('"”’)]').endswith("."):
        return True
    if _ABBREVIATED.search(text):
        return bool(re.search(r"\b[ap]\.m\.$", text, re.I)) and following.isupper()
    return not following.islower()


def _short_enough(sentence: str, *, is_first: bool) -> list[str]:
    pieces = []
    rest = sentence
    if is_first and len(sentence) > _SPLIT_OVER:
        cut = next((found for found in _CLAUSE.finditer(rest) if found.start() >= _SPOKEN_CLAUSE_MIN), None)
        if cut is not None and len(rest) - cut.end() >= _SPOKEN_CLAUSE_MIN:
            pieces.append(rest[: cut.start()])
            rest = rest[cut.end() :]
    while len(rest) > LONGEST:
        clauses = list(_CLAUSE.finditer(rest, 0, LONGEST))
        cut_at = clauses[-1].start() if clauses else rest.rfind(" ", 0, LONGEST)
        if cut_at <= 0:
            cut_at = LONGEST
        pieces.append(rest[:cut_at])
        rest = rest[cut_at:].lstrip()
    return [*pieces, rest] if rest else pieces
