"""Where time comes from, so that everything above can be given another time in a test."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two clocks in one: the calendar for records, the monotonic one for waiting and pacing."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        ...

    def monotonic_ms(self) -> float:
        """Milliseconds since an arbitrary start; never goes backwards."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> float:
        return time.monotonic() * 1000.0
