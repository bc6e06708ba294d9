"""Relates the leg's media clock, which stamps the caller's audio, to our own. Pure: time is an argument.

Packets come early or late, never before they were said: the least delayed packet of the last seconds
tells the relation best. Looking only at recent packets follows the drift between the two clocks.

    delay of packets   . :. .'  . : .          least of this window or the one before = the relation
                       |--- 10 s ---|
"""

from __future__ import annotations

WINDOW_MS = 10_000.0


class MediaClock:
    """Answers what the media clock shows at a moment of ours."""

    def __init__(self) -> None:
        self._window_began = 0.0
        self._least: float | None = None
        self._least_before: float | None = None

    def note(self, end_ms: float, now_ms: float) -> None:
        """Caller audio that ends at `end_ms` on the media clock has arrived at our `now_ms`."""
        offset = now_ms - end_ms
        if self._least is None or now_ms - self._window_began > WINDOW_MS:
            self._least_before = self._least
            self._least = offset
            self._window_began = now_ms
        elif offset < self._least:
            self._least = offset

    @property
    def is_known(self) -> bool:
        return self._least is not None

    def at(self, now_ms: float) -> float:
        """The media clock in ms at our `now_ms`; 0 as long as no audio has come."""
        if self._least is None:
            return 0.0
        least = self._least if self._least_before is None else min(self._least, self._least_before)
        return max(0.0, now_ms - least)
