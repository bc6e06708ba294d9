"""Connections that have not said yet which call they bring: few are ever needed, so few are let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

MAX_WAITING = 100
"""A carrier sends `start` within a second; this many in one second would be a hundred calls a second."""


class WaitingRoom:
    """Counts them; one per node."""

    def __init__(self, places: int = MAX_WAITING) -> None:
        self._places = places
        self._waiting = 0

    @property
    def is_full(self) -> bool:
        return self._waiting >= self._places

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for as long as the block lasts."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
