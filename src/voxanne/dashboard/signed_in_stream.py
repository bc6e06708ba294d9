"""Event streams for members: one that outlives its session would go on telling what callers say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.requests import HTTPConnection

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.members import store
from voxanne.members.access import SignedIn, session_cookie_name
from voxanne.members.tokens import hash_token
from voxanne.settings import Settings
from voxanne.web.event_stream import StreamEvent
from voxanne.web.provided import service_of

LOOK_EVERY_S = 4.0


async def while_signed_in(
    connection: HTTPConnection, member: SignedIn, source: AsyncGenerator[StreamEvent, None]
) -> AsyncGenerator[StreamEvent, None]:
    """The events of `source` until the member's session ends, noticed within `LOOK_EVERY_S`.

    Looking does not count as use of the session: a forgotten page does not keep its member signed in.
    """
    database = service_of(connection, Database)
    clock = service_of(connection, SystemClock)
    token = connection.cookies.get(session_cookie_name(service_of(connection, Settings)), "")
    look_at_ms = clock.monotonic_ms() + LOOK_EVERY_S * 1000
    async with aclosing(source):
        upcoming = asyncio.ensure_future(anext(source, None))
        try:
            while True:
                done, _ = await asyncio.wait((upcoming,), timeout=LOOK_EVERY_S)
                if clock.monotonic_ms() >= look_at_ms:
                    look_at_ms = clock.monotonic_ms() + LOOK_EVERY_S * 1000
                    async with database.session(member.organisation_id) as session:
                        if not await store.is_session_open(session, hash_token(token), clock.now()):
                            return
                if not done:
                    continue
                event = upcoming.result()
                if event is None:
                    return
                yield event
                upcoming = asyncio.ensure_future(anext(source, None))
        finally:
            upcoming.cancel()
            await asyncio.wait((upcoming,))
