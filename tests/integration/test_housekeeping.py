"""What is forgotten with time, and only of the organisation whose session asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from voxanne.db.database import Database
from voxanne.dialogue import store as chats
from voxanne.members import store as members
from voxanne.numbers import store as numbers

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


async def test_expired_sessions_and_links_are_forgotten_and_open_ones_stay(
    database: Database, organisation_id: UUID
) -> None:
    async with database.session(organisation_id) as session:
        member_id = await members.add_member(session, email="a@clinic.example", name="A", role="owner")
        for hours, mark in ((-1, b"old"), (1, b"new")):
            expires_at = NOW + timedelta(hours=hours)
            await members.add_session(session, member_id, mark, NOW - timedelta(days=1), expires_at)
            await members.add_sign_in_link(session, member_id, mark, expires_at)
        await members.forget_expired(session, NOW)
        assert await session.value("select array_agg(token_hash) from member_sessions") == [b"new"]
        assert await session.value("select array_agg(token_hash) from sign_in_links") == [b"new"]


async def test_carriers_events_and_test_chats_are_forgotten_after_their_time(
    database: Database, organisation_id: UUID
) -> None:
    async with database.session(organisation_id) as session:
        await numbers.keep_provider_event(session, "twilio", "E1", {"CallStatus": "completed"})
        await chats.create_chat(session, caller_number=None, started_at=NOW, greeting="Hello.")
        long_ago = datetime.now(UTC) - timedelta(days=1)
        await numbers.forget_provider_events(session, long_ago)
        await chats.forget_chats(session, long_ago)
        assert await session.value("select count(*) from provider_events") == 1
        assert await session.value("select count(*) from test_chats") == 1
        later = datetime.now(UTC) + timedelta(days=1)
        await numbers.forget_provider_events(session, later)
        await chats.forget_chats(session, later)
        assert await session.value("select count(*) from provider_events") == 0
        assert await session.value("select count(*) from test_chats") == 0
