"""What a simulated caller does, step by step; written as TOML.

name = "enquiry"
description = "Asks two questions and says goodbye"
expect_caller = ["botox", "saturday"]        # words the transcript must show for the caller
expect_receptionist = ["pounds|£"]           # any of the alternatives, for the receptionist
expect_escalated = false

steps = [
    { hear = 15 },                           # wait until a reply was heard to its end, at most 15 s
    { say = "How much is Botox?" },
    { hear = 15 },
    { interrupt = "Sorry, one moment.", after_ms = 600 },   # speak 600 ms into the next reply
    { play = "question.wav" },               # a recording, relative to the script
    { press = "5" },
    { pause_ms = 2000 },
    { hear_end = 20 },                       # wait until the other side hangs up
    { hang_up = true },
]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voxanne.errors import SetupError

BUILT_IN = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a sentence; the next step begins when it is spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Play:
    """Play a recording as the caller's voice."""

    path: Path


@dataclass(frozen=True, slots=True)
class Hear:
    """Wait until a reply was heard and has ended."""

    within_s: float


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Speak while the next reply is being heard, `after_ms` after it began."""

    text: str
    after_ms: int


@dataclass(frozen=True, slots=True)
class Press:
    digits: str


@dataclass(frozen=True, slots=True)
class Pause:
    duration_ms: int


@dataclass(frozen=True, slots=True)
class HearEnd:
    """Wait until the other side hangs up."""

    within_s: float


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


Step = Say | Play | Hear | Interrupt | Press | Pause | HearEnd | HangUp


@dataclass(frozen=True, slots=True)
class Script:
    """One caller's behaviour, and what must be found in the product afterwards."""

    name: str
    description: str
    steps: tuple[Step, ...]
    expect_caller: tuple[str, ...] = ()
    expect_receptionist: tuple[str, ...] = ()
    expect_escalated: bool | None = None


def built_in_names() -> list[str]:
    """The scripts that come with the product."""
    return sorted(path.stem for path in BUILT_IN.glob("*.toml"))


def read_script(name_or_path: str) -> Script:
    """A built-in script by name, else a file. Raises SetupError saying what is wrong with it."""
    path = BUILT_IN / f"{name_or_path}.toml"
    if name_or_path not in built_in_names():
        path = Path(name_or_path)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SetupError(
            f"There is no script '{name_or_path}'. Built in are {', '.join(built_in_names())}; or name a TOML file."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"The script {path} cannot be read: {error}.") from error
    return parse_script(document, path)


def parse_script(document: dict[str, Any], path: Path) -> Script:
    """A script from its TOML document. Raises SetupError naming the step that is wrong."""
    steps = document.get("steps")
    if not isinstance(steps, list) or not steps:
        raise SetupError(f"The script {path} has no steps.")
    return Script(
        name=str(document.get("name", path.stem)),
        description=str(document.get("description", "")),
        steps=tuple(_step(step, number, path) for number, step in enumerate(steps, 1)),
        expect_caller=_words(document, "expect_caller", path),
        expect_receptionist=_words(document, "expect_receptionist", path),
        expect_escalated=document.get("expect_escalated"),
    )


def _step(step: Any, number: int, path: Path) -> Step:
    match step:
        case {"say": str(text), **rest} if not rest:
            return Say(text)
        case {"play": str(file), **rest} if not rest:
            return Play(path.parent / file)
        case {"hear": int() | float() as seconds, **rest} if not rest:
            return Hear(float(seconds))
        case {"interrupt": str(text), "after_ms": int(after_ms), **rest} if not rest:
            return Interrupt(text, after_ms)
        case {"press": str(digits), **rest} if not rest and set(digits) <= set("0123456789*#ABCD"):
            return Press(digits)
        case {"pause_ms": int(duration_ms), **rest} if not rest:
            return Pause(duration_ms)
        case {"hear_end": int() | float() as seconds, **rest} if not rest:
            return HearEnd(float(seconds))
        case {"hang_up": True, **rest} if not rest:
            return HangUp()
    raise SetupError(f"Step {number} of the script {path} is none that is known: {step!r}.")


def _words(document: dict[str, Any], key: str, path: Path) -> tuple[str, ...]:
    words = document.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise SetupError(f"{key} of the script {path} is not a list of words.")
    return tuple(words)
