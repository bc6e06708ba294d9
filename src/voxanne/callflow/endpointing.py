"""When is a caller's turn over? Pure: words, a probability and what was asked in; a length of silence out.

caller speech ▁▃▅▆▅▃▁            200 ms: complete           1,200 ms: whatever was said
                     |--128 ms--|--|- - - - - - - - - - - - -|
                                └ transcription and judgement start here, side by side
"""

from __future__ import annotations

import re

from voxanne.callflow.reply import Expecting

COMPLETE_AT = 0.5
"""Judgements at or above this mean finished: complete utterances scored so in 39 of 40, cut ones in 8 of 40."""

DOUBTFUL_AT = 0.2
"""From here up to `COMPLETE_AT` short whole turns are as frequent as cut ones ("My name is Ann." scored 0.11-0.79)."""

FINISHED_MS = 200
DOUBTFUL_MS = 600
UNJUDGED_MS = 500
"""Silence that ends a turn whose judgement is still under way: a busy node must not keep callers waiting."""
UNFINISHED_MS = 1_200
NAME_FINISHED_MS = 300
CLEAR_ANSWER_MS = 280
"""Silence after a plain yes or no; "Yes, that's right" pauses for 150-250 ms after its first word."""
FAREWELL_MS = 200
"""Nothing follows a goodbye, however it sounds: goodbyes were judged finished at 0.03-0.04."""
DICTATED_FINISHED_MS = 900
DICTATED_UNFINISHED_MS = 2_200
LIKELY_NUMBER_MS = 600
LIKELY_NUMBER_DIGITS = 10
"""As many digits as some telephone numbers have; most British ones have one more."""
WHOLE_NUMBER_MS = 320
WHOLE_NUMBER_DIGITS = 11

# A turn that stops on one of these goes on, whatever it sounds like.
_HANGING = {
    "a", "an", "and", "because", "but", "er", "erm", "for", "from", "i", "if", "my", "of", "or", "our", "so",
    "than", "the", "their", "to", "uh", "um", "with", "your",
}  # fmt: skip
_WHOLE_ENDINGS = ("think so", "hope so", "what for", "who for", "love to", "am i", "should i", "who with")
_HANGING_ENDINGS = (
    "my name is", "my number is", "number is", "name is", "i'd like", "i would like", "do you", "can i", "how much is",
    "i want", "a question about", "it's about", "calling about", "i'm calling", "i have", "i've got", "what's the",
)  # fmt: skip
# Said alone, these announce more: "Wait, ...", "Thank you. Goodbye."
_HALTS = {
    "wait",
    "stop",
    "sorry",
    "hang on",
    "hold on",
    "excuse me",
    "no wait",
    "actually",
    "sorry to interrupt",
    "well",
}
_OPENERS = {
    "thank you",
    "thanks",
    "okay",
    "ok",
    "right",
    "hello",
    "hi",
    "good morning",
    "good afternoon",
    "oh",
    "alright",
}
_FAREWELLS = {"bye", "goodbye"}
_DIGIT_WORDS = {"zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
_MIXED = re.compile(r"(?=.*[0-9])[0-9o]+")
"""Zeros written as letters: "O2o", "O123"."""
_REPEATS = {"double": 2, "triple": 3}
_CLEAR_ANSWERS = frozenset(
    ("absolutely", "correct", "nah", "no", "nope", "ok", "okay", "please", "right", "sure", "yeah", "yep", "yes")
)


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers, punctuation dropped: `"It's 5. Good-bye."` -> `["it's", "5", "goodbye"]`."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'").replace("good-bye", "goodbye"))


def required_silence_ms(text: str, probability: float | None, *, is_judging: bool, expecting: Expecting) -> int:
    """How long the caller must have been silent for the turn to be over.

    `probability` is the judgement, None while `is_judging` or when it failed.
    """
    words = words_of(text)
    sounds_finished = probability is not None and probability >= COMPLETE_AT
    if expecting in (Expecting.DIGITS, Expecting.SPELLING):
        return _dictated_ms(words, sounds_finished, expecting)
    if _is_hanging(words) or " ".join(words) in _HALTS:
        return UNFINISHED_MS
    if expecting is Expecting.YES_OR_NO and 0 < len(words) <= 3 and words[0] in _CLEAR_ANSWERS:
        return CLEAR_ANSWER_MS
    if " ".join(words) in _OPENERS:
        return DOUBTFUL_MS
    if words and words[-1] in _FAREWELLS:
        return FAREWELL_MS
    if probability is None:
        return UNJUDGED_MS if is_judging else UNFINISHED_MS // 2
    if not sounds_finished:
        return UNFINISHED_MS if probability < DOUBTFUL_AT else DOUBTFUL_MS
    return NAME_FINISHED_MS if expecting is Expecting.NAME else FINISHED_MS


def _dictated_ms(words: list[str], sounds_finished: bool, expecting: Expecting) -> int:
    if expecting is Expecting.DIGITS and count_digits(words) >= LIKELY_NUMBER_DIGITS:
        return WHOLE_NUMBER_MS if count_digits(words) >= WHOLE_NUMBER_DIGITS else LIKELY_NUMBER_MS
    return DICTATED_FINISHED_MS if sounds_finished else DICTATED_UNFINISHED_MS


def count_digits(words: list[str]) -> int:
    """Digits said or written: `["double", "four", "20", "o12"]` counts 7."""
    total, repeat = 0, 1
    for word in words:
        if word in _REPEATS:
            repeat = _REPEATS[word]
            continue
        if word in _DIGIT_WORDS:
            total += repeat
        elif word.isdigit():
            total += len(word) * (repeat if len(word) == 1 else 1)
        elif _MIXED.fullmatch(word):
            total += len(word)
        repeat = 1
    return total


def _is_hanging(words: list[str]) -> bool:
    text = " ".join(words)
    if text.endswith(_HANGING_ENDINGS):
        return True
    return bool(words) and words[-1] in _HANGING and not text.endswith(_WHOLE_ENDINGS)
