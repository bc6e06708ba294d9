"""Cursors: what we gave out comes back the same; anything else is the client's mistake, never ours."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.errors import InvalidRequest
from voxanne.web.cursors import Cursor, read_cursor


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_comes_back_the_same(at: datetime, row_id: UUID) -> None:
    assert read_cursor(Cursor(at, row_id).encode()) == Cursor(at, row_id)


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_needs_no_escaping_in_a_url(at: datetime, row_id: UUID) -> None:
    text = Cursor(at, row_id).encode()
    assert text.replace("-", "").replace("_", "").isalnum()
    assert len(text) < 200


@given(st.one_of(st.text(min_size=1), st.binary(min_size=1).map(lambda raw: raw.hex())))
def test_anything_else_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(InvalidRequest, match="Leave it away"):
        read_cursor(text)


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor(None) is read_cursor("") is None
