"""A call's log tells what happened, never what was said or who said it."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs
from tests.fakes.stage import GREETING_MS, Stage

from voxanne.callflow.actions import TakeMessage
from voxanne.dialogue.port import CallerTurn, Do, Say
from voxanne.errors import ProviderError

CANARIES = ("Quillfeather", "zanzibar", "7946 0177", "79460177", "+442079460111", "pelican")


def takes_a_message(turn: CallerTurn) -> list[Say | Do]:
    return [Do(TakeMessage("Quillfeather", "+44 20 7946 0177", "about the pelican")), Say("A pelican, I see.")]


def stumbles(turn: CallerTurn) -> list[Say | Do]:
    raise ProviderError("cannot answer zanzibar for Quillfeather")


def breaks(turn: CallerTurn) -> list[Say | Do]:
    raise ValueError("zanzibar, said Quillfeather of +442079460111")


@pytest.mark.parametrize("answer", [takes_a_message, stumbles, breaks])
async def test_neither_words_nor_names_nor_numbers_reach_the_log(stage: Stage, answer: object) -> None:
    stage.conversation.answer = answer  # type: ignore[assignment]
    stage.leg.says("Quillfeather here, zanzibar, 7946 0177", at_ms=GREETING_MS, for_ms=1200)
    stage.leg.hangs_up(20_000)
    with capture_logs() as lines:
        await stage.conduct()
    assert "call ended" in [line["event"] for line in lines]
    said = repr(lines)
    assert [canary for canary in CANARIES if canary in said] == []
