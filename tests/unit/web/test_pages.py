"""How pages write times, durations, numbers and names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from voxanne.web.pages import STATIC, duration, friendly_time, initials, phone, spoken_status, static_url


@pytest.mark.parametrize(("milliseconds", "text"), [(0, "0:00"), (65_999, "1:05"), (3_600_000, "1:00:00"), (None, "–")])
def test_durations(milliseconds: int | None, text: str) -> None:
    assert duration(milliseconds) == text


def test_times_are_the_clinics_own_and_near_ones_have_names() -> None:
    zone = ZoneInfo("Europe/London")
    noon = datetime.now(zone).replace(hour=12, minute=5, second=0, microsecond=0)
    assert friendly_time(noon.astimezone(UTC), "Europe/London") == "Today 12:05"
    yesterday = (noon.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=zone)
    assert friendly_time(yesterday, "Europe/London") == "Yesterday 12:05"
    assert friendly_time(datetime(2019, 7, 1, 23, 30, tzinfo=UTC), "Europe/London") == "Tue 2 Jul 2019, 00:30"
    assert friendly_time(None) == "–"


def test_phone_numbers_are_grouped_and_what_is_none_stays() -> None:
    assert phone("+442079460123") == "+44 20 7946 0123"
    assert phone("020 7946 0123") == "020 7946 0123"
    assert phone(None) == "Withheld number"


def test_names_shrink_to_two_letters() -> None:
    assert [initials(name) for name in ("Maya van der Okonkwo", "Maya", "")] == ["MO", "M", ""]


def test_stable_words_read_like_words() -> None:
    assert spoken_status("in_progress") == "In progress"


def test_a_static_address_names_its_content() -> None:
    address = static_url("css/tokens.css")
    path, _, version = address.partition("?v=")
    assert (STATIC / path.removeprefix("/static/")).is_file()
    assert len(version) == 12
