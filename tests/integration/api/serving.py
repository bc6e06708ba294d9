"""A real uvicorn server on loopback that serves an app in the test's own event loop, and raw clients of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from voxanne.web.event_stream import Stopping


class Server(uvicorn.Server):
    """Tells event streams to end before it waits for them, as the node's own server does."""

    def __init__(self, app: FastAPI, stopping: Stopping) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=30, ws="none"))
        self.stopping = stopping
        self.is_serving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_serving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.stopping.set()
        await super().shutdown(sockets)


@asynccontextmanager
async def serving(app: FastAPI, stopping: Stopping) -> AsyncIterator[tuple[Server, int]]:
    """The running server and its port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = Server(app, stopping)
    running = asyncio.ensure_future(server._serve([listener]))
    await server.is_serving.wait()
    try:
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = True
        await running
        listener.close()


async def open_stream(port: int, path: str, key: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which an event stream has begun (its `retry:` line was read)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: voxanne\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
    head = await reader.readuntil(b"retry:")
    assert head.startswith(b"HTTP/1.1 200 "), head
    return reader, writer


def vanish(writer: asyncio.StreamWriter) -> None:
    """The client is gone without a word: a reset instead of a goodbye."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    writer.transport.abort()
