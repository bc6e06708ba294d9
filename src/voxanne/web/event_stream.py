"""Server-sent events (WHATWG HTML, 9.2) that notice when their client is gone.

A stream that only awaited its source would live until the next event, and hold up shutdown: here the
disconnect and the node's stopping are raced against the source at every step.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from voxanne.errors import VoxanneError

log = structlog.get_logger()

HEARTBEAT_S = 15.0
RETRY_MS = 1000
LOOK_EVERY_S = 5.0
"""How long a stream may go on after its client lost the right to it."""
FAREWELL_S = 2.0
"""A client that reads nothing for this long is not waited for."""


class Stopping(asyncio.Event):
    """Set when this node begins to stop: open event streams end at once instead of holding it up."""


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One event; `id` comes back as `Last-Event-ID` when the client reconnects."""

    id: int
    name: str
    data: dict[str, Any]

    def encode(self) -> bytes:
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (self.id, self.name.encode(), orjson.dumps(self.data))


class EventStream(Response):
    """Streams events from `source` until it ends, the client leaves, or `stopping` is set.

    `is_allowed` is asked now and then whether the client may go on; it may raise VoxanneError for "cannot say".
    A source that fails ends the stream too: the client comes back with `Last-Event-ID` and is then
    either served or told what is wrong.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        source: AsyncGenerator[StreamEvent, None],
        stopping: asyncio.Event,
        *,
        is_allowed: Callable[[], Awaitable[bool]] | None = None,
        heartbeat_s: float = HEARTBEAT_S,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        super().__init__()
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"  # nginx would hold events back
        del self.headers["content-length"]
        self._source = source
        self._stopping = stopping
        self._heartbeat_s = heartbeat_s
        self._is_allowed = is_allowed
        self._look_every_s = look_every_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send(_body(b"retry: %d\n\n" % RETRY_MS))
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._send_events(group, send))
            leaving = group.create_task(_disconnected(receive))
            others = (group.create_task(self._stopping.wait()), group.create_task(self._forbidden()))
            await asyncio.wait((sending, leaving, *others), return_when=asyncio.FIRST_COMPLETED)
            has_left = leaving.done()
            for task in (sending, leaving, *others):
                task.cancel()
        if not has_left:
            try:
                async with asyncio.timeout(FAREWELL_S):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            except TimeoutError:
                log.info("event_stream_client_stalled")

    async def _send_events(self, group: asyncio.TaskGroup, send: Send) -> None:
        next_event = group.create_task(self._next())
        try:
            while True:
                await asyncio.wait((next_event,), timeout=self._heartbeat_s)
                if not next_event.done():
                    await send(_body(b": still here\n\n"))
                    continue
                event = next_event.result()
                if event is None:
                    return
                await send(_body(event.encode()))
                next_event = group.create_task(self._next())
        finally:
            next_event.cancel()
            await asyncio.wait((next_event,))
            await self._source.aclose()

    async def _forbidden(self) -> None:
        """Returns when the client may not go on."""
        if self._is_allowed is None:
            await asyncio.Event().wait()
            return
        try:
            while True:
                await asyncio.sleep(self._look_every_s)
                if not await self._is_allowed():
                    return
        except VoxanneError as error:
            log.info("event_stream_broken_off", code=error.code)

    async def _next(self) -> StreamEvent | None:
        """The next event; None at the end, or when the source cannot go on."""
        try:
            return await anext(self._source, None)
        except VoxanneError as error:
            log.info("event_stream_broken_off", code=error.code)
            return None


def _body(data: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": True}


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def last_event_id(header: str | None) -> int | None:
    """The `Last-Event-ID` header as a number; None when absent or not one of ours."""
    return int(header) if header and re.fullmatch(r"-?[0-9]{1,18}", header) else None
