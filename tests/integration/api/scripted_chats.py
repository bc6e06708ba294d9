"""Test chats whose mind is a script, so that the API can be tried without the receptionist."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from voxanne.dialogue.chat import ChatAction, ChatActionType, ChatTurn, TestChat, TestChats
from voxanne.dialogue.port import Citation
from voxanne.errors import Conflict, NotFound

MOMENT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BOTOX = Citation(UUID(int=1), UUID(int=2), "Botox")


class ScriptedChats(TestChats):
    """Answers everything with a price; "message" leaves one, "bye" ends the chat."""

    def __init__(self) -> None:
        self._chats: dict[tuple[UUID, UUID], TestChat] = {}

    async def create(
        self, organisation_id: UUID, *, caller_number: str | None = None, at: datetime | None = None
    ) -> TestChat:
        chat = TestChat(uuid4(), caller_number, at or MOMENT, False, "Hello, Ours Clinic.")
        self._chats[organisation_id, chat.id] = chat
        return chat

    async def turn(self, organisation_id: UUID, chat_id: UUID, text: str) -> ChatTurn:
        chat = await self.get(organisation_id, chat_id)
        if chat.is_ended:
            raise Conflict("This chat has ended. Begin another.")
        details = {"caller_name": "Sam", "phone": "+442079460123", "reason": text, "is_urgent": False}
        actions = {
            "message": (ChatAction(ChatActionType.MESSAGE, details),),
            "bye": (ChatAction(ChatActionType.END, {"outcome": "answered"}),),
        }.get(text, ())
        turn = ChatTurn(len(chat.turns) + 1, text, "It is £180.", actions, (BOTOX,), 12, chat.started_at)
        self._chats[organisation_id, chat_id] = replace(
            chat,
            turns=(*chat.turns, turn),
            is_ended=text == "bye",
            messages=(*chat.messages, details) if text == "message" else chat.messages,
        )
        return turn

    async def get(self, organisation_id: UUID, chat_id: UUID) -> TestChat:
        chat = self._chats.get((organisation_id, chat_id))
        if chat is None:
            raise NotFound("There is no such test chat.")
        return chat
