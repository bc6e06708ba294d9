"""The dialogue room's SQL: test chats and their turns, a sandbox beside the clinic's own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from voxanne.db.database import Session


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A test chat as stored. `started_at` is the moment it pretends to begin."""

    id: UUID
    caller_number: str | None
    started_at: datetime
    greeting: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn as stored; `actions` and `citations` are JSON documents."""

    position: int
    text: str
    reply: str
    actions: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    latency_ms: int
    at: datetime


async def create_chat(session: Session, *, caller_number: str | None, started_at: datetime, greeting: str) -> UUID:
    return UUID(
        str(
            await session.value(
                """insert into test_chats (organisation_id, caller_number, started_at, greeting)
                   values (%s, %s, %s, %s) returning id""",
                (session.organisation_id, caller_number, started_at, greeting),
            )
        )
    )


async def find_chat(session: Session, chat_id: UUID) -> ChatRow | None:
    return await session.row(
        ChatRow, "select id, caller_number, started_at, greeting, is_ended from test_chats where id = %s", (chat_id,)
    )


async def turns_of(session: Session, chat_id: UUID) -> list[TurnRow]:
    """All turns of a chat in order."""
    return await session.rows(
        TurnRow,
        """select position, text, reply, actions, citations, latency_ms, at from test_chat_turns
           where chat_id = %s order by position""",
        (chat_id,),
    )


async def add_turn(session: Session, chat_id: UUID, turn: TurnRow, *, is_ended: bool) -> bool:
    """Append a turn; False when another one has taken its position meanwhile."""
    touched = await session.execute(
        """insert into test_chat_turns
               (chat_id, organisation_id, position, text, reply, actions, citations, latency_ms, at)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing""",
        (
            chat_id,
            session.organisation_id,
            turn.position,
            turn.text,
            turn.reply,
            Jsonb(turn.actions),
            Jsonb(turn.citations),
            turn.latency_ms,
            turn.at,
        ),
    )
    if touched and is_ended:
        await session.execute("update test_chats set is_ended = true where id = %s", (chat_id,))
    return touched == 1


async def forget_chats(session: Session, before: datetime) -> None:
    """Remove test chats made before this moment, with their turns."""
    await session.execute(
        "delete from test_chats where organisation_id = %s and created_at < %s", (session.organisation_id, before)
    )
