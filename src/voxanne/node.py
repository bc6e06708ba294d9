"""Runs one node: the web server, the calls it conducts and the jobs it works on, from start to clean stop.

first signal ──▶ no new calls, streams end ──▶ live calls are closed and sealed ──▶ web server, jobs, database
(SIGINT, SIGTERM)                              at most STOP_CALLS_S                 a second signal skips the wait
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
import uvicorn

from voxanne.app import create_app
from voxanne.errors import SetupError
from voxanne.settings import Settings
from voxanne.wiring import Services

log = structlog.get_logger()

STOP_CALLS_S = 2.5
STOP_REQUESTS_S = 1
MAX_WEBSOCKET_BYTES = 64 * 1024


def listen(settings: Settings) -> socket.socket:
    """Take the node's port before anything slow is started. Raises SetupError naming the remedy."""
    try:
        return socket.create_server((settings.host, settings.port), backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SetupError(
                f"Port {settings.port} is in use by another program. Stop it, or set VOXANNE_PORT to a free port."
            ) from error
        raise SetupError(
            f"Voxanne cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
            "Correct VOXANNE_HOST or VOXANNE_PORT."
        ) from error


@contextmanager
def sole_node(settings: Settings) -> Iterator[None]:
    """Hold the data folder for this node alone; the lock goes with the process, however that ends.

    A second node would take the first one's live calls for those of a dead process, and close them.
    Raises SetupError when another node holds it.
    """
    with (settings.data_dir / ".serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SetupError(
                f"Another Voxanne already serves from {settings.data_dir}. Stop it, or set VOXANNE_DATA_DIR to "
                "another folder."
            ) from error
        yield


class _Server(uvicorn.Server):
    """uvicorn, told to stop by us and not by the signal itself: live calls are closed first."""

    def __init__(self, config: uvicorn.Config, on_signal: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_signal = on_signal
        self._is_signalled = False

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self._is_signalled and sig == signal.SIGINT:
            self.force_exit = self.should_exit = True
        self._is_signalled = True
        self._on_signal()


async def run_node(services: Services, listener: socket.socket, on_ready: Callable[[], Awaitable[None]]) -> None:
    """Serve until a signal asks to stop; returns when live calls are closed and no request is left."""
    loop = asyncio.get_running_loop()
    config = uvicorn.Config(
        create_app(services),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=MAX_WEBSOCKET_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=STOP_REQUESTS_S,
    )
    # the handler runs between two bytecodes of the main thread: it only wakes the loop
    server = _Server(config, on_signal=lambda: _wake(loop, services))
    async with asyncio.TaskGroup() as group:
        background = [group.create_task(run()) for run in services.background]
        announcer = group.create_task(_announce(server, on_ready))
        stopper = group.create_task(_stop_in_order(services, server))
        await server.serve(sockets=[listener])
        services.stopping.set()  # also when the server ended by itself
        await stopper
        for task in (announcer, *background):
            task.cancel()
    log.info("node_stopped")


def _wake(loop: asyncio.AbstractEventLoop, services: Services) -> None:
    loop.call_soon_threadsafe(services.stopping.set)


async def _announce(server: uvicorn.Server, on_ready: Callable[[], Awaitable[None]]) -> None:
    while not server.started:  # noqa: ASYNC110  uvicorn offers a flag and no event
        await asyncio.sleep(0.01)
    await on_ready()


async def _stop_in_order(services: Services, server: uvicorn.Server) -> None:
    await services.stopping.wait()
    services.health.is_draining = True
    services.switchboard.drain()
    try:
        async with asyncio.timeout(STOP_CALLS_S):
            await services.close_live_calls()
    except TimeoutError:
        log.warning("calls_not_closed_in_time", live_calls=services.switchboard.live_calls)
    server.should_exit = True
