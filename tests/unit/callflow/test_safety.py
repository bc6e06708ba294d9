"""Red flags: what must be heard, what must not alarm, and what partial words may decide."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from voxanne.callflow.safety import RedFlag, RedFlagKind, find_near_miss, find_red_flag, spoken_line

CASES = tomllib.loads((Path(__file__).parents[2] / "safety_cases.toml").read_text())
EMERGENCIES = [(kind, text) for kind, texts in CASES["emergencies"].items() for text in texts]
ADVICE = CASES["advice"]["cases"]
ORDINARY = CASES["ordinary"]["cases"]
SOUNDS_LIKE_DANGER_AT_FIRST = "I can't breathe a word"
"""While only "I can't breathe" has been said, the alarm is right."""


@pytest.mark.parametrize(("kind", "text"), EMERGENCIES, ids=[text for _, text in EMERGENCIES])
def test_an_emergency_is_found(kind: str, text: str) -> None:
    flag = find_red_flag(text)
    assert flag is not None
    assert flag.is_emergency
    if kind == "self_harm":
        assert flag.kind is RedFlagKind.SELF_HARM


@pytest.mark.parametrize("text", ADVICE)
def test_a_request_for_medical_advice_is_found(text: str) -> None:
    flag = find_red_flag(text)
    assert flag is not None
    assert flag.kind is RedFlagKind.MEDICAL_ADVICE


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_raises_nothing(text: str) -> None:
    assert find_red_flag(text) is None


@pytest.mark.parametrize("text", [t for t in ORDINARY if not t.startswith(SOUNDS_LIKE_DANGER_AT_FIRST)])
def test_no_beginning_of_ordinary_talk_raises_an_alarm_while_it_is_spoken(text: str) -> None:
    words = text.split()
    for count in range(1, len(words)):
        assert find_red_flag(" ".join(words[:count]), is_final=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "I have chest pain",
        "she's not breathing",
        "my throat is closing",
        "he won't wake up",
        "there's blood everywhere and",
        "I want to kill myself because",
    ],
)
def test_plain_danger_is_found_in_partial_words(text: str) -> None:
    flag = find_red_flag(text, is_final=False)
    assert flag is not None
    assert flag.is_emergency


def test_the_sets_are_as_large_as_they_claim() -> None:
    assert len(EMERGENCIES) >= 120
    assert len(ADVICE) >= 40
    assert len(ORDINARY) >= 120
    assert set(CASES["emergencies"]) - {"mixed"} == set(RedFlagKind) - {RedFlagKind.MEDICAL_ADVICE}


def test_emergencies_come_before_advice() -> None:
    flag = find_red_flag("should I take my tablets, I have chest pain")
    assert flag is not None
    assert flag.kind is RedFlagKind.CHEST_PAIN


def test_a_denial_in_another_sentence_takes_nothing_away() -> None:
    assert find_red_flag("No. Chest pain!") is not None
    assert find_red_flag("no chest pain") is None


def test_only_the_last_words_of_a_very_long_turn_are_judged() -> None:
    assert find_red_flag("word " * 5_000 + "I can't breathe") is not None


def test_case_and_typography_do_not_matter() -> None:
    assert find_red_flag("I CAN’T BREATHE!!") == find_red_flag("i can't breathe")


def test_an_empty_turn_is_no_danger() -> None:
    assert find_red_flag("") is None
    assert find_red_flag(" ... ") is None


def test_the_line_names_the_organisations_emergency_number() -> None:
    flag = RedFlag(RedFlagKind.CHEST_PAIN, "")
    assert "call 999 now" in spoken_line(flag, "999")
    assert "call 112 now" in spoken_line(flag, "112")


def test_someone_who_may_harm_themselves_hears_where_to_be_listened_to() -> None:
    flag = RedFlag(RedFlagKind.SELF_HARM, "")
    assert "Samaritans" in spoken_line(flag, "999")
    assert "999" in spoken_line(flag, "999")
    assert "988" in spoken_line(flag, "911")
    assert "112" in spoken_line(flag, "112")


@pytest.mark.parametrize("text", ["I have just seen", "I have just plain.", "she's got just pay"])
def test_what_a_noisy_line_makes_of_chest_pain_is_asked_about(text: str) -> None:
    assert find_near_miss(text)


@pytest.mark.parametrize("text", ["I have just seen your advert", "I have just paid my deposit", "just a moment"])
def test_a_whole_sentence_is_not_asked_about(text: str) -> None:
    assert not find_near_miss(text)
