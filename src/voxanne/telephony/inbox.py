"""What a leg's peer has sent and nobody has read yet: bounded, and honest about what it drops.

Audio drops its oldest when the reader falls behind; control events are never dropped, and a peer that
sends more of them than any call needs breaks its protocol.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from voxanne.errors import PeerProtocolError
from voxanne.telephony.port import CallerAudio, LegClosed, LegEvent

MAX_AUDIO = 250
"""5 s in 20 ms pieces."""

MAX_CONTROL = 500


class LegInbox:
    """One writer (the socket's reader), one reader (the call)."""

    def __init__(self, max_audio: int = MAX_AUDIO, max_control: int = MAX_CONTROL) -> None:
        self._waiting: deque[LegEvent] = deque()
        self._audio = 0
        self._max_audio = max_audio
        self._max_control = max_control
        self._arrived = asyncio.Event()
        self.closed_with: LegClosed | None = None
        self.dropped_audio = 0

    @property
    def is_closed(self) -> bool:
        """Whether the last event has been put in."""
        return self.closed_with is not None

    def put(self, event: LegEvent) -> None:
        """Add what the peer sent; after a LegClosed everything is ignored.

        Raises PeerProtocolError when the peer floods the call with control events.
        """
        if self.closed_with is not None:
            return
        if isinstance(event, CallerAudio):
            if self._audio == self._max_audio:
                self._drop_oldest_audio()
            self._audio += 1
        elif isinstance(event, LegClosed):
            self.closed_with = event
        elif len(self._waiting) - self._audio >= self._max_control:
            raise PeerProtocolError(f"more than {self._max_control} control messages wait to be read")
        self._waiting.append(event)
        self._arrived.set()

    async def events(self) -> AsyncIterator[LegEvent]:
        """Everything in order; ends after the LegClosed."""
        while True:
            while self._waiting:
                event = self._waiting.popleft()
                if isinstance(event, CallerAudio):
                    self._audio -= 1
                yield event
                if isinstance(event, LegClosed):
                    return
            self._arrived.clear()
            await self._arrived.wait()

    def _drop_oldest_audio(self) -> None:
        for position, event in enumerate(self._waiting):
            if isinstance(event, CallerAudio):
                del self._waiting[position]
                self._audio -= 1
                self.dropped_audio += 1
                return
