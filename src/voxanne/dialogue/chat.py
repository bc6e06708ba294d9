"""Test chats: the mind that answers the phone, by text, one turn at a time.

A chat writes only to its own sandbox tables, so a rehearsal never enters the clinic's messages or
escalations. The conversation itself lives in memory; a node that does not hold it rebuilds it by
replaying the stored turns.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from voxanne.callflow.actions import Action, EndCall, Escalate, EscalationKind, NoteUnanswered, TakeMessage
from voxanne.clock import Clock
from voxanne.db.database import Database
from voxanne.dialogue import store
from voxanne.dialogue.port import CallerFacts, CallerTurn, Citation, Conversation, Do, Receptionist, Say
from voxanne.errors import Conflict, InvalidRequest, NotFound

LONGEST_TEXT = 2_000
MOST_OPEN = 200
"""Conversations kept in memory; an older one is rebuilt from its turns when it goes on."""
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


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


_ESCALATIONS = (ChatActionType.TRANSFER, ChatActionType.EMERGENCY)


@dataclass(slots=True)
class _OpenChat:
    """A conversation in memory; `position` is the last turn it remembers."""

    conversation: Conversation
    position: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class TestChats:
    """Starts, continues and shows test chats. Share one per node."""

    def __init__(self, database: Database, receptionist: Receptionist, clock: Clock) -> None:
        self._database = database
        self._receptionist = receptionist
        self._clock = clock
        self._open: OrderedDict[UUID, _OpenChat] = OrderedDict()

    async def create(
        self, organisation_id: UUID, *, caller_number: str | None = None, at: datetime | None = None
    ) -> TestChat:
        """Start a chat; `at` (aware) is the moment to pretend it is. Raises InvalidRequest."""
        if at is not None and at.tzinfo is None:
            raise InvalidRequest("at: needs a time zone, such as 2026-01-05T09:00:00Z.")
        if caller_number is not None and not _NUMBER.fullmatch(caller_number):
            raise InvalidRequest("caller_number: write it with its country code, such as +442079460123.")
        started_at = at or self._clock.now()
        conversation = await self._receptionist.begin(organisation_id, CallerFacts(caller_number, started_at))
        greeting = " ".join(conversation.greeting())
        async with self._database.session(organisation_id) as session:
            chat_id = await store.create_chat(
                session, caller_number=caller_number, started_at=started_at, greeting=greeting
            )
        self._keep(chat_id, _OpenChat(conversation))
        return TestChat(chat_id, caller_number, started_at, is_ended=False, greeting=greeting)

    async def turn(self, organisation_id: UUID, chat_id: UUID, text: str) -> ChatTurn:
        """Answer one caller turn. Raises NotFound, Conflict (ended, or two turns at once), InvalidRequest."""
        if len(text) > LONGEST_TEXT:
            raise InvalidRequest(f"text: at most {LONGEST_TEXT} characters.")
        async with self._database.session(organisation_id) as session:
            row = await store.find_chat(session, chat_id)
            told = await store.turns_of(session, chat_id) if row else []
        if row is None:
            raise NotFound("There is no such test chat.")
        if row.is_ended:
            raise Conflict("This test chat has ended. Start a new one.")
        chat = await self._resume(organisation_id, row, told)
        async with chat.lock:
            turn = await self._answer(chat, len(told) + 1, text)
            is_ended = any(action.type is ChatActionType.END for action in turn.actions)
            async with self._database.session(organisation_id) as session:
                if not await store.add_turn(session, chat_id, _row_of(turn), is_ended=is_ended):
                    self._open.pop(chat_id, None)
                    raise Conflict("Another turn of this chat is being answered. Send one turn at a time.")
            chat.conversation.commit(turn.position)
            chat.position = turn.position
        return turn

    async def get(self, organisation_id: UUID, chat_id: UUID) -> TestChat:
        """The transcript and the records the chat made. Raises NotFound."""
        async with self._database.session(organisation_id) as session:
            row = await store.find_chat(session, chat_id)
            if row is None:
                raise NotFound("There is no such test chat.")
            turns = tuple(_turn_of(turn) for turn in await store.turns_of(session, chat_id))
        done = [(action, turn.at) for turn in turns for action in turn.actions]
        return TestChat(
            id=row.id,
            caller_number=row.caller_number,
            started_at=row.started_at,
            is_ended=row.is_ended,
            greeting=row.greeting,
            turns=turns,
            messages=tuple(_record(a, at) for a, at in done if a.type is ChatActionType.MESSAGE),
            escalations=tuple(_record(a, at) for a, at in done if a.type in _ESCALATIONS),
        )

    async def _answer(self, chat: _OpenChat, position: int, text: str) -> ChatTurn:
        began_ms = self._clock.monotonic_ms()
        says: list[Say] = []
        actions: list[ChatAction] = []
        async for part in chat.conversation.prepare(CallerTurn(position, text)):
            if isinstance(part, Say):
                says.append(part)
            elif isinstance(part, Do):
                actions += _actions_of(part.action)
        return ChatTurn(
            position=position,
            text=text,
            reply=" ".join(said.text for said in says),
            actions=tuple(actions),
            citations=tuple(dict.fromkeys(citation for said in says for citation in said.citations)),
            latency_ms=round(self._clock.monotonic_ms() - began_ms),
            at=self._clock.now(),
        )

    async def _resume(self, organisation_id: UUID, row: store.ChatRow, told: list[store.TurnRow]) -> _OpenChat:
        """The conversation as it stands after the stored turns; rebuilt when this node does not hold it."""
        chat = self._open.get(row.id)
        if chat is not None and chat.position == len(told):
            self._open.move_to_end(row.id)
            return chat
        caller = CallerFacts(row.caller_number, row.started_at)
        chat = _OpenChat(await self._receptionist.begin(organisation_id, caller))
        for turn in told:
            await self._answer(chat, turn.position, turn.text)
            chat.conversation.commit(turn.position)
        chat.position = len(told)
        self._keep(row.id, chat)
        return chat

    def _keep(self, chat_id: UUID, chat: _OpenChat) -> None:
        self._open[chat_id] = chat
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)


def _actions_of(action: Action) -> list[ChatAction]:
    """What an action is called outside. An unanswered question is noted, not done: it shows in no list."""
    match action:
        case TakeMessage():
            return [ChatAction(ChatActionType.MESSAGE, asdict(action))]
        case Escalate():
            is_emergency = action.kind is EscalationKind.EMERGENCY
            kind = ChatActionType.EMERGENCY if is_emergency else ChatActionType.TRANSFER
            return [ChatAction(kind, {**asdict(action), "kind": str(action.kind)})]
        case EndCall():
            return [ChatAction(ChatActionType.END, asdict(action))]
        case NoteUnanswered():
            return []


def _record(action: ChatAction, at: datetime) -> dict[str, Any]:
    return {**action.details, "created_at": at.isoformat()}


def _row_of(turn: ChatTurn) -> store.TurnRow:
    return store.TurnRow(
        position=turn.position,
        text=turn.text,
        reply=turn.reply,
        actions=[{"type": str(action.type), **action.details} for action in turn.actions],
        citations=[
            {"passage_id": str(c.passage_id), "entry_id": str(c.entry_id), "title": c.title} for c in turn.citations
        ],
        latency_ms=turn.latency_ms,
        at=turn.at,
    )


def _turn_of(row: store.TurnRow) -> ChatTurn:
    return ChatTurn(
        position=row.position,
        text=row.text,
        reply=row.reply,
        actions=tuple(
            ChatAction(ChatActionType(a["type"]), {key: a[key] for key in a if key != "type"}) for a in row.actions
        ),
        citations=tuple(Citation(UUID(c["passage_id"]), UUID(c["entry_id"]), c["title"]) for c in row.citations),
        latency_ms=row.latency_ms,
        at=row.at,
    )
