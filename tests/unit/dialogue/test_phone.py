"""Telephone numbers: completed, repaired, doubted, read back and corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.phone import (
    Line,
    complete,
    corrected,
    is_beginning,
    national,
    number_in,
    read_back,
    region_of,
)


@pytest.mark.parametrize(
    "heard",
    [
        "o2 ops 7946 o123",
        "How two up seven, nine, four, six, oh, one, two, three.",
        "L207946-0123",
        "O2o 7946-0123",
        "How two of seven nine four six oh one two three",
        "How two of 7946 0123",
        "2079460123",
        "it's 020 7946 0123",
        "+44 20 7946 0123",
        "0044 20 7946 0123",
        "020 7946 0122, no sorry, 020 7946 0123",
        "I'm Tom from flat five, and my number is 020 7946 0123",
    ],
)
def test_a_number_is_understood_as_the_recogniser_writes_it(heard: str) -> None:
    assert number_in(normal(heard), "GB") == "02079460123"


@pytest.mark.parametrize("heard", ["0279460123", "79460123", "0207946", "how much is it", "0207946012345"])
def test_a_number_that_nobody_can_have_is_none(heard: str) -> None:
    assert number_in(normal(heard), "GB") is None


def test_a_number_said_in_two_breaths_is_one() -> None:
    assert number_in("7946 o123", "GB", before="020") == "02079460123"
    assert number_in("020 7946 0123", "GB", before="020") == "02079460123"


@pytest.mark.parametrize(
    ("number", "region", "dialled"),
    [
        ("+442079460123", "GB", "02079460123"),
        ("+12125550123", "GB", "+12125550123"),
        ("2125550123", "US", "2125550123"),
        ("12125550123", "US", "2125550123"),
        ("+442079460123", "US", "+442079460123"),
        ("5550123", "US", None),
    ],
)
def test_a_number_is_completed_by_the_plan_of_the_clinics_country(
    number: str, region: str, dialled: str | None
) -> None:
    assert complete(number, region) == dialled


@pytest.mark.parametrize(
    ("time_zone", "region"),
    [("Europe/London", "GB"), ("Europe/Dublin", "IE"), ("America/New_York", "US"), ("America/Toronto", "CA"),
     ("Australia/Perth", "AU"), ("UTC", "GB")],
)  # fmt: skip
def test_the_clinics_country_follows_from_its_time_zone(time_zone: str, region: str) -> None:
    assert region_of(time_zone) == region


def test_the_callers_own_number_is_as_dialled_from_the_clinic() -> None:
    assert Line("+442079460155").own_number == "02079460155"
    assert Line("+442079460155", "US").own_number == "+442079460155"
    assert Line(None).own_number == ""


@pytest.mark.parametrize(
    ("digits", "is_one"), [("020", True), ("0207946", True), ("2079", True), ("79460123", False), ("027946012", False)]
)
def test_a_beginning_waits_for_the_rest(digits: str, is_one: bool) -> None:
    assert is_beginning(digits) is is_one


@given(st.text(alphabet="0123456789", min_size=7, max_size=15))
def test_reading_back_loses_no_digit(number: str) -> None:
    assert read_back(number).replace(" ", "").replace(",", "") == national(number)


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("02079460123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("+442079460123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("2125550123", "2 1 2, 5 5 5, 0 1 2 3"),
        ("+12125550123", "plus 1, 2 1 2, 5 5 5, 0 1 2 3"),
    ],
)
def test_numbers_are_read_in_their_groups(number: str, spoken: str) -> None:
    assert read_back(number) == spoken


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("no the last digit is four", "02079460124"),
        ("no it ends in four five", "02079460145"),
        ("no, it ends 4 5", "02079460145"),
        ("the last two digits are nine nine", "02079460199"),
        ("the last three are seven seven eight", "02079460778"),
        ("no that's wrong", None),
    ],
)
def test_the_end_of_a_number_can_be_corrected(said: str, number: str | None) -> None:
    assert corrected("02079460123", normal(said)) == number
