"""The JSON API of messages: what callers left for the clinic, and that someone has seen to it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from voxanne.clock import SystemClock
from voxanne.db.database import Database, Session
from voxanne.errors import NotFound
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import api_router
from voxanne.messages import store
from voxanne.messages.records import Message
from voxanne.web.cursors import DEFAULT_LIMIT, Cursor, read_cursor
from voxanne.web.keyset import CursorText, Limit, Page
from voxanne.web.openapi import problems
from voxanne.web.provided import provided

router = api_router("messages")

GivenDatabase = Annotated[Database, Depends(provided(Database))]


class MessageDocument(BaseModel):
    """What a caller left for the clinic."""

    id: UUID
    call_id: UUID | None = Field(description="The call it was left on; null once that was erased.")
    caller_name: str = Field(examples=["Sam Okafor"])
    phone: str = Field(description="As the caller confirmed it.", examples=["+442079460123"])
    reason: str = Field(examples=["Would like to move Friday's appointment"])
    is_urgent: bool
    created_at: datetime = Field(examples=["2026-03-04T09:01:30Z"])
    is_handled: bool = Field(description="Someone has seen to it.")
    handled_at: datetime | None
    handled_by: str | None = Field(description="A member's name or an API key's.", examples=["reports"])

    @classmethod
    def of(cls, message: Message) -> MessageDocument:
        return cls(
            id=message.id,
            call_id=message.call_id,
            caller_name=message.caller_name,
            phone=message.phone,
            reason=message.reason,
            is_urgent=message.is_urgent,
            created_at=message.created_at,
            is_handled=message.handled_at is not None,
            handled_at=message.handled_at,
            handled_by=message.handled_by,
        )


class MessageChange(BaseModel):
    """What may be changed about a message."""

    model_config = ConfigDict(extra="forbid")

    is_handled: bool = Field(strict=True, description="True takes it off the open list, false puts it back.")


@router.get("/messages", summary="List messages, urgent ones first, then newest first")
async def get_messages(
    client: CurrentClient,
    database: GivenDatabase,
    handled: Annotated[bool | None, Query(description="Only handled ones (true) or only open ones (false).")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: CursorText = None,
) -> Page[MessageDocument]:
    """One page of messages."""
    after = read_cursor(cursor)
    async with database.session(client.organisation_id) as session:
        found = await store.list_messages(session, is_handled=handled, after=after, limit=limit + 1)
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return Page(
        items=[MessageDocument.of(message) for message in page],
        next_cursor=Cursor(last.created_at, last.id).encode() if last else None,
    )


@router.get("/messages/{message_id}", summary="One message", responses=problems(404))
async def get_message(message_id: UUID, client: CurrentClient, database: GivenDatabase) -> MessageDocument:
    """The message as it stands now."""
    async with database.session(client.organisation_id) as session:
        return MessageDocument.of(await _existing(session, message_id))


@router.patch("/messages/{message_id}", summary="Mark a message handled or open", responses=problems(404, 413))
async def change_message(
    message_id: UUID,
    change: MessageChange,
    client: CurrentClient,
    database: GivenDatabase,
    clock: Annotated[SystemClock, Depends(provided(SystemClock))],
) -> MessageDocument:
    """Marking a handled message handled changes nothing: the first to do so stays named."""
    async with database.session(client.organisation_id) as session:
        await _existing(session, message_id)
        if change.is_handled:
            await store.mark_handled(session, message_id, by=client.name, at=clock.now())
        else:
            await store.reopen(session, message_id)
        return MessageDocument.of(await _existing(session, message_id))


async def _existing(session: Session, message_id: UUID) -> Message:
    message = await store.find_message(session, message_id)
    if message is None:
        raise NotFound("There is no such message.")
    return message
