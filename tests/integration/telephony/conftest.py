"""A real server on loopback that serves the telephony edges in front of a fake desk."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.requests import HTTPConnection
from tests.integration.telephony.desk import FakeDesk, Somebody

from voxanne.clock import SystemClock
from voxanne.settings import Settings
from voxanne.telephony import browser, twilio
from voxanne.telephony.front_desk import SignedInMember, StreamLimits, TelephonyServices
from voxanne.web.problems import install_problem_handlers

AUTH_TOKEN = "twilio-test-token"
COOKIE = "member=signed-in"


async def sign_in(connection: HTTPConnection) -> SignedInMember | None:
    return Somebody() if connection.cookies.get("member") == "signed-in" else None


@dataclass
class Edge:
    """A served edge: where it is, what stands behind it, and how to stop it."""

    desk: FakeDesk
    port: int
    server: uvicorn.Server
    task: asyncio.Task[None]

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self.server.should_exit = True
        async with asyncio.timeout(10):
            await self.task


async def serve(folder: Path, limits: StreamLimits, public_url: str = "", desk: FakeDesk | None = None) -> Edge:
    """Start a server; `public_url` stands for what a proxy in front of it would be called."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings = Settings(
        _env_file=None,
        port=port,
        public_url=public_url,
        data_dir=folder,
        twilio_auth_token=SecretStr(AUTH_TOKEN),
    )
    desk = desk or FakeDesk()
    app = FastAPI()
    install_problem_handlers(app)
    app.include_router(twilio.router)
    app.include_router(browser.router)
    app.state.services = {
        TelephonyServices: TelephonyServices(settings, SystemClock(), desk, sign_in, AUTH_TOKEN, limits)
    }
    config = uvicorn.Config(
        app,
        log_config=None,
        lifespan="off",
        ws_max_size=65_536,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    task = asyncio.get_running_loop().create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.005)
    return Edge(desk, port, server, task)


@pytest.fixture
def limits() -> StreamLimits:
    return StreamLimits(start_s=2, silence_s=20, send_s=2, finish_s=2)


@pytest.fixture
async def edge(tmp_path: Path, limits: StreamLimits) -> AsyncIterator[Edge]:
    edge = await serve(tmp_path, limits)
    yield edge
    await edge.stop()
