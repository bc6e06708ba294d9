"""The outer wall of every job: whatever breaks inside is logged by its kind, and left to the queue's retries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

log = structlog.get_logger(__name__)

JobFunction = Callable[..., Awaitable[None]]


def behind_wall(name: str, function: JobFunction) -> JobFunction:
    """The function as the worker runs it; the error goes on, for the queue decides about another attempt."""

    async def run(**arguments: Any) -> None:
        try:
            await function(**arguments)
        except Exception as error:
            log.warning("job_failed", task=name, error=type(error).__name__)
            raise

    return run
