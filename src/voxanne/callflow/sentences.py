"""Cuts what is to be said into sentences, the unit of synthesis and of knowing what was heard. Pure."""

from __future__ import annotations

import re

# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|no|tel|approx|e\.g|i\.e|a\.m|p\.m|[a-z])\.$", re.IGNORECASE
)
_BOUNDARY = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9£$€])")
SHORTEST = 16
"""Characters; anything shorter is said in one breath with what follows ("Yes. We are open.")."""


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order; an empty text has none.

    >>> sentences_of("Yes. Dr. Byrne is in on Monday. Shall I book it?")
    ['Yes. Dr. Byrne is in on Monday.', 'Shall I book it?']
    """
    sentences: list[str] = []
    held = ""
    for piece in _BOUNDARY.split(" ".join(text.split())):
        held = f"{held} {piece}" if held else piece
        if not _ABBREVIATION.search(held) and len(held) >= SHORTEST:
            sentences.append(held)
            held = ""
    if held and sentences and len(held) < SHORTEST:
        sentences[-1] = f"{sentences[-1]} {held}"
    elif held:
        sentences.append(held)
    return sentences
