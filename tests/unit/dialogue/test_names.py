"""A caller's name out of what they said."""

from __future__ import annotations

import pytest

from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.names import name_in


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Sarah Jones", "Sarah Jones"),
        ("it's Sarah", "Sarah"),
        ("my name is Tom Baker and I'm calling about my bill", "Tom Baker"),
        ("yeah sure it's Priya", "Priya"),
        ("this is Alan speaking", "Alan"),
        ("Jane Smith speaking", "Jane Smith"),
        ("Mrs Payne", "Mrs Payne"),
        ("my name is Smyth, S M Y T H", "Smyth"),
        ("Sarah Smythe, S M Y T H E", "Sarah Smythe"),
        ("P for papa, R I Y A", "Priya"),
        ("Dr McDonald", "Dr McDonald"),
    ],
)
def test_a_name_is_heard_when_asked_for(said: str, name: str) -> None:
    assert name_in(normal(said), is_answer=True) == name


@pytest.mark.parametrize("said", ["yes", "what time do you close", "why do you need that", "um", "no", "I'm"])
def test_what_is_no_name_is_not_taken_for_one(said: str) -> None:
    assert name_in(normal(said), is_answer=True) is None


@pytest.mark.parametrize(
    "said", ["I'm looking for lip filler", "it's about my bill", "can somebody call me back please", "how much is it"]
)
def test_no_name_is_heard_where_none_was_asked_for(said: str) -> None:
    assert name_in(normal(said), is_answer=False) is None


def test_an_introduction_is_heard_without_asking() -> None:
    assert name_in(normal("hi my name is Tom Baker I'd like to book"), is_answer=False) == "Tom Baker"
