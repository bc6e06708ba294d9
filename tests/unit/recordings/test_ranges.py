"""Byte ranges as RFC 9110 has them, for a player that asks for one at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.recordings.ranges import RangeNotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=100-199", (100, 200)),
        ("bytes=900-5000", (900, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("Bytes= 5-6", (5, 7)),
    ],
)
def test_one_range_is_understood(header: str, part: tuple[int, int]):
    assert parse_range(header, 1000) == part


@pytest.mark.parametrize(
    "header", [None, "", "bytes=-", "bytes=5-4", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=0-" + "9" * 200]
)
def test_what_is_not_understood_means_the_whole_file(header: str | None):
    assert parse_range(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(header: str):
    with pytest.raises(RangeNotSatisfiable):
        parse_range(header, 1000)


@given(st.text(max_size=40), st.integers(1, 10_000))
def test_any_range_that_is_given_lies_within_the_file(header: str, size: int):
    try:
        part = parse_range("bytes=" + header, size)
    except RangeNotSatisfiable:
        return
    assert part is None or 0 <= part[0] < part[1] <= size
