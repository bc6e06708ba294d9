"""Puts packets back into the order they were sent in, for carriers that may deliver them out of order.

Pure. Packets carry a growing number. One that is early waits for the missing ones, until `depth` packets
wait or a later one is `depth` ahead; then the hole is given up and the late packet, if it still comes, dropped.

    in   1 2 4 3 5 . . 8 9 10 11     depth 3
    out  1 2   3 4 5 ──────▶ 8 9 10 11   (6 and 7 given up when three packets wait behind the hole)
"""

from __future__ import annotations

from typing import Generic, TypeVar

Packet = TypeVar("Packet")


class ReorderBuffer(Generic[Packet]):
    """One stream's packets, in order and each once. `depth` packets of 20 ms bound the added delay."""

    def __init__(self, depth: int = 3) -> None:
        if depth < 1:
            raise ValueError("a reorder buffer needs room for at least one packet")
        self._depth = depth
        self._waiting: dict[int, Packet] = {}
        self._next: int | None = None
        self.late = 0
        """Packets dropped because their place had been given up, or sent twice."""

    def push(self, number: int, packet: Packet) -> list[Packet]:
        """Add a packet; returns those that are now in order."""
        if self._next is None:
            self._next = number
        if number < self._next or number in self._waiting:
            self.late += 1
            return []
        self._waiting[number] = packet
        ready = self._take_ready()
        while len(self._waiting) >= self._depth:
            self._next = min(self._waiting)
            ready += self._take_ready()
        return ready

    def flush(self) -> list[Packet]:
        """Everything that still waits, in order; the stream has ended."""
        rest = [self._waiting[number] for number in sorted(self._waiting)]
        self._waiting.clear()
        return rest

    def _take_ready(self) -> list[Packet]:
        ready: list[Packet] = []
        while self._next in self._waiting:
            ready.append(self._waiting.pop(self._next))
            self._next += 1
        return ready
