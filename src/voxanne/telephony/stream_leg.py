"""A leg over a WebSocket, whatever the carrier's messages look like: the wire translates, the leg waits.

peer ──▶ LegSocket ──▶ wire.decode ──▶ LegInbox ──▶ events()      the reader, one task
peer ◀── LegSocket ◀── wire.encode_* ◀── play, mark, clear        whoever conducts the call
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import structlog

from voxanne.audio.pcm import Pcm
from voxanne.clock import Clock
from voxanne.errors import PeerProtocolError
from voxanne.telephony.front_desk import CallOffer, FrontDesk, StreamLimits
from voxanne.telephony.inbox import LegInbox
from voxanne.telephony.leg_socket import NORMAL, PROTOCOL_ERROR, LegSocket, SocketClosed
from voxanne.telephony.port import LegClosed, LegCloseReason, LegEvent

Message = str | bytes

log = structlog.get_logger(__name__)

_PATIENCE_STEP_S = 1.0  # the silence deadline moves in steps: moving it for every 20 ms frame costs a timer each


class LegWire(Protocol):
    """A carrier's messages as leg events and back; pure, one per connection."""

    @property
    def rate_hz(self) -> int: ...

    @property
    def carrier(self) -> str: ...

    def decode(self, message: Message, now_ms: float) -> Sequence[LegEvent]:
        """What a message says. Raises PeerProtocolError."""
        ...

    def encode_audio(self, pcm: Pcm) -> Sequence[Message]: ...

    def encode_mark(self, name: str) -> Message: ...

    def encode_clear(self) -> Message: ...

    def encode_goodbye(self, reason: LegCloseReason) -> Sequence[Message]:
        """What the peer is told before the connection closes; nothing for most carriers."""
        ...


class StreamLeg:
    """One party's connection over a WebSocket. `read` must run while the leg is in use."""

    def __init__(self, socket: LegSocket, wire: LegWire, clock: Clock, limits: StreamLimits) -> None:
        self._socket = socket
        self._wire = wire
        self._clock = clock
        self._limits = limits
        self._inbox = LegInbox()

    @property
    def rate_hz(self) -> int:
        return self._wire.rate_hz

    @property
    def carrier(self) -> str:
        return self._wire.carrier

    def events(self) -> AsyncIterator[LegEvent]:
        return self._inbox.events()

    async def play(self, pcm: Pcm) -> None:
        if not self._inbox.is_closed:
            for message in self._wire.encode_audio(pcm):
                await self._socket.send(message)

    async def mark(self, name: str) -> None:
        if not self._inbox.is_closed:
            await self._socket.send(self._wire.encode_mark(name))

    async def clear(self) -> None:
        if not self._inbox.is_closed:
            await self._socket.send(self._wire.encode_clear())

    async def hang_up(self) -> None:
        await self._close(LegClosed(LegCloseReason.WE_HUNG_UP), NORMAL)

    async def read(self) -> None:
        """Take in what the peer sends until the leg is gone; always leaves a LegClosed behind."""
        try:
            async with asyncio.timeout(self._limits.silence_s) as patience:
                await self._read_messages(patience)
        except TimeoutError:
            await self._close(LegClosed(LegCloseReason.PEER_SILENT, "no message at all for too long"), NORMAL)
        except PeerProtocolError as error:
            await self._close(LegClosed(LegCloseReason.PROTOCOL_ERROR, error.message), PROTOCOL_ERROR)
        finally:
            self._inbox.put(LegClosed(LegCloseReason.PEER_GONE))
            if self._inbox.dropped_audio:
                log.warning("caller audio was dropped", pieces=self._inbox.dropped_audio)

    async def _read_messages(self, patience: asyncio.Timeout) -> None:
        loop = asyncio.get_running_loop()
        renewed_at = loop.time()
        while not self._inbox.is_closed:
            message = await self._socket.receive()
            if isinstance(message, SocketClosed):
                self._inbox.put(message.as_leg_closed())
                return
            if loop.time() - renewed_at > min(_PATIENCE_STEP_S, self._limits.silence_s / 10):
                renewed_at = loop.time()
                patience.reschedule(renewed_at + self._limits.silence_s)
            for event in self._wire.decode(message, self._clock.monotonic_ms()):
                self._inbox.put(event)

    async def _close(self, closed: LegClosed, code: int) -> None:
        self._inbox.put(closed)
        first = self._inbox.closed_with or closed
        for message in self._wire.encode_goodbye(first.reason):
            await self._socket.send(message)
        await self._socket.close(code)


async def converse(desk: FrontDesk, leg: StreamLeg, offer: CallOffer, limits: StreamLimits) -> None:
    """Conduct a call on a connected leg, from its first event until everything is kept.

    The leg is read meanwhile and hung up at the end. A call that is still tidying up `finish_s` after
    its leg has gone is cancelled, so that no connection can hold up a stopping server.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(None) as finish, asyncio.TaskGroup() as group:
            reader = group.create_task(leg.read(), name="leg reader")
            reader.add_done_callback(lambda _: finish.reschedule(loop.time() + limits.finish_s))
            try:
                await desk.answer(leg, offer)
            finally:
                await leg.hang_up()
                reader.cancel()
    except TimeoutError:
        log.error("call did not finish after its leg was gone", call_id=str(offer.call_id))
