"""The numbers room's SQL: numbers, the one-time tokens of media streams, the carriers' inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.types.json import Jsonb

from voxanne.db.database import Session

_TOKENS_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number of an organisation."""

    id: UUID
    e164: str
    label: str
    carrier: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class Route:
    """Whose number was dialled."""

    number_id: UUID
    organisation_id: UUID
    is_live: bool


@dataclass(frozen=True, slots=True)
class CallOwner:
    """Whose call a carrier speaks of."""

    organisation_id: UUID
    call_id: UUID


async def list_numbers(session: Session) -> list[Number]:
    """The organisation's numbers, oldest first."""
    return await session.rows(Number, "select id, e164, label, carrier, is_live from numbers order by created_at, id")


async def add_number(session: Session, *, e164: str, label: str) -> bool:
    """Give the organisation a number. Returns False when somebody has it already."""
    touched = await session.execute(
        "insert into numbers (organisation_id, e164, label) values (%s, %s, %s) on conflict (e164) do nothing",
        (session.organisation_id, e164, label),
    )
    return touched == 1


async def find_route(session: Session, e164: str) -> Route | None:
    """Whose number this is. Precedes any organisation."""
    return await session.row(Route, "select number_id, organisation_id, is_live from number_route(%s)", (e164,))


async def find_owner(session: Session, carrier: str, carrier_call_id: str) -> CallOwner | None:
    """Whose call this is. Precedes any organisation."""
    return await session.row(
        CallOwner, "select organisation_id, call_id from call_by_carrier_id(%s, %s)", (carrier, carrier_call_id)
    )


async def add_stream_token(session: Session, call_id: UUID, token_hash: bytes, now: datetime, valid: timedelta) -> None:
    """Let one media stream in for this call; forgets tokens that have long expired."""
    await session.execute("delete from stream_tokens where expires_at < %s", (now - _TOKENS_KEPT,))
    await session.execute(
        "insert into stream_tokens (token_hash, organisation_id, call_id, expires_at) values (%s, %s, %s, %s)",
        (token_hash, session.organisation_id, call_id, now + valid),
    )


async def redeem_stream_token(session: Session, token_hash: bytes, now: datetime) -> CallOwner | None:
    """The call of an unused, unexpired token, which is used from now. Precedes any organisation."""
    return await session.row(
        CallOwner, "select organisation_id, call_id from redeem_stream_token(%s, %s)", (token_hash, now)
    )


async def was_connected(session: Session, call_id: UUID) -> bool:
    """Whether some node has let in a media stream of this call."""
    return bool(
        await session.value(
            "select exists (select from stream_tokens where call_id = %s and used_at is not null)", (call_id,)
        )
    )


async def keep_provider_event(session: Session, provider: str, event_id: str, payload: dict[str, str]) -> bool:
    """Put a carrier's event into the inbox. Returns False when it was there already."""
    touched = await session.execute(
        """insert into provider_events (provider, event_id, organisation_id, payload)
           values (%s, %s, %s, %s) on conflict do nothing""",
        (provider, event_id, session.organisation_id, Jsonb(payload)),
    )
    return touched == 1


async def forget_provider_events(session: Session, before: datetime) -> None:
    """Remove carriers' events that came before this moment: nobody repeats them any more."""
    await session.execute(
        "delete from provider_events where organisation_id = %s and received_at < %s", (session.organisation_id, before)
    )
