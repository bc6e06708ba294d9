"""Moments and phone numbers as clients send them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from voxanne.web.parameters import Moment, PhoneNumber

moments = TypeAdapter(Moment)
numbers = TypeAdapter(PhoneNumber)
NINE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-03-04T09:00:00Z", "2026-03-04T09:00:00", "2026-03-04T11:00:00+02:00", "2026-03-04T11:00:00 02:00"],
)
def test_a_moment_arrives_in_utc(text: str) -> None:
    moment = moments.validate_python(text)
    assert moment == NINE
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1999-12-31"])
def test_a_moment_far_away_or_none_at_all_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        moments.validate_python(text)


@pytest.mark.parametrize("text", ["+442079460100", " 442079460100"])
def test_a_number_whose_plus_was_not_escaped_is_understood(text: str) -> None:
    assert numbers.validate_python(text) == "+442079460100"


@pytest.mark.parametrize(
    "text", ["", "+", "442079460100", "+0442079460", "+4420794601001234", "+44\n", "+442079460100\n"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        numbers.validate_python(text)
