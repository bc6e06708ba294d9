"""The JSON API of test chats: the mind that answers the phone, by text. What it does stays in a sandbox."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from voxanne.dialogue.chat import LONGEST_TEXT, ChatActionType, ChatTurn, TestChat, TestChats
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import API_PREFIX, api_router
from voxanne.web.openapi import problems
from voxanne.web.parameters import Moment, PhoneNumber
from voxanne.web.provided import provided

router = api_router("test chats")

GivenChats = Annotated[TestChats, Depends(provided(TestChats))]


class NewChat(BaseModel):
    """How a test chat begins."""

    model_config = ConfigDict(extra="forbid")

    caller_number: PhoneNumber | None = Field(
        default=None, description="The number to pretend to call from, E.164.", examples=["+442079460123"]
    )
    at: Moment | None = Field(
        default=None,
        description="The moment to pretend it is (ISO 8601; without offset: UTC); absent: now.",
        examples=["2026-03-07T10:00:00Z"],
    )


class CallerText(BaseModel):
    """What the caller says next."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, examples=["How much is Botox?"])


class ActionDocument(BaseModel):
    """One thing the receptionist did. Beside `type` stand the fields that belong to it."""

    model_config = ConfigDict(extra="allow")

    type: ChatActionType


class ChatCitation(BaseModel):
    """Where a stated fact comes from: a passage of the clinic's knowledge."""

    passage_id: UUID
    entry_id: UUID
    title: str = Field(examples=["Botox"])


class TurnDocument(BaseModel):
    """One turn: what the caller wrote and everything that came back."""

    position: int = Field(description="Counts the turns of a chat.", examples=[1])
    text: str = Field(examples=["How much is Botox?"])
    reply: str = Field(examples=["Botox for one area is £180."])
    actions: list[ActionDocument]
    citations: list[ChatCitation]
    latency_ms: int = Field(description="From text in to reply out.", examples=[24])
    at: datetime = Field(description="The moment it was, or pretended to be.")

    @classmethod
    def of(cls, turn: ChatTurn) -> TurnDocument:
        return cls(
            position=turn.position,
            text=turn.text,
            reply=turn.reply,
            actions=[ActionDocument.model_validate({**a.details, "type": a.type}) for a in turn.actions],
            citations=[
                ChatCitation(passage_id=c.passage_id, entry_id=c.entry_id, title=c.title) for c in turn.citations
            ],
            latency_ms=turn.latency_ms,
            at=turn.at,
        )


class ChatDocument(BaseModel):
    """A test chat so far, and the records it made; these live in a sandbox and never reach the clinic's own."""

    id: UUID
    caller_number: str | None
    at: datetime = Field(description="The moment it pretends to have begun.")
    greeting: str = Field(description="What a caller hears at pick-up.")
    is_ended: bool = Field(description="The receptionist has hung up; no turn can follow.")
    transcript: list[TurnDocument]
    appointments: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    escalations: list[dict[str, Any]]

    @classmethod
    def of(cls, chat: TestChat) -> ChatDocument:
        return cls(
            id=chat.id,
            caller_number=chat.caller_number,
            at=chat.started_at,
            greeting=chat.greeting,
            is_ended=chat.is_ended,
            transcript=[TurnDocument.of(turn) for turn in chat.turns],
            appointments=list(chat.appointments),
            messages=list(chat.messages),
            escalations=list(chat.escalations),
        )


@router.post("/test-chats", summary="Begin a test chat", status_code=201, responses=problems(413))
async def create_chat(
    client: CurrentClient, chats: GivenChats, response: Response, new: NewChat | None = None
) -> ChatDocument:
    """The receptionist picks up: `greeting` is what it says first."""
    wanted = new or NewChat()
    chat = await chats.create(client.organisation_id, caller_number=wanted.caller_number, at=wanted.at)
    response.headers["Location"] = f"{API_PREFIX}/test-chats/{chat.id}"
    return ChatDocument.of(chat)


@router.get("/test-chats/{chat_id}", summary="One test chat", responses=problems(404))
async def get_chat(chat_id: UUID, client: CurrentClient, chats: GivenChats) -> ChatDocument:
    """Its transcript and the records it made."""
    return ChatDocument.of(await chats.get(client.organisation_id, chat_id))


@router.post(
    "/test-chats/{chat_id}/turns",
    summary="Say something",
    responses=problems(404, 413, s409="The chat has ended: the receptionist said goodbye."),
)
async def take_turn(chat_id: UUID, said: CallerText, client: CurrentClient, chats: GivenChats) -> TurnDocument:
    """One caller turn, and what the receptionist answers and does."""
    return TurnDocument.of(await chats.turn(client.organisation_id, chat_id, said.text))
