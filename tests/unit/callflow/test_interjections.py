"""What the caller says over our own speech."""

from __future__ import annotations

import pytest

from voxanne.callflow.interjections import Interjection, interjection

OURS = "We are open from nine to five on weekdays and from ten until two on Saturdays."


def kind(text: str, *, is_answer_expected: bool = False) -> Interjection:
    return interjection(text, OURS, is_answer_expected=is_answer_expected)


@pytest.mark.parametrize("text", ["Uh-huh.", "mm", "Mm-hmm", "Okay.", "Right", "oh I see", "Yeah, okay."])
def test_a_nod_is_no_interruption(text: str) -> None:
    assert kind(text) is Interjection.BACKCHANNEL


@pytest.mark.parametrize("text", ["yes", "Okay.", "uh-huh", "sure, right"])
def test_a_nod_is_an_answer_when_we_have_asked(text: str) -> None:
    assert kind(text, is_answer_expected=True) is Interjection.WORDS


@pytest.mark.parametrize("text", ["", "...", " - "])
def test_a_cough_has_no_words(text: str) -> None:
    assert kind(text) is Interjection.NOTHING


@pytest.mark.parametrize("text", ["open from nine to five", "from ten until two on Saturdays"])
def test_our_own_words_coming_back_are_an_echo(text: str) -> None:
    assert kind(text) is Interjection.ECHO


@pytest.mark.parametrize("text", ["no", "stop", "wait a moment", "on Saturdays?", "how much is Botox", "no okay stop"])
def test_anything_else_is_an_interruption(text: str) -> None:
    assert kind(text) is Interjection.WORDS
