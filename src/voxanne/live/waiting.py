"""The machine's clock with waiting: what a call runs on outside tests."""

from __future__ import annotations

import asyncio

from voxanne.clock import SystemClock


class SystemCallClock(SystemClock):
    """Waits on the event loop."""

    async def sleep_until(self, monotonic_ms: float) -> None:
        """Return once `monotonic_ms()` has reached the given moment; yields to other tasks even when it is past."""
        await asyncio.sleep(max(0.0, (monotonic_ms - self.monotonic_ms()) / 1000.0))
