"""The carrier's side of Twilio's protocol, for tests that need to break it on purpose."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any
from urllib.parse import urlencode

import httpx
from tests.integration.telephony.desk import TOKEN
from twilio.request_validator import RequestValidator
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

STREAM = "MZ0123456789abcdef0123456789abcdef"
CALL = "CA0123456789abcdef0123456789abcdef"
FRAME = bytes([0xFF]) * 160

RING = {
    "CallSid": CALL,
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "From": "+442079460123",
    "To": "+442079460100",
    "CallStatus": "ringing",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
}


async def post(
    base_url: str,
    path: str,
    fields: dict[str, str],
    *,
    token: str | None,
    signed_url: str | None = None,
    sent: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """A webhook signed over `signed_url` and `fields`; `sent` is what really goes out."""
    all_headers = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    if token is not None:
        url = signed_url or base_url + path
        all_headers["X-Twilio-Signature"] = RequestValidator(token).compute_signature(url, fields)
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(base_url + path, content=urlencode(sent or fields), headers=all_headers)


class CarrierStream:
    """The carrier's end of one media stream."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.sequence = 0
        self.chunk = 0

    @classmethod
    async def open(cls, ws_url: str, **options: Any) -> CarrierStream:
        path = "/telephony/twilio/stream"
        return cls(await connect(ws_url + path, max_size=None, compression=None, proxy=None, **options))

    @classmethod
    async def start(cls, ws_url: str, token: str = TOKEN) -> CarrierStream:
        """Connected and started."""
        stream = await cls.open(ws_url)
        await stream.say_connected()
        await stream.say_start(token)
        return stream

    async def say_connected(self) -> None:
        await self.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    async def say_start(self, token: str = TOKEN) -> None:
        start = {
            "accountSid": RING["AccountSid"],
            "streamSid": STREAM,
            "callSid": CALL,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"token": token},
        }
        await self.send({"event": "start", "sequenceNumber": self._next(), "start": start, "streamSid": STREAM})

    async def say_media(self, payload: bytes = FRAME) -> None:
        self.chunk += 1
        media = {
            "track": "inbound",
            "chunk": str(self.chunk),
            "timestamp": str((self.chunk - 1) * 20),
            "payload": base64.b64encode(payload).decode(),
        }
        await self.send({"event": "media", "sequenceNumber": self._next(), "media": media, "streamSid": STREAM})

    async def say_digit(self, digit: str) -> None:
        dtmf = {"track": "inbound_track", "digit": digit}
        await self.send({"event": "dtmf", "streamSid": STREAM, "sequenceNumber": self._next(), "dtmf": dtmf})

    async def say_mark(self, name: str) -> None:
        mark = {"name": name}
        await self.send({"event": "mark", "sequenceNumber": self._next(), "streamSid": STREAM, "mark": mark})

    async def say_stop(self) -> None:
        stop = {"accountSid": RING["AccountSid"], "callSid": CALL}
        await self.send({"event": "stop", "sequenceNumber": self._next(), "stop": stop, "streamSid": STREAM})

    async def send(self, message: dict[str, Any]) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def close_code(self) -> int | None:
        """Wait until the server has closed the connection; its code."""
        try:
            async with asyncio.timeout(5):
                while True:
                    await self.connection.recv()
        except ConnectionClosed:
            return self.connection.close_code

    async def hang_up(self) -> None:
        await self.connection.close()

    def _next(self) -> str:
        self.sequence += 1
        return str(self.sequence)
