"""Test chats: the mind that answers the phone, by text, one turn at a time.

A chat writes only to its own sandbox tables, so a rehearsal never enters the clinic's messages or
escalations. The conversation itself lives in memory; a node that does not hold it rebuilds it by
replaying the stored turns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from voxanne.clock import Clock
from voxanne.db.database import Database
from voxanne.dialogue.port import Citation, Receptionist


class ChatActionType(StrEnum):
    """What a turn did, in the words of the JSON API."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    MESSAGE = "message"
    TRANSFER = "transfer"
    EMERGENCY = "emergency"
    END = "end"


@dataclass(frozen=True, slots=True)
class ChatAction:
    """One thing the receptionist did; `details` are JSON-ready (e.g. caller_name, phone, reason, is_urgent)."""

    type: ChatActionType
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One turn: what the caller wrote and everything that came back. Milliseconds from text in to reply out."""

    position: int
    text: str
    reply: str
    actions: tuple[ChatAction, ...]
    citations: tuple[Citation, ...]
    latency_ms: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TestChat:
    """A chat with its turns so far. `greeting` is what a caller hears at pick-up.

    `messages` and `escalations` are the sandbox records it made, oldest first, JSON-ready.
    """

    id: UUID
    caller_number: str | None
    started_at: datetime
    is_ended: bool
    greeting: str
    turns: tuple[ChatTurn, ...] = ()
    messages: tuple[dict[str, Any], ...] = ()
    escalations: tuple[dict[str, Any], ...] = ()
    appointments: tuple[dict[str, Any], ...] = ()


class TestChats:
    """Starts, continues and shows test chats. Share one per node."""

    def __init__(self, database: Database, receptionist: Receptionist, clock: Clock) -> None:
        self._database = database
        self._receptionist = receptionist
        self._clock = clock

    async def create(
        self, organisation_id: UUID, *, caller_number: str | None = None, at: datetime | None = None
    ) -> TestChat:
        """Start a chat; `at` (aware) is the moment to pretend it is. Raises InvalidRequest."""
        raise NotImplementedError

    async def turn(self, organisation_id: UUID, chat_id: UUID, text: str) -> ChatTurn:
        """Answer one caller turn. Raises NotFound, Conflict (the chat has ended), InvalidRequest (text too long)."""
        raise NotImplementedError

    async def get(self, organisation_id: UUID, chat_id: UUID) -> TestChat:
        """The transcript and the records the chat made. Raises NotFound."""
        raise NotImplementedError
