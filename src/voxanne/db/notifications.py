"""Wakes local subscribers when PostgreSQL says that something changed (LISTEN/NOTIFY).

A notification carries no data, only "organisation X changed": the subscriber then reads the durable
table from where it stopped. So a lost notification costs at most `WAKE_EVERY_S`, never an event.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import structlog

log = structlog.get_logger()

CHANNEL = "voxanne_changes"
WAKE_EVERY_S = 15.0
RECONNECT_AFTER_S = 1.0


class ChangeNotifications:
    """One listening connection per node, fanned out to any number of subscribers."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._subscribers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @property
    def subscriber_count(self) -> int:
        return sum(len(events) for events in self._subscribers.values())

    async def run(self) -> None:
        """Listen until cancelled; reconnects when the database goes away."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError):
                log.warning("change_notifications_lost")
            self._wake_all()
            await asyncio.sleep(RECONNECT_AFTER_S)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)
        async with connection:
            await connection.execute(f"listen {CHANNEL}")
            self._wake_all()
            while True:
                async for notification in connection.notifies(timeout=WAKE_EVERY_S):
                    for event in self._subscribers.get(notification.payload, ()):
                        event.set()
                self._wake_all()

    def _wake_all(self) -> None:
        for events in self._subscribers.values():
            for event in events:
                event.set()

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the topic (an organisation's id) changed; clear it before reading."""
        event = asyncio.Event()
        self._subscribers[topic].add(event)
        try:
            yield event
        finally:
            self._subscribers[topic].discard(event)
            if not self._subscribers[topic]:
                del self._subscribers[topic]
