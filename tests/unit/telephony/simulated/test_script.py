"""Scripts of simulated callers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voxanne.errors import SetupError
from voxanne.telephony.simulated.script import (
    HangUp,
    Hear,
    HearEnd,
    Interrupt,
    Pause,
    Play,
    Press,
    Say,
    built_in_names,
    parse_script,
    read_script,
)


def test_the_built_in_scripts_can_be_read() -> None:
    assert built_in_names() == ["barge-in", "emergency", "enquiry", "medical-question", "silent"]
    for name in built_in_names():
        script = read_script(name)
        assert script.name == name
        assert script.description


def test_every_step_is_understood() -> None:
    document = {
        "steps": [
            {"hear": 15},
            {"say": "Hello"},
            {"play": "hello.wav"},
            {"interrupt": "Wait", "after_ms": 600},
            {"press": "5#"},
            {"pause_ms": 2000},
            {"hear_end": 20.5},
            {"hang_up": True},
        ]
    }
    assert parse_script(document, Path("there/mine.toml")).steps == (
        Hear(15),
        Say("Hello"),
        Play(Path("there/hello.wav")),
        Interrupt("Wait", 600),
        Press("5#"),
        Pause(2000),
        HearEnd(20.5),
        HangUp(),
    )


@pytest.mark.parametrize(
    "step",
    [
        {},
        "say",
        {"say": 5},
        {"sing": "la"},
        {"press": "x"},
        {"interrupt": "Wait"},
        {"hang_up": False},
        {"say": "a", "hear": 5},
    ],
)
def test_an_unknown_step_is_named(step: Any) -> None:
    with pytest.raises(SetupError, match=r"Step 1 of the script mine\.toml"):
        parse_script({"steps": [step]}, Path("mine.toml"))


def test_a_script_without_steps_is_refused() -> None:
    with pytest.raises(SetupError, match="no steps"):
        parse_script({"name": "x"}, Path("mine.toml"))


def test_expectations_must_be_words() -> None:
    with pytest.raises(SetupError, match="expect_caller"):
        parse_script({"steps": [{"hear": 1}], "expect_caller": "botox"}, Path("mine.toml"))


def test_an_unknown_script_names_the_known_ones() -> None:
    with pytest.raises(SetupError, match="Built in are barge-in, emergency"):
        read_script("no-such-script")


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("steps = [")
    with pytest.raises(SetupError, match="cannot be read"):
        read_script(str(path))
