"""Digits as people say them and recognisers write them. Pure.

"oh two oh, seven nine four six, oh one double two" becomes 02079460122. A telephone line makes "oh" of many
things ("o2 ops 7946", "how two of seven"); such words count as digits only in a loose reading, which is for
numbers that make no sense without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "oo": "00",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "owe": "0",
    "ow": "0",
    "one": "1",
    "won": "1",
    "two": "2",
    "three": "3",
    "free": "3",
    "tree": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "sicks": "6",
    "seven": "7",
    "eight": "8",
    "ate": "8",
    "nine": "9",
    "niner": "9",
    "fore": "4",
    "fife": "5",
}
_NEEDS_NEIGHBOUR = {"o", "oh", "oo", "owe", "ow", "won", "ate", "free", "tree", "fore"}
"""Digits only beside a digit: "oh, I see" holds none."""
_AMBIGUOUS = {"to": "2", "too": "2", "for": "4"}
"""Digits only between other digits: "oh to oh" is 020, "call me for a chat" is not 4."""
_LOOSE = {
    **dict.fromkeys(
        ("ops", "op", "of", "off", "oops", "hope", "hoe", "how", "ooh", "low", "go", "old", "l", "up", "owed"), "0"
    ),
    "want": "1",
    "through": "2",
    "hate": "8",
    "sick": "6",
    "heaven": "7",
    "mine": "9",
}
"""What a telephone line has made of digits; believed only beside digits and when the number needs it."""
_TEENS = {
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
}
_TENS = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fourty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3, "dubble": 2}
_PAUSES = {"and", "then", "um", "uh", "er", "erm", "dash", "hyphen", "space"}
"""Words that do not end a number being said."""


def digits_in(text: str, *, is_loose: bool = False) -> str:
    """The digits spoken in a normalised text, in order, as one string ("" when there are none)."""
    return "".join(runs_in(text, is_loose=is_loose))


def runs_in(text: str, *, is_loose: bool = False) -> list[str]:
    """The same in runs: words that are no digits end a run ("oh two one, no, oh two oh" has two)."""
    reading = _Reading(re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z+])", " ", text).split(), is_loose)
    return reading.runs()


@dataclass(slots=True)
class _Reading:
    """One pass over the words of an utterance."""

    words: list[str]
    is_loose: bool

    def runs(self) -> list[str]:
        runs, run, repeat, index, began = [], "", 1, 0, False
        while index < len(self.words):
            word = self.words[index]
            if word in _REPEATS:
                repeat = _REPEATS[word]
                index += 1
                continue
            found, used = self._digits_at(index, is_begun=began)
            if found:
                run += found[0] * (repeat - 1) + found
                began = True
            elif run and word not in _PAUSES:
                runs.append(run)
                run = ""
            repeat = 1
            index += used
        return [*runs, run] if run else runs

    def _digits_at(self, index: int, *, is_begun: bool) -> tuple[str, int]:
        """The digits that begin at a word, and how many words they take."""
        word = self.words[index]
        following = self.words[index + 1] if index + 1 < len(self.words) else ""
        if word.lstrip("+").isdigit():
            return word.lstrip("+"), 1
        if word in _DIGITS and (word not in _NEEDS_NEIGHBOUR or self._has_neighbours(index)):
            return _DIGITS[word], 1
        if word in _AMBIGUOUS and is_begun and self._has_neighbours(index, both=True):
            return _AMBIGUOUS[word], 1
        if word in _TEENS:
            return _TEENS[word], 1
        if word in _TENS:
            unit = _DIGITS.get(following, "")
            return (_TENS[word] + unit, 2) if unit and unit[0] != "0" else (_TENS[word] + "0", 1)
        if word == "hundred" and is_begun and self._has_neighbours(index):
            return "00", 1
        if self.is_loose and (word in _LOOSE or word in _AMBIGUOUS) and self._has_neighbours(index, both=is_begun):
            return _LOOSE.get(word) or _AMBIGUOUS[word], 1
        return "", 1

    def _has_neighbours(self, index: int, *, both: bool = False) -> bool:
        before, after = self._is_digit(index - 1), self._is_digit(index + 1)
        if self.words[index] in {"o", "oh"} and index + 2 < len(self.words) and self.words[index + 1] in _AMBIGUOUS:
            after = self._is_digit(index + 2)
        return (before and after) if both else (before or after)

    def _is_digit(self, index: int) -> bool:
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        if self.is_loose and (word in _LOOSE or word in _AMBIGUOUS):
            return True
        return word.lstrip("+").isdigit() or any(word in known for known in (_DIGITS, _REPEATS, _TENS, _TEENS))
