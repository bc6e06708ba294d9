"""The members room's SQL: members, sign-in links, sessions and API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from voxanne.db.database import Database, Session


@dataclass(frozen=True, slots=True)
class Member:
    """A person who uses the dashboard of an organisation."""

    id: UUID
    organisation_id: UUID
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a secret belongs to."""

    organisation_id: UUID
    member_id: UUID


@dataclass(frozen=True, slots=True)
class ApiClient:
    """A program that presented a valid API key."""

    organisation_id: UUID
    api_key_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is shown of an API key; the key itself is shown once, when it is made."""

    id: UUID
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


async def add_member(session: Session, *, email: str, name: str, role: str) -> UUID:
    """Add a member, or find the one with this address."""
    return UUID(
        str(
            await session.value(
                """insert into members (organisation_id, email, name, role) values (%s, %s, %s, %s)
                   on conflict (organisation_id, email) do update set email = excluded.email returning id""",
                (session.organisation_id, email, name, role),
            )
        )
    )


async def find_member(session: Session, member_id: UUID) -> Member | None:
    return await session.row(
        Member, "select id, organisation_id, email, name, role from members where id = %s", (member_id,)
    )


async def member_by_email(session: Session, email: str) -> Member | None:
    return await session.row(
        Member,
        "select id, organisation_id, email, name, role from members where lower(email) = lower(%s)",
        (email,),
    )


async def list_members(session: Session) -> list[Member]:
    return await session.rows(Member, "select id, organisation_id, email, name, role from members order by email")


async def add_sign_in_link(session: Session, member_id: UUID, token_hash: bytes, expires_at: datetime) -> None:
    await session.execute(
        "insert into sign_in_links (token_hash, organisation_id, member_id, expires_at) values (%s, %s, %s, %s)",
        (token_hash, session.organisation_id, member_id, expires_at),
    )


async def redeem_sign_in_link(database: Database, token_hash: bytes, at: datetime) -> Holder | None:
    """Use up a link; None when it is unknown, expired or was used before."""
    async with database.before_organisation() as session:
        return await session.row(Holder, "select * from redeem_sign_in_link(%s, %s)", (token_hash, at))


async def add_session(session: Session, member_id: UUID, token_hash: bytes, at: datetime, expires_at: datetime) -> None:
    await session.execute(
        """insert into member_sessions
               (token_hash, organisation_id, member_id, created_at, last_seen_at, expires_at)
           values (%s, %s, %s, %s, %s, %s)""",
        (token_hash, session.organisation_id, member_id, at, at, expires_at),
    )


async def session_holder(database: Database, token_hash: bytes, at: datetime, idle: timedelta) -> Holder | None:
    """Whom a session belongs to, and note that it is in use; None when it has ended."""
    async with database.before_organisation() as session:
        return await session.row(Holder, "select * from session_holder(%s, %s, %s)", (token_hash, at, idle))


async def is_session_open(session: Session, token_hash: bytes, at: datetime) -> bool:
    """Whether a session goes on; unlike `session_holder` this does not count as its use."""
    found = await session.value(
        "select true from member_sessions where token_hash = %s and expires_at > %s", (token_hash, at)
    )
    return found is not None


async def end_session(session: Session, token_hash: bytes) -> None:
    await session.execute("delete from member_sessions where token_hash = %s", (token_hash,))


async def forget_expired(session: Session, before: datetime) -> None:
    """Remove sessions and sign-in links that ended before this moment."""
    await session.execute(
        "delete from member_sessions where organisation_id = %s and expires_at < %s", (session.organisation_id, before)
    )
    await session.execute(
        "delete from sign_in_links where organisation_id = %s and expires_at < %s", (session.organisation_id, before)
    )


async def add_api_key(session: Session, *, name: str, prefix: str, secret_hash: bytes) -> UUID:
    return UUID(
        str(
            await session.value(
                """insert into api_keys (organisation_id, name, prefix, secret_hash)
                   values (%s, %s, %s, %s) returning id""",
                (session.organisation_id, name, prefix, secret_hash),
            )
        )
    )


async def api_key_holder(database: Database, secret_hash: bytes, at: datetime) -> ApiClient | None:
    """Whom an API key belongs to, and note its use; None when unknown or revoked."""
    async with database.before_organisation() as session:
        return await session.row(ApiClient, "select * from api_key_holder(%s, %s)", (secret_hash, at))


async def list_api_keys(session: Session) -> list[ApiKey]:
    return await session.rows(
        ApiKey,
        "select id, name, prefix, created_at, last_used_at, revoked_at from api_keys order by created_at desc",
    )


async def revoke_api_key(session: Session, key_id: UUID, at: datetime) -> bool:
    touched = await session.execute(
        "update api_keys set revoked_at = %s where id = %s and revoked_at is null", (at, key_id)
    )
    return touched == 1


async def is_api_key_valid(session: Session, key_id: UUID) -> bool:
    """Whether the key has not been revoked; looking is not use."""
    return bool(
        await session.value("select exists (select from api_keys where id = %s and revoked_at is null)", (key_id,))
    )
