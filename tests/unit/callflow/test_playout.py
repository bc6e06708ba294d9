"""What of a sentence was heard."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from voxanne.callflow.playout import heard_words

TEXT = "We are open from nine to five."


@pytest.mark.parametrize(
    ("heard_ms", "heard"),
    [(0, ""), (50, ""), (100, "We"), (400, "We are"), (1000, "We are open from"), (2000, TEXT), (5000, TEXT)],
)
def test_what_was_heard_ends_at_a_word(heard_ms: int, heard: str) -> None:
    assert heard_words(TEXT, heard_ms, 2000) == heard


@given(st.text(max_size=80), st.integers(-10, 5000), st.integers(0, 4000))
def test_what_was_heard_is_always_a_beginning_of_what_was_said(text: str, heard_ms: int, duration_ms: int) -> None:
    assert text.startswith(heard_words(text, heard_ms, duration_ms))


@given(st.text(max_size=80), st.integers(0, 2000), st.integers(0, 2000))
def test_more_time_never_hears_less(text: str, one_ms: int, other_ms: int) -> None:
    sooner, later = sorted((one_ms, other_ms))
    assert len(heard_words(text, sooner, 2000)) <= len(heard_words(text, later, 2000))
