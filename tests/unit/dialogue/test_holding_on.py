"""Hold on: what only asks for patience, and what goes on to say something."""

from __future__ import annotations

import pytest

from voxanne.dialogue.local.holding_on import after_hold_on, is_only_hold_on


@pytest.mark.parametrize(
    "said",
    ["hang on", "Wait.", "one moment please", "Hold on a second, let me find my diary.", "just a minute, sorry"],
)
def test_asking_for_patience_is_only_that(said: str) -> None:
    assert is_only_hold_on(said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("Wait, what is your address, please?", "what is your address, please?"),
        ("hang on, are you open on Saturday", "are you open on Saturday"),
        ("Hold on, it's 020 7946 0123", "it's 020 7946 0123"),
        ("One moment please, my name is Tom", "my name is Tom"),
        ("wait I'd like to leave a message", "I'd like to leave a message"),
    ],
)
def test_what_comes_after_it_is_heard(said: str, rest: str) -> None:
    assert not is_only_hold_on(said)
    assert after_hold_on(said) == rest
