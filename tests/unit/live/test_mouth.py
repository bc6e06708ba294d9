"""The mouth hands sentences on in order, and forgets at once what is no longer to be said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pytest

from voxanne.callflow.events import Event, SpeechFailed
from voxanne.errors import ProviderError
from voxanne.live.mouth import Mouth
from voxanne.live.pacer import Pacer
from voxanne.speech.port import Sound


@dataclass
class HeldSynthesizer:
    """Renders a sentence only when it has been let go; `broken` ones never come out."""

    let_go: dict[str, asyncio.Event] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        if text in self.broken:
            raise ProviderError("The fake synthesiser fails.")
        await self.let_go.setdefault(text, asyncio.Event()).wait()
        return Sound(np.zeros(160, dtype=np.int16), rate_hz)


@dataclass
class ListeningPacer:
    """Notes what it is given."""

    said: list[int] = field(default_factory=list)

    def enqueue(self, speech_id: int, sound: Sound) -> None:
        self.said.append(speech_id)

    def stop(self) -> None:
        """Nothing is playing."""


@dataclass
class Lips:
    """A mouth at work."""

    mouth: Mouth
    synthesizer: HeldSynthesizer
    pacer: ListeningPacer
    events: list[Event]

    async def settle(self, *ready: str) -> None:
        """Let these sentences be rendered, and everybody do what they can."""
        for text in ready:
            self.synthesizer.let_go.setdefault(text, asyncio.Event()).set()
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
async def lips() -> AsyncIterator[Lips]:
    synthesizer, pacer, events = HeldSynthesizer(), ListeningPacer(), list[Event]()
    tasks: list[asyncio.Task[Any]] = []
    async with asyncio.TaskGroup() as group:

        def spawn(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
            tasks.append(group.create_task(work))
            return tasks[-1]

        mouth = Mouth(synthesizer, cast(Pacer, pacer), 8000, events.append, spawn)
        spawn(mouth.run())
        yield Lips(mouth, synthesizer, pacer, events)
        for task in tasks:
            task.cancel()


async def test_sentences_are_heard_in_order_whichever_is_rendered_first(lips: Lips) -> None:
    lips.mouth.speak(1, "first")
    lips.mouth.speak(2, "second")
    await lips.settle("second")
    assert lips.pacer.said == []
    await lips.settle("first")
    assert lips.pacer.said == [1, 2]


async def test_what_is_said_instead_does_not_wait_for_what_is_no_longer_said(lips: Lips) -> None:
    lips.mouth.speak(1, "an answer that takes long to render")
    await lips.settle()
    lips.mouth.stop()
    lips.mouth.speak(2, "please call 999")
    await lips.settle("please call 999")
    assert lips.pacer.said == [2]
    assert lips.events == []


async def test_a_sentence_that_cannot_be_rendered_is_reported_and_passed_over(lips: Lips) -> None:
    lips.synthesizer.broken.add("broken")
    lips.mouth.speak(1, "broken")
    lips.mouth.speak(2, "whole")
    await lips.settle("whole")
    assert lips.pacer.said == [2]
    assert lips.events == [SpeechFailed(1)]


async def test_a_prepared_sentence_is_rendered_once(lips: Lips) -> None:
    lips.mouth.prepare("hello")
    await lips.settle("hello")
    lips.synthesizer.broken.add("hello")
    lips.mouth.speak(1, "hello")
    await lips.settle()
    assert lips.pacer.said == [1]
