"""A signed link opens one recording for an hour and bears no alteration."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from voxanne.recordings.links import is_link_valid, sign_link

SECRET, CALL = bytes(range(32)), UUID(int=7)
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def signed(call_id: UUID = CALL, now: datetime = NOW) -> tuple[str, str]:
    query = parse_qs(urlsplit(sign_link(SECRET, call_id, now).path).query)
    return query["expires"][0], query["signature"][0]


def test_a_fresh_link_is_valid_for_an_hour_and_not_a_second_longer():
    expires, signature = signed()
    assert is_link_valid(SECRET, CALL, expires, signature, NOW)
    assert is_link_valid(SECRET, CALL, expires, signature, NOW + timedelta(minutes=59, seconds=59))
    assert not is_link_valid(SECRET, CALL, expires, signature, NOW + timedelta(hours=1))


def test_a_later_expiry_needs_another_signature():
    expires, signature = signed()
    assert not is_link_valid(SECRET, CALL, str(int(expires) + 3600), signature, NOW)


def test_a_link_opens_no_other_recording():
    expires, signature = signed()
    assert not is_link_valid(SECRET, UUID(int=8), expires, signature, NOW)


def test_another_installations_link_is_refused():
    expires, signature = signed()
    assert not is_link_valid(bytes(32), CALL, expires, signature, NOW)


@given(st.text(max_size=30), st.text(max_size=80))
def test_made_up_links_are_refused_without_an_error(expires: str, signature: str):
    assert not is_link_valid(SECRET, CALL, expires, signature, NOW)


@given(st.sampled_from(["¹²³", "٣٤٥", "-5", "1e9", " 1", "9" * 400]))
def test_odd_numbers_are_refused_without_an_error(expires: str):
    assert not is_link_valid(SECRET, CALL, expires, "0" * 64, NOW)
