"""A leg's WebSocket with deadlines: nothing waits for a peer longer than it said it would."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.websockets import WebSocket, WebSocketDisconnect

from voxanne.telephony.port import LegClosed, LegCloseReason

NORMAL = 1000
PROTOCOL_ERROR = 1002
POLICY = 1008
TOO_LARGE = 1009
INTERNAL_ERROR = 1011
SERVER_STOPPING = 1012
TRY_LATER = 1013

_PEER_BROKE_PROTOCOL = frozenset({1002, 1003, 1007, TOO_LARGE})


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """The connection is over, with the close code of RFC 6455 §7.4."""

    code: int

    def as_leg_closed(self) -> LegClosed:
        """Why the leg is gone when nobody had said goodbye before."""
        if self.code == SERVER_STOPPING:
            return LegClosed(LegCloseReason.WE_HUNG_UP, "the server is stopping")
        if self.code in _PEER_BROKE_PROTOCOL:
            return LegClosed(LegCloseReason.PROTOCOL_ERROR, f"WebSocket closed with {self.code}")
        return LegClosed(LegCloseReason.PEER_GONE, f"WebSocket closed with {self.code}")


class LegSocket:
    """Sends with a deadline; a peer that does not read is gone. Sending to a gone peer does nothing."""

    def __init__(self, websocket: WebSocket, send_s: float) -> None:
        self._websocket = websocket
        self._send_s = send_s
        self._is_gone = False

    async def receive(self) -> str | bytes | SocketClosed:
        """The next message, or how the connection ended. Waits for ever: the caller sets the deadline."""
        if self._is_gone:
            return SocketClosed(1006)
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            self._is_gone = True
            return SocketClosed(int(message.get("code") or 1006))
        text = message.get("text")
        return text if isinstance(text, str) else bytes(message.get("bytes") or b"")

    async def send(self, message: str | bytes) -> None:
        """Send a text or a binary message."""
        if self._is_gone:
            return
        try:
            async with asyncio.timeout(self._send_s):
                if isinstance(message, str):
                    await self._websocket.send_text(message)
                else:
                    await self._websocket.send_bytes(message)
        except (WebSocketDisconnect, RuntimeError, OSError, TimeoutError):
            # RuntimeError is starlette's "already closed"; either way the peer will read no more, and
            # the reader, which still waits on receive(), reports the end with its code
            self._is_gone = True

    async def close(self, code: int = NORMAL) -> None:
        """Close the connection; idempotent."""
        if self._is_gone:
            return
        self._is_gone = True
        try:
            async with asyncio.timeout(self._send_s):
                await self._websocket.close(code)
        except (WebSocketDisconnect, RuntimeError, OSError, TimeoutError):
            return
