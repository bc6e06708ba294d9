"""A clock that a test moves by hand: sleepers wake in order, and everything they set off runs before the next."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

STEPS_PER_MOMENT = 12
"""How often the event loop turns at each moment, so that whatever was set off has come to rest."""


class FakeClock:
    """`CallClock` under a test's control; starts at noon of a fixed day."""

    def __init__(self, *, start_ms: float = 1_000.0) -> None:
        self._now_ms = start_ms
        self._started_ms = start_ms
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, 0, tzinfo=UTC) + timedelta(milliseconds=self._now_ms - self._started_ms)

    def monotonic_ms(self) -> float:
        return self._now_ms

    async def sleep_until(self, monotonic_ms: float) -> None:
        if monotonic_ms <= self._now_ms:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (monotonic_ms, next(self._order), future))
        await future

    async def advance(self, by_ms: float) -> None:
        """Let time pass."""
        until_ms = self._now_ms + by_ms
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= until_ms:
            due_ms, _, future = heapq.heappop(self._sleepers)
            if future.done():
                continue
            self._now_ms = max(self._now_ms, due_ms)
            future.set_result(None)
            while self._sleepers and self._sleepers[0][0] <= self._now_ms:
                other = heapq.heappop(self._sleepers)[2]
                if not other.done():
                    other.set_result(None)
            await self.settle()
        self._now_ms = until_ms
        await self.settle()

    def jump(self, by_ms: float) -> None:
        """Time passes and nobody is woken, as when the process stands still."""
        self._now_ms += by_ms

    async def settle(self) -> None:
        """Let everything that can run now run."""
        for _ in range(STEPS_PER_MOMENT):
            await asyncio.sleep(0)
