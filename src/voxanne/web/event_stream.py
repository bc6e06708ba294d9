"""Server-sent events (WHATWG HTML, 9.2) that notice when their client is gone.

A stream that only awaited its source would live until the next event, and hold up shutdown: here the
disconnect and the node's stopping are raced against the source at every step.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEARTBEAT_S = 15.0
RETRY_MS = 1000


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One event; `id` comes back as `Last-Event-ID` when the client reconnects."""

    id: int
    name: str
    data: dict[str, Any]

    def encode(self) -> bytes:
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (self.id, self.name.encode(), orjson.dumps(self.data))


class EventStream(Response):
    """Streams events from `source` until it ends, the client leaves, or `stopping` is set."""

    def __init__(self, source: AsyncIterator[StreamEvent], stopping: asyncio.Event) -> None:
        super().__init__(media_type="text/event-stream")
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"
        del self.headers["content-length"]
        self._source = source
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send(_body(b"retry: %d\n\n" % RETRY_MS))
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._send_events(send))
            leaving = group.create_task(_disconnected(receive))
            stopping = group.create_task(self._stopping.wait())
            await asyncio.wait((sending, leaving, stopping), return_when=asyncio.FIRST_COMPLETED)
            has_left = leaving.done()
            for task in (sending, leaving, stopping):
                task.cancel()
        if not has_left:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_events(self, send: Send) -> None:
        source = aiter(self._source)
        next_event = asyncio.ensure_future(anext(source, None))
        try:
            while True:
                done, _ = await asyncio.wait((next_event,), timeout=HEARTBEAT_S)
                if not done:
                    await send(_body(b": still here\n\n"))
                    continue
                event = next_event.result()
                if event is None:
                    return
                await send(_body(event.encode()))
                next_event = asyncio.ensure_future(anext(source, None))
        finally:
            next_event.cancel()
            await asyncio.wait((next_event,))
            close = getattr(self._source, "aclose", None)
            if close is not None:
                await close()


def _body(data: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": True}


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def last_event_id(header: str | None) -> int | None:
    """The `Last-Event-ID` header as a number; None when absent or not one of ours."""
    return int(header) if header and header.isdecimal() and len(header) < 19 else None
