"""Telephone numbers as people say and hear them. Pure.

"oh two oh, seven nine four six, oh one double two" becomes 02079460122, and is read back in the groups a
British listener expects: 0 2 0, 7 9 4 6, 0 1 2 2.
"""

from __future__ import annotations

import re

_DIGITS = {
    "zero": "0",
    "oh": "0",
    "o": "0",
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
_AMBIGUOUS = {"to": "2", "too": "2", "for": "4"}
"""Digits only between other digits: "oh to oh" is 020, "call me for a chat" is not 4."""
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
FEWEST, MOST = 7, 15
"""E.164 allows 15 digits; fewer than 7 is no number anybody can call."""


def digits_in(text: str) -> str:
    """The digits spoken in a normalised text, in order, as one string ("" when there are none)."""
    words = re.sub(r"(?<=\d)\s*(?=\d)", " ", re.sub(r"([a-z])(\d)|(\d)([a-z])", r"\1\3 \2\4", text)).split()
    digits, repeat, index = "", 1, 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        found, used = "", 1
        if word.lstrip("+").isdigit():
            found = word.lstrip("+")
        elif word in _DIGITS and not (word in {"o", "oh", "won", "ate", "free"} and not _in_number(words, index)):
            found = _DIGITS[word]
        elif word in _AMBIGUOUS and digits and _in_number(words, index, both=True):
            found = _AMBIGUOUS[word]
        elif word in _TEENS:
            found = _TEENS[word]
        elif word in _TENS:
            unit = _DIGITS.get(following, "")
            found, used = (_TENS[word] + unit, 2) if unit and unit != "0" else (_TENS[word] + "0", 1)
        elif word == "hundred" and digits and _in_number(words, index):
            found = "00"
        elif word in _REPEATS:
            repeat = _REPEATS[word]
            index += 1
            continue
        if found:
            digits += found[0] * repeat + found[1:] if repeat > 1 else found
        repeat = 1
        index += used
    return digits


def _is_digit(word: str) -> bool:
    return word.isdigit() or word in _DIGITS or word in _REPEATS or word in _TENS or word in _TEENS


def _in_number(words: list[str], index: int, *, both: bool = False) -> bool:
    before = index > 0 and _is_digit(words[index - 1])
    after = index + 1 < len(words) and _is_digit(words[index + 1])
    if words[index] in {"o", "oh"} and index + 2 < len(words) and words[index + 1] in _AMBIGUOUS:
        after = _is_digit(words[index + 2])
    return (before and after) if both else (before or after)


def national(number: str) -> str:
    """A British number without its country code (+442079460123 and 442079460123 become 02079460123)."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0044"):
        digits = digits[2:]
    return "0" + digits[2:].lstrip("0") if digits.startswith("44") and len(digits) >= 12 else digits


def is_whole(digits: str) -> bool:
    """Whether this can be a complete number: British numbers have eleven digits, others seven to fifteen."""
    digits = national(digits)
    if digits.startswith("0") and not digits.startswith("00"):
        return len(digits) in (10, 11)
    return FEWEST <= len(digits) <= MOST


def read_back(number: str) -> str:
    """The number digit by digit in groups: "0 2 0, 7 9 4 6, 0 1 2 3"."""
    digits = national(number)
    if len(digits) == 11 and digits.startswith("02"):
        sizes = [3, 4, 4]
    elif len(digits) in (10, 11) and digits.startswith("0"):
        sizes = [5, 3, len(digits) - 8]
    else:
        sizes = [3] * (len(digits) // 3) + ([len(digits) % 3] if len(digits) % 3 else [])
    groups, start = [], 0
    for size in sizes:
        groups.append(" ".join(digits[start : start + size]))
        start += size
    return ", ".join(groups)


def corrected(digits: str, text: str) -> str | None:
    """The number with its end replaced when the caller corrects the end ("the last two are five six"), or None."""
    match = re.search(
        r"\b(?:last|end|ends|ending|final)(?: (?:one|two|three|four|five|six|digits?|numbers?|bit|in|with|is"
        r"|are|should|be"
        r"|was|its|it|ones?|part|of))*?(?: (?:is|are|in|with|be|was|its)) (.+)$",
        text,
    )
    if match is None:
        return None
    tail = digits_in(match.group(1))
    return digits[: -len(tail)] + tail if 0 < len(tail) < len(digits) else None
