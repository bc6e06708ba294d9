"""Sound-alikes: a recogniser's spelling is recognised, an ordinary word is not mistaken for a treatment."""

from __future__ import annotations

import pytest

from voxanne.dialogue.hearing import find_terms, likeness, normal, sound_code

TERMS = ("botox", "lip filler", "microneedling", "hydrafacial", "chemical peel", "dr byrne", "mole check")


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("how much is boat ox", "botox"),
        ("bow tox please", "botox"),
        ("i want lip solar", "lip filler"),
        ("lip fillers", "lip filler"),
        ("micro needling for scars", "microneedling"),
        ("a hydra facial", "hydrafacial"),
        ("chemical peal", "chemical peel"),
        ("is dr burn in", "dr byrne"),
    ],
)
def test_a_term_is_found_in_what_was_heard(heard: str, term: str) -> None:
    assert [mention.term for mention in find_terms(heard, TERMS)] == [term]


@pytest.mark.parametrize(
    "heard",
    [
        "how much is it",
        "can i park there",
        "what time do you close",
        "i have a question about my bill",
        "lip balm",
        "hello",
    ],
)
def test_ordinary_words_are_no_treatment(heard: str) -> None:
    assert find_terms(heard, TERMS) == ()


def test_an_exact_mention_wins_over_a_longer_likeness() -> None:
    found = find_terms("how much does a consultation cost", ("gp consultation", "consultation"))
    assert [mention.term for mention in found] == ["consultation"]


def test_several_terms_come_in_spoken_order() -> None:
    assert [m.term for m in find_terms("a mole check and botox", TERMS)] == ["mole check", "botox"]


def test_the_normal_form_has_no_case_accents_or_marks() -> None:
    assert normal("Don't—Café £50 & Co.") == "dont cafe pounds 50 and co"


def test_letters_that_sound_alike_share_a_code() -> None:
    assert sound_code("boatox") == sound_code("botox")
    assert sound_code("philip") == sound_code("filip")


def test_likeness_is_a_share() -> None:
    assert likeness("botox", "botox") == 1.0
    assert likeness("", "botox") == 0.0
    assert 0.0 <= likeness("pizza", "botox") < 0.5
