"""Turns sentences into sound ahead of time and hands them to the pacer in the order they are to be heard."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

from voxanne.callflow.events import Event, SpeechFailed
from voxanne.errors import ProviderError
from voxanne.live.pacer import Pacer
from voxanne.speech.port import Sound, Synthesizer

SYNTHESIS_DEADLINE_S = 10.0
PREPARED_LIMIT = 8
"""Sentences rendered or being rendered ahead; the oldest is let go."""
QUEUE_LIMIT = 256
"""Sentences waiting to be heard; far beyond any reply, a full queue ends the call."""

Rendering = asyncio.Task[Sound | None]


class Mouth:
    """One call's speech, from text to the pacer."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        pacer: Pacer,
        rate_hz: int,
        report: Callable[[Event], None],
        spawn: Callable[[Coroutine[Any, Any, Any]], asyncio.Task[Any]],
    ) -> None:
        self._synthesizer = synthesizer
        self._pacer = pacer
        self._rate_hz = rate_hz
        self._report = report
        self._spawn = spawn
        self._prepared: OrderedDict[str, Rendering] = OrderedDict()
        self._queue: asyncio.Queue[tuple[int, int, Rendering]] = asyncio.Queue(QUEUE_LIMIT)
        self._awaited: Rendering | None = None
        """The sentence that is to be heard next, while it is still being rendered."""
        self._generation = 0

    def prepare(self, text: str) -> None:
        """Begin to render a sentence that may be spoken."""
        if text in self._prepared:
            return
        self._prepared[text] = self._spawn(self._render(text))
        while len(self._prepared) > PREPARED_LIMIT:
            self._prepared.popitem(last=False)[1].cancel()

    def speak(self, speech_id: int, text: str) -> None:
        """Queue a sentence; its rendering begins now unless it was prepared."""
        rendering = self._prepared.pop(text, None) or self._spawn(self._render(text))
        self._queue.put_nowait((self._generation, speech_id, rendering))

    def hold(self) -> None:
        self._pacer.hold()

    def release(self) -> None:
        self._pacer.release()

    def stop(self) -> None:
        """Fall silent and forget everything queued."""
        self._generation += 1
        while not self._queue.empty():
            self._queue.get_nowait()[2].cancel()
        if self._awaited is not None:
            self._awaited.cancel()  # else what is said instead would wait for it
        self._pacer.stop()

    async def run(self) -> None:
        """Hand rendered sentences on in order, for ever."""
        while True:
            generation, speech_id, rendering = await self._queue.get()
            self._awaited = rendering
            await asyncio.wait([rendering])
            self._awaited = None
            if generation != self._generation:
                continue
            sound = None if rendering.cancelled() else rendering.result()
            if sound is None:
                self._report(SpeechFailed(speech_id))
            else:
                self._pacer.enqueue(speech_id, sound)

    async def _render(self, text: str) -> Sound | None:
        try:
            async with asyncio.timeout(SYNTHESIS_DEADLINE_S):
                return await self._synthesizer.synthesize(text, self._rate_hz)
        except (ProviderError, TimeoutError):
            return None
