"""The far end of a test call, by script: says a tone, asks what was heard, clears, and hangs up when told."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from voxanne.telephony.browser_wire import encode_audio, encode_clear, encode_ended, encode_mark, encode_ready

RATE_HZ = 16_000


@dataclass
class ScriptedLine:
    """What it received, for a test to look at."""

    call_id: UUID
    refusal: str | None = None
    controls: list[dict[str, object]] = field(default_factory=list)
    audio: bytearray = field(default_factory=bytearray)
    has_heard: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def marks_heard(self) -> list[object]:
        return [control["name"] for control in self.controls if control["event"] == "marked"]

    async def wait_for_marks(self, count: int) -> None:
        async with asyncio.timeout(15):
            while len(self.marks_heard) < count:
                self.has_heard.clear()
                await self.has_heard.wait()

    async def wait_for_audio(self, byte_count: int) -> bytes:
        """The next bytes of the microphone, from now."""
        begins = len(self.audio)
        async with asyncio.timeout(15):
            while len(self.audio) < begins + byte_count:
                self.has_heard.clear()
                await self.has_heard.wait()
        return bytes(self.audio[begins:])

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_websocket_route("/telephony/browser/stream", self._answer)
        return router

    async def _answer(self, socket: WebSocket) -> None:
        await socket.accept()
        assert json.loads(await socket.receive_text()) == {"event": "start", "rate_hz": RATE_HZ}
        if self.refusal is not None:
            await socket.send_text(json.dumps({"event": "refused", "reason": "busy", "message": self.refusal}))
            await socket.close(1013)
            return
        await socket.send_text(encode_ready(str(self.call_id)))
        await self._speak(socket, 0.3, "m1")
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if message.get("bytes"):
                    self.audio += message["bytes"]
                    self.has_heard.set()
                elif message.get("text") and await self._obey(socket, json.loads(message["text"])):
                    return
        except WebSocketDisconnect:
            return

    async def _obey(self, socket: WebSocket, control: dict[str, object]) -> bool:
        """Play on from what the browser says; whether the call is over."""
        self.controls.append(control)
        self.has_heard.set()
        if control == {"event": "marked", "name": "m1"}:
            # long enough that only a clear can bring its mark back at once
            await self._speak(socket, 20, "m2")
            await socket.send_text(encode_clear())
        if control["event"] == "hang_up":
            await socket.send_text(encode_ended("caller_hung_up"))
            await socket.close()
            return True
        return False

    async def _speak(self, socket: WebSocket, seconds: float, mark: str) -> None:
        tone = np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE_HZ)) / RATE_HZ) * 8000
        for start in range(0, len(tone), RATE_HZ // 2):
            await socket.send_bytes(encode_audio(tone[start : start + RATE_HZ // 2].astype(np.int16)))
        await socket.send_text(encode_mark(mark))
