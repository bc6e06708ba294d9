"""What was that sound over our own speech? Pure: words in, one of four answers out.

Only an interruption costs us the floor; the other three let the reply go on from what was heard.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum, auto

from voxanne.callflow.endpointing import words_of

ECHO_LIKENESS = 0.75
"""Share of the caller's words, in order, that must be ours before we call it our own echo."""
SHORTEST_ECHO = 3
"""Fewer words than this may well be a caller who repeats us on purpose: "on Saturday?"."""

# "uh-huh" and "mm-hmm" arrive as two words
_ANSWERS = {
    "alright", "fine", "good", "great", "hmm", "huh", "mhm", "mmhm", "ok", "okay", "perfect", "right", "sure",
    "uhhuh", "yeah", "yep", "yes",
}  # fmt: skip
_NODS = {
    "ah", "aha", "cool", "hm", "i", "got", "it", "lovely", "mm", "mmm", "nice", "oh", "see", "uh", "um", "wow",
}  # fmt: skip
_SALUTATIONS = {"hello", "hi", "hey", "good", "morning", "afternoon", "evening", "oh", "yes", "there"}
_LONGEST_BACKCHANNEL = 3


class Interjection(Enum):
    NOTHING = auto()
    BACKCHANNEL = auto()
    ECHO = auto()
    WORDS = auto()


def interjection(text: str, our_words: str, *, is_answer_expected: bool, is_greeting: bool = False) -> Interjection:
    """Classify what the caller said while `our_words` were being spoken.

    With `is_answer_expected` (we have asked a yes-or-no question) a "yeah" is an answer, not a nod. With
    `is_greeting` a "hello?" is one: callers say it into the first words they hear.
    """
    words = words_of(text)
    if words and is_greeting and len(words) <= _LONGEST_BACKCHANNEL and all(word in _SALUTATIONS for word in words):
        return Interjection.BACKCHANNEL
    if not words:
        return Interjection.NOTHING
    if is_nod(words) and not (is_answer_expected and any(word in _ANSWERS for word in words)):
        return Interjection.BACKCHANNEL
    if _is_echo(words, words_of(our_words)):
        return Interjection.ECHO
    return Interjection.WORDS


def is_nod(words: list[str]) -> bool:
    """Whether these words only say "I am listening": at most three, each of them such a word."""
    return len(words) <= _LONGEST_BACKCHANNEL and all(word in _ANSWERS or word in _NODS for word in words)


def _is_echo(words: list[str], ours: list[str]) -> bool:
    if len(words) < SHORTEST_ECHO:
        return False
    blocks = SequenceMatcher(None, words, ours, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words) >= ECHO_LIKENESS
