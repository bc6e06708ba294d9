"""The filters of the calls list: what is typed, what it means, what cannot be understood."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voxanne.calls.records import CallFilter, CallStatus
from voxanne.dashboard.call_filters import read_filters


def test_days_are_whole_days_of_the_clinic_both_included() -> None:
    wanted = read_filters({"from": "2026-07-01", "to": "2026-07-02"}, "Europe/London").wanted
    assert wanted.from_ == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    assert wanted.to == datetime(2026, 7, 2, 23, 0, tzinfo=UTC)


def test_a_day_of_the_clock_change_has_25_hours() -> None:
    wanted = read_filters({"from": "2026-10-25", "to": "2026-10-25"}, "Europe/London").wanted
    assert wanted.from_ is not None
    assert wanted.to is not None
    assert (wanted.to.astimezone(UTC) - wanted.from_.astimezone(UTC)).total_seconds() == 25 * 3600


def test_nothing_typed_narrows_nothing() -> None:
    filters = read_filters({"q": "  ", "status": "", "cursor": "abc"}, "UTC")
    assert filters.wanted == CallFilter()
    assert not filters.is_narrowed
    assert filters.address() == "/calls"


def test_the_address_keeps_the_filters_and_adds_the_place() -> None:
    filters = read_filters({"status": "failed", "q": "7946 0123"}, "UTC")
    assert filters.wanted.status is CallStatus.FAILED
    assert filters.address(cursor="c") == "/calls?q=7946+0123&status=failed&cursor=c"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("from", "yesterday"),
        ("from", "2026-02-30"),
        ("from", "0001-01-01"),
        ("to", "9999-12-31"),
        ("status", "lost"),
        ("number", "0\x00"),
        ("q", "Amara"),
        ("q", "1" * 41),
    ],
)
def test_what_cannot_be_read_is_said_and_narrows_nothing(field: str, typed: str) -> None:
    filters = read_filters({field: typed}, "Europe/London")
    assert list(filters.errors) == [field]
    assert filters.wanted == CallFilter()


def test_a_last_day_before_the_first_is_named() -> None:
    filters = read_filters({"from": "2026-07-02", "to": "2026-07-01"}, "UTC")
    assert "before" in filters.errors["to"]
    assert filters.wanted.to is None
