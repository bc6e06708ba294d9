"""What we say is cut into sentences, and nothing of it is lost."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from voxanne.callflow.phrases import Phrases
from voxanne.callflow.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Yes. We are open on Saturday.", ["Yes. We are open on Saturday."]),
        ("Dr. Byrne is in on Monday. Shall I book it?", ["Dr. Byrne is in on Monday.", "Shall I book it?"]),
        ("It costs £12.50 in all. That is the price.", ["It costs £12.50 in all.", "That is the price."]),
        ("Come at 9 a.m. on Monday please.", ["Come at 9 a.m. on Monday please."]),
        ("Please call 999 now. Bye.", ["Please call 999 now. Bye."]),
    ],
)
def test_sentences_end_where_people_would_stop(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@given(st.text(alphabet="ab .!?AZ9\n", max_size=80))
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(sentences_of(text)) == " ".join(text.split())


def test_every_fixed_phrase_has_words() -> None:
    assert all(sentences_of(phrase) for phrase in Phrases().all())
