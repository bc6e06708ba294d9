"""Is this node alive, and is it fit to take calls? `/readyz` and `/health` ask each dependency for real."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from voxanne.web.provided import provided

router = APIRouter(tags=["health"])

Check = Callable[[], Awaitable[bool]]
CHECK_TIMEOUT_S = 3.0


class NodeHealth:
    """The checks of one node. `is_draining` makes it unready while it still finishes its calls."""

    def __init__(self, checks: dict[str, Check]) -> None:
        self._checks = checks
        self.is_draining = False

    async def states(self) -> dict[str, str]:
        """`ok` or `failing` for each dependency, asked now and side by side."""
        names = list(self._checks)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask(self._checks[name])) for name in names]
        return {name: "ok" if task.result() else "failing" for name, task in zip(names, tasks, strict=True)}

    async def _ask(self, check: Check) -> bool:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_S):
                return await check()
        except TimeoutError:
            return False


Health = Annotated[NodeHealth, Depends(provided(NodeHealth))]


@router.get("/livez", include_in_schema=False)
async def livez() -> JSONResponse:
    """The process runs and its event loop turns."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", include_in_schema=False)
@router.get("/health", include_in_schema=False)
async def readyz(health: Health) -> JSONResponse:
    """200 only when every dependency answered and the node is not draining."""
    states = await health.states()
    is_ready = not health.is_draining and all(state == "ok" for state in states.values())
    status = "ok" if is_ready else "draining" if health.is_draining else "failing"
    return JSONResponse({"status": status, "dependencies": states}, 200 if is_ready else 503)
