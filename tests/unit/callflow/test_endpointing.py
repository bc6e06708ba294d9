"""How long a silence ends a turn."""

from __future__ import annotations

import pytest

from voxanne.callflow import endpointing as ep
from voxanne.callflow.endpointing import count_digits, required_silence_ms, words_of
from voxanne.callflow.reply import Expecting


def required(
    text: str,
    probability: float | None = 0.9,
    *,
    is_judging: bool = False,
    expecting: Expecting = Expecting.ANYTHING,
) -> int:
    return required_silence_ms(text, probability, is_judging=is_judging, expecting=expecting)


def test_a_turn_that_sounds_finished_ends_after_200_ms() -> None:
    assert required("How much is Botox?") == 200


def test_a_turn_that_sounds_unfinished_is_given_time() -> None:
    assert required("How much is Botox?", 0.1) == 1_200


def test_a_doubtful_turn_waits_half_as_long() -> None:
    assert required("My name was taken down.", 0.35) == 600


@pytest.mark.parametrize("text", ["I'd like to book a", "My name is", "I can come on Monday or", "a question about"])
def test_a_turn_that_breaks_off_is_given_time_however_it_sounds(text: str) -> None:
    assert required(text) == 1_200


@pytest.mark.parametrize("text", ["Yes I think so.", "Is that what it's for? What for?", "I'd love to."])
def test_whole_turns_may_end_on_small_words(text: str) -> None:
    assert required(text) == 200


@pytest.mark.parametrize(("text", "silence_ms"), [("Wait.", 1_200), ("Sorry,", 1_200), ("Thank you.", 600)])
def test_words_that_announce_more_are_given_time(text: str, silence_ms: int) -> None:
    assert required(text) == silence_ms


def test_a_busy_judge_does_not_keep_callers_waiting() -> None:
    assert required("How much is Botox?", None, is_judging=True) == 500


def test_a_broken_judge_costs_half_a_second() -> None:
    assert required("How much is Botox?", None) == 600


def test_digits_are_never_cut_off_between_groups() -> None:
    assert required("zero two zero", expecting=Expecting.DIGITS) == 900
    assert required("zero two zero", 0.1, expecting=Expecting.DIGITS) == 2_200
    assert required("020 7946", None, is_judging=True, expecting=Expecting.DIGITS) == 2_200


def test_a_whole_telephone_number_needs_no_long_wait() -> None:
    assert required("oh two oh seven nine four six oh one double one", 0.1, expecting=Expecting.DIGITS) == 320


def test_zeros_that_the_recogniser_writes_as_letters_count() -> None:
    assert required("O2o, 7946, O123.", 0.1, expecting=Expecting.DIGITS) == 320


def test_a_number_that_may_lack_its_last_digit_is_given_a_little_more() -> None:
    assert required("oh two oh seven nine four six oh one one", 0.1, expecting=Expecting.DIGITS) == 600


def test_nothing_follows_a_goodbye_however_it_sounds() -> None:
    assert required("No, that is all. Thank you. Good-bye.", 0.03) == 200


def test_a_spelling_is_given_time_whatever_it_contains() -> None:
    assert required("a n n at example dot com", 0.1, expecting=Expecting.SPELLING) == 2_200


def test_a_clear_yes_needs_no_judgement() -> None:
    assert required("Yes please.", None, is_judging=True, expecting=Expecting.YES_OR_NO) == 280


def test_a_name_gets_a_little_longer() -> None:
    assert required("Ann Lee.", expecting=Expecting.NAME) == ep.NAME_FINISHED_MS


@pytest.mark.parametrize(
    ("text", "count"), [("double four twenty", 2), ("020 7946 0111", 11), ("five five five", 3), ("triple 7", 3)]
)
def test_digits_are_counted_as_said_or_written(text: str, count: int) -> None:
    assert count_digits(words_of(text)) == count
