"""Sentences already rendered: fixed phrases for ever, others while there is room.

Two callers who need one sentence at one moment share one synthesis; if one of them hangs up the
other still gets it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Iterable

from voxanne.errors import ProviderError
from voxanne.speech.port import Sound, Synthesizer

MAX_BYTES = 64 << 20
"""About 67 minutes of speech at 8 kHz."""

_Key = tuple[str, int]


class PhraseCache:
    """A Synthesizer in front of another: at most `max_bytes` of sound, least recently used goes first.

    Pinned phrases stay and do not count against `max_bytes`.
    """

    def __init__(
        self, synthesizer: Synthesizer, *, ahead: Synthesizer | None = None, max_bytes: int = MAX_BYTES
    ) -> None:
        """`ahead` renders pinned phrases: the same voice, but behind what live calls wait for."""
        self._synthesizer = synthesizer
        self._ahead = ahead or synthesizer
        self._max_bytes = max_bytes
        self._pinned: dict[_Key, Sound] = {}
        self._wanted: dict[tuple[Hashable, int], frozenset[_Key]] = {}
        """What each owner wants pinned at a rate."""
        self._recent: OrderedDict[_Key, Sound] = OrderedDict()
        self._recent_bytes = 0
        self._rendering: dict[tuple[Synthesizer, _Key], asyncio.Task[Sound]] = {}

    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        """The sound of one sentence, at once if it was rendered before. Raises ProviderError."""
        return await self._sound(self._synthesizer, (" ".join(text.split()), rate_hz))

    async def pin(self, owner: Hashable, phrases: Iterable[str], rate_hz: int) -> None:
        """Render what `owner` says again and again before any call needs it, one after another, and keep it.

        What it had pinned before at this rate and wants no more is let go. Raises ProviderError.
        """
        keys = [(" ".join(phrase.split()), rate_hz) for phrase in phrases]
        self._wanted[owner, rate_hz] = frozenset(keys)
        for key in keys:
            if key not in self._pinned:
                self._pinned[key] = await self._sound(self._ahead, key)
                self._forget(key)
        wanted = frozenset().union(*self._wanted.values())
        self._pinned = {key: sound for key, sound in self._pinned.items() if key in wanted}

    def is_ready(self, text: str, rate_hz: int) -> bool:
        """Whether `synthesize` would answer without any work."""
        key = (" ".join(text.split()), rate_hz)
        return key in self._pinned or key in self._recent

    async def _sound(self, synthesizer: Synthesizer, key: _Key) -> Sound:
        known = self._pinned.get(key) or self._recent.get(key)
        if known is not None:
            if key in self._recent:
                self._recent.move_to_end(key)
            return known
        rendering = self._rendering.get((synthesizer, key))
        if rendering is None:
            rendering = asyncio.ensure_future(synthesizer.synthesize(*key))
            self._rendering[synthesizer, key] = rendering
            rendering.add_done_callback(lambda done: self._finish(synthesizer, key, done))
        try:
            return await asyncio.shield(rendering)
        except asyncio.CancelledError:
            if rendering.cancelled():
                raise ProviderError("Rendering a sentence was cancelled.", is_retryable=True) from None
            raise

    def _finish(self, synthesizer: Synthesizer, key: _Key, rendering: asyncio.Task[Sound]) -> None:
        del self._rendering[synthesizer, key]
        if rendering.cancelled() or rendering.exception() is not None:
            return
        sound = rendering.result()
        if key not in self._pinned and key not in self._recent and sound.pcm.nbytes <= self._max_bytes:
            self._recent[key] = sound
            self._recent_bytes += sound.pcm.nbytes
        while self._recent_bytes > self._max_bytes:
            oldest, _ = next(iter(self._recent.items()))
            self._forget(oldest)

    def _forget(self, key: _Key) -> None:
        forgotten = self._recent.pop(key, None)
        if forgotten is not None:
            self._recent_bytes -= forgotten.pcm.nbytes
