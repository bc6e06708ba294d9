"""The other end of a leg, in one shape for every carrier, so that one suite of tests fits all legs."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from tests.integration.telephony.carrier import CarrierStream
from tests.integration.telephony.conftest import COOKIE, Edge
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from voxanne.audio.g711 import decode_ulaw, encode_ulaw
from voxanne.audio.pcm import Pcm


@dataclass(frozen=True)
class Sent:
    """What a leg sent to its peer: exactly one of these is set."""

    audio: Pcm | None = None
    mark: str | None = None
    is_clear: bool = False


class Peer(Protocol):
    async def speak(self, pcm: Pcm) -> None: ...
    async def press(self, digit: str) -> None: ...
    async def return_mark(self, name: str) -> None: ...
    async def hang_up(self) -> None: ...
    async def vanish(self) -> None: ...
    async def break_protocol(self) -> None: ...

    async def next_sent(self) -> Sent | None:
        """What the leg sent next; None once the connection is closed."""
        ...


class TwilioPeer:
    def __init__(self, stream: CarrierStream) -> None:
        self.stream = stream

    @classmethod
    async def call(cls, edge: Edge) -> TwilioPeer:
        return cls(await CarrierStream.start(edge.ws_url))

    async def speak(self, pcm: Pcm) -> None:
        await self.stream.say_media(encode_ulaw(pcm))

    async def press(self, digit: str) -> None:
        await self.stream.say_digit(digit)

    async def return_mark(self, name: str) -> None:
        await self.stream.say_mark(name)

    async def hang_up(self) -> None:
        await self.stream.say_stop()

    async def vanish(self) -> None:
        self.stream.connection.transport.abort()
        await self.stream.connection.wait_closed()

    async def break_protocol(self) -> None:
        await self.stream.connection.send("nonsense")

    async def next_sent(self) -> Sent | None:
        try:
            message = await self.stream.receive()
        except ConnectionClosed:
            return None
        match message["event"]:
            case "media":
                return Sent(audio=decode_ulaw(base64.b64decode(message["media"]["payload"])))
            case "mark":
                return Sent(mark=message["mark"]["name"])
            case _:
                assert message["event"] == "clear"
                return Sent(is_clear=True)


class BrowserPeer:
    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.ended_with = ""

    @staticmethod
    async def open(edge: Edge, origin: str | None = None, cookie: str = COOKIE) -> ClientConnection:
        headers = {"Cookie": cookie} if cookie else {}
        return await connect(
            f"{edge.ws_url}/telephony/browser/stream",
            origin=edge.http_url if origin is None else origin or None,  # type: ignore[arg-type]
            additional_headers=headers,
            compression=None,
            proxy=None,
        )

    @classmethod
    async def call(cls, edge: Edge) -> BrowserPeer:
        connection = await cls.open(edge)
        await connection.send('{"event":"start","rate_hz":16000}')
        ready = json.loads(await connection.recv())
        assert ready["event"] == "ready"
        return cls(connection)

    async def speak(self, pcm: Pcm) -> None:
        await self.connection.send(np.repeat(pcm, 2).astype("<i2").tobytes())

    async def press(self, digit: str) -> None:
        await self._say(event="digit", digit=digit)

    async def return_mark(self, name: str) -> None:
        await self._say(event="marked", name=name)

    async def hang_up(self) -> None:
        await self._say(event="hang_up")

    async def vanish(self) -> None:
        self.connection.transport.abort()
        await self.connection.wait_closed()

    async def break_protocol(self) -> None:
        await self.connection.send("nonsense")

    async def next_sent(self) -> Sent | None:
        while True:
            try:
                async with asyncio.timeout(5):
                    message = await self.connection.recv()
            except ConnectionClosed:
                return None
            if isinstance(message, bytes):
                return Sent(audio=np.frombuffer(message, dtype="<i2").astype(np.int16))
            control = json.loads(message)
            match control["event"]:
                case "mark":
                    return Sent(mark=control["name"])
                case "clear":
                    return Sent(is_clear=True)
                case _:
                    assert control["event"] == "ended"
                    self.ended_with = control["reason"]

    async def _say(self, **message: str) -> None:
        await self.connection.send(json.dumps(message))
