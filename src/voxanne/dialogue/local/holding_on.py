""" "Hold on", and what comes after it: a caller who says "wait" may be looking for a pen, or about to ask. Pure."""

from __future__ import annotations

import re

from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.acts import acts_in
from voxanne.dialogue.local.asking import WISHES
from voxanne.dialogue.local.clauses import is_question
from voxanne.dialogue.local.digits import digits_in
from voxanne.dialogue.local.names import name_in
from voxanne.dialogue.local.topics import topic_of

LONGEST_HOLD_ON = 10
"""Words, of "hang on, let me find it": a longer utterance says something."""
FEWEST_DIGITS = 3
"""From as many on a number is being said, not "one minute"."""

_HOLD_ON = re.compile(
    r"^\W*(?:(?:hold on|hang on|wait|bear with me|(?:just )?(?:one|a) (?:moment|second|sec|minute)"
    r"|give me a (?:second|minute|moment|sec))\b(?: a (?:moment|second|sec|minute|bit))?(?: please)?"
    r"(?:[\s,.!?;:-]+(?:sorry|but|so|um|actually|first|before (?:you go|that|we do)))*[\s,.!?;:-]*)+",
    re.I,
)


def after_hold_on(text: str) -> str:
    """What comes after "wait" ("Wait, what is your address?"), as heard."""
    return _HOLD_ON.sub("", text).strip()


def is_only_hold_on(text: str) -> bool:
    """Whether nothing is asked, wished for or told after "wait"; many words always say something."""
    rest = normal(after_hold_on(text))
    if not rest:
        return True
    is_asking = is_question(rest) or topic_of(rest) is not None or bool(set(WISHES) & set(acts_in(rest)))
    is_telling = len(digits_in(rest)) >= FEWEST_DIGITS or name_in(rest, is_answer=False) is not None
    return not is_asking and not is_telling and len(normal(text).split()) <= LONGEST_HOLD_ON
