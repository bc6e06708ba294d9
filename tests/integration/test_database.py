"""Sessions see one organisation's rows and no other's."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from voxanne.calls import store
from voxanne.db.database import Database

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


async def open_call(database: Database, organisation_id: UUID, carrier_call_id: str = "CA1") -> UUID:
    async with database.session(organisation_id) as session:
        call_id, _ = await store.open_call(
            session,
            number_id=None,
            number_e164="+442079460100",
            carrier="twilio",
            carrier_call_id=carrier_call_id,
            caller_number="+442079460123",
            node="n1",
            started_at=NOW,
        )
        return call_id


async def test_a_session_sees_only_its_organisations_calls(
    database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    call_id = await open_call(database, organisation_id)
    async with database.session(other_organisation_id) as session:
        assert await store.find_call(session, call_id) is None
    async with database.session(organisation_id) as session:
        assert await store.find_call(session, call_id) is not None


async def test_without_an_organisation_no_row_is_visible(database: Database, organisation_id: UUID) -> None:
    await open_call(database, organisation_id)
    async with database.before_organisation() as session:
        assert await session.value("select count(*) from calls") == 0
        assert await session.value("select count(*) from organisations") == 0


async def test_a_session_cannot_write_into_another_organisation(
    database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with database.session(organisation_id) as session:
            await session.execute(
                "insert into numbers (organisation_id, e164) values (%s, '+442079460777')", (other_organisation_id,)
            )


async def test_a_repeated_webhook_is_one_call(database: Database, organisation_id: UUID) -> None:
    assert await open_call(database, organisation_id) == await open_call(database, organisation_id)


async def test_a_call_keeps_its_first_end(database: Database, organisation_id: UUID) -> None:
    call_id = await open_call(database, organisation_id)
    async with database.session(organisation_id) as session:
        await store.mark_answered(session, call_id, NOW)
        first = await store.mark_ended(
            session, call_id, status=store.CallStatus.COMPLETED, end_reason="caller_hung_up", outcome=None, at=NOW
        )
        second = await store.mark_ended(
            session, call_id, status=store.CallStatus.FAILED, end_reason="late", outcome=None, at=NOW
        )
        call = await store.find_call(session, call_id)
    assert (first, second) == (True, False)
    assert call is not None
    assert call.end_reason == "caller_hung_up"
