"""Words as a recogniser hears them: normal forms, sound codes, and finding a clinic's terms in an utterance. Pure.

A telephone recogniser writes what it has heard before: "Botox" arrives as "boat ox", "lip filler" as "lip
solar". Terms are therefore compared by letters and by a code of their consonants (after Soundex: letters
that sound alike share a code; vowels count only at the start).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_DIGRAPHS = (
    ("tion", "sn"),
    ("sion", "sn"),
    ("cia", "sa"),
    ("sch", "s"),
    ("tch", "s"),
    ("ph", "f"),
    ("gh", ""),
    ("ck", "k"),
    ("kn", "n"),
    ("wr", "r"),
    ("wh", "w"),
    ("qu", "kw"),
    ("ch", "s"),
    ("sh", "s"),
    ("th", "t"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("ge", "je"),
    ("gi", "ji"),
    ("gy", "jy"),
    ("dge", "j"),
    ("x", "ks"),
)
_CODES = str.maketrans(
    {"b": "p", "v": "f", "d": "t", "c": "k", "g": "k", "q": "k", "z": "s", "j": "s", "n": "m", "y": "i"}
)

ALIKE = 0.80
"""Likeness from which a stretch of words counts as a term; below it "solar" would become "sole trader"."""

LIKE_ENDING = 0.48
_TITLES = frozenset({"the", "doctor", "nurse", "mrs", "miss", "our", "and", "for"})
"""First words that say nothing about the rest: "the next" is not "the nurse"."""


def normal(text: str) -> str:
    """Lower case, no accents or apostrophes, every other mark a space: the form all patterns are written for."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("£", " pounds ").replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("’", "'")
    plain = re.sub(r"['`]", "", plain)
    return re.sub(r"[^a-z0-9+]+", " ", plain).strip()


@lru_cache(maxsize=8192)
def sound_code(word: str) -> str:
    """The consonant code of letters run together: `sound_code("boatox") == sound_code("botox")`."""
    for written, heard in _DIGRAPHS:
        word = word.replace(written, heard)
    first = word[:1]
    code = ("a" if first in "aeiou" and first else "") + re.sub(r"[aeiouhwiy]", "", word.translate(_CODES))
    return re.sub(r"(.)\1+", r"\1", code)


@lru_cache(maxsize=16384)
def likeness(heard: str, term: str) -> float:
    """How alike two words or phrases (normal form) sound, 0..1."""
    if heard == term:
        return 1.0
    a, b = heard.replace(" ", ""), term.replace(" ", "")
    if not a or not b:
        return 0.0
    if a == b:
        return 0.99
    first, _, rest = term.partition(" ")
    if rest and heard.startswith(first + " ") and len(first) >= 3 and first not in _TITLES:
        # "lip solar": the first word is right, so less likeness of the rest will do
        ending = likeness(heard[len(first) + 1 :], rest)
        if ending >= LIKE_ENDING:
            return max(ALIKE, ending)
    code_a, code_b = sound_code(a), sound_code(b)
    letters = SequenceMatcher(None, a, b, autojunk=False).ratio()
    sounds = SequenceMatcher(None, code_a, code_b, autojunk=False).ratio() if len(code_b) > 2 else 0.0
    if code_a == code_b and len(code_b) >= 3:
        return max(0.9, letters) if letters >= 0.5 else letters
    return 0.55 * letters + 0.45 * sounds


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found at words `start`..`end` (exclusive) of the normalised utterance."""

    term: str
    start: int
    end: int
    likeness: float


def find_terms(text: str, terms: Sequence[str]) -> tuple[Mention, ...]:
    """The terms (normal form) mentioned in a normalised text, in spoken order, longest and likest first claimed."""
    words = text.split()
    found: list[Mention] = []
    by_initial = _by_initial(terms if isinstance(terms, tuple) else tuple(terms))
    longest = max((len(term.split()) for term in terms), default=0) + 2
    for start in range(len(words)):
        for length in range(1, min(longest, len(words) - start) + 1):
            heard = " ".join(words[start : start + length])
            letters = heard.replace(" ", "")
            for term, size, count in by_initial.get(sound_code(letters[:2])[:1], ()):
                if not size - 1 <= length <= size + 2 or abs(len(letters) - count) > max(1, count // 3):
                    continue
                if heard in _TOO_ORDINARY and heard != term:
                    continue
                score = likeness(heard, term)
                if score >= (ALIKE if len(term) >= 5 else 0.99):
                    found.append(Mention(term, start, start + length, score))
    found.sort(key=lambda m: (m.likeness < 0.99, m.likeness < 0.9, -len(m.term), -m.likeness, m.end - m.start))
    claimed: list[Mention] = []
    for mention in found:
        if all(mention.end <= other.start or mention.start >= other.end for other in claimed):
            claimed.append(mention)
    return tuple(sorted(claimed, key=lambda m: m.start))


@lru_cache(maxsize=256)
def _by_initial(terms: tuple[str, ...]) -> dict[str, list[tuple[str, int, int]]]:
    """Terms by the sound they begin with, each with its number of words and of letters."""
    groups: dict[str, list[tuple[str, int, int]]] = {}
    for term in terms:
        letters = term.replace(" ", "")
        groups.setdefault(sound_code(letters[:2])[:1], []).append((term, len(term.split()), len(letters)))
    return groups


_TOO_ORDINARY = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "is",
        "it",
        "in",
        "on",
        "and",
        "at",
        "to",
        "of",
        "for",
        "you",
        "do",
        "your",
        "my",
        "we",
        "can",
        "how",
        "much",
        "what",
        "when",
        "about",
        "price",
        "cost",
        "open",
        "time",
        "long",
        "hour",
        "hours",
        "day",
        "please",
        "hello",
        "thanks",
        "feel",
        "please",
        "people",
        "appeal",
        "peal",
        "fill",
        "fell",
        "full",
        "later",
        "laser",
        "liver",
        "mobile",
        "local",
        "place",
        "phase",
        "face",
        "fees",
        "feet",
        "book",
        "back",
        "call",
        "talk",
        "take",
        "make",
        "need",
        "want",
        "would",
        "could",
        "should",
    ]
)
