"""Telephone numbers as they are said, heard, corrected and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.digits import corrected, digits_in, is_whole, national, read_back

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
        ("zero seven seven double oh nine hundred one two three", "07700900123"),
        ("nought two nought, seven nine four six, nought one two three", "02079460123"),
        ("it's 07700 900123", "07700900123"),
        ("+44 20 7946 0123", "442079460123"),
        ("o to o seven nine four six o one two three", "02079460123"),
        ("triple seven", "777"),
        ("double four", "44"),
        ("twenty seven forty", "2740"),
        ("call me for a chat too", ""),
    ],
)
def test_spoken_digits(said: str, digits: str) -> None:
    assert digits_in(normal(said)) == digits


@given(st.text(alphabet="0123456789", min_size=3, max_size=15))
def test_any_number_said_digit_by_digit_is_heard(number: str) -> None:
    assert digits_in(" ".join(WORDS[digit] for digit in number)) == number


@given(st.text(alphabet="0123456789", min_size=7, max_size=15))
def test_reading_back_loses_no_digit(number: str) -> None:
    assert read_back(number).replace(" ", "").replace(",", "") == national(number)


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("02079460123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("+442079460123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("07700900123", "0 7 7 0 0, 9 0 0, 1 2 3"),
    ],
)
def test_british_numbers_are_read_in_their_groups(number: str, spoken: str) -> None:
    assert read_back(number) == spoken


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("no the last digit is four", "02079460124"),
        ("no it ends in four five", "02079460145"),
        ("the last two digits are nine nine", "02079460199"),
        ("the last three are seven seven eight", "02079460778"),
        ("no that's wrong", None),
    ],
)
def test_the_end_of_a_number_can_be_corrected(said: str, number: str | None) -> None:
    assert corrected("02079460123", normal(said)) == number


@pytest.mark.parametrize(
    ("digits", "whole"), [("02079460123", True), ("0207946", False), ("5550123", True), ("12", False)]
)
def test_a_number_is_whole_or_not(digits: str, whole: bool) -> None:
    assert is_whole(digits) is whole
