"""Digits as they are said and as a recogniser writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.digits import digits_in, runs_in

WORDS = {
    "0": "oh",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
}


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("oh two oh seven nine four six oh one double two", "02079460122"),
        ("zero two oh seven nine four six oh double five five", "02079460555"),
        ("oh two oh seven nine four six oh triple one", "02079460111"),
        ("oh two oh seven nine four six oh nine hundred", "02079460900"),
        ("nought two nought, seven nine four six, nought one two three", "02079460123"),
        ("it's 020 79460123", "02079460123"),
        ("+44 20 7946 0123", "442079460123"),
        ("o to o seven nine four six o one two three", "02079460123"),
        ("triple seven", "777"),
        ("double four", "44"),
        ("twenty seven forty", "2740"),
        ("call me for a chat too", ""),
        ("oh I see", ""),
        ("O2o 7946-0123", "02079460123"),
    ],
)
def test_spoken_digits(said: str, digits: str) -> None:
    assert digits_in(normal(said)) == digits


@given(st.text(alphabet="0123456789", min_size=3, max_size=15))
def test_any_number_said_digit_by_digit_is_heard(number: str) -> None:
    assert digits_in(" ".join(WORDS[digit] for digit in number)) == number


@pytest.mark.parametrize(
    ("said", "strictly", "loosely"),
    [
        ("o2 ops 7946 o123", "0279460123", "02079460123"),
        ("how two up seven, nine, four, six, oh, one, two, three.", "279460123", "02079460123"),
        ("How two of seven nine four six oh one two three", "279460123", "02079460123"),
        ("how much of it", "", ""),
    ],
)
def test_what_sounds_like_a_digit_counts_only_in_a_loose_reading(said: str, strictly: str, loosely: str) -> None:
    assert digits_in(normal(said)) == strictly
    assert digits_in(normal(said), is_loose=True) == loosely


def test_words_between_numbers_part_them() -> None:
    assert runs_in(normal("020 7946 0122, no sorry, 020 7946 um 0123")) == ["02079460122", "02079460123"]
