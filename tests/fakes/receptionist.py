"""A receptionist that says what a test told it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from uuid import UUID

from voxanne.dialogue.port import CallerFacts, CallerTurn, Conversation, ReplyPart, Say
from voxanne.errors import ProviderError, VoxanneError

Answer = Callable[[CallerTurn], list[ReplyPart | VoxanneError]]


def echo(turn: CallerTurn) -> list[ReplyPart | VoxanneError]:
    return [Say(f"You said: {turn.text}.")]


@dataclass
class FakeConversation:
    """Answers by `answer`; remembers what was prepared, committed and heard."""

    answer: Answer = echo
    greets: tuple[str, ...] = ("Hello, this is Harbour Clinic.", "This call is recorded.", "How can I help you?")
    is_stuck: bool = False
    prepared: list[CallerTurn] = field(default_factory=list)
    committed: list[int] = field(default_factory=list)
    heard: list[tuple[int, str]] = field(default_factory=list)

    def greeting(self) -> tuple[str, ...]:
        return self.greets

    async def prepare(self, turn: CallerTurn) -> AsyncIterator[ReplyPart]:
        self.prepared.append(turn)
        if self.is_stuck:
            await asyncio.get_running_loop().create_future()
        for part in self.answer(turn):
            await asyncio.sleep(0)
            if isinstance(part, VoxanneError):
                raise part
            yield part

    def commit(self, turn_id: int) -> None:
        if turn_id not in self.committed:
            self.committed.append(turn_id)

    def note_heard(self, turn_id: int, heard_text: str) -> None:
        self.heard.append((turn_id, heard_text))


@dataclass
class FakeReceptionist:
    """Begins the one conversation a test prepared, or fails to."""

    conversation: FakeConversation = field(default_factory=FakeConversation)
    is_down: bool = False

    async def begin(self, organisation_id: UUID, caller: CallerFacts) -> Conversation:
        if self.is_down:
            raise ProviderError("The fake receptionist is down.")
        return self.conversation

    async def fixed_phrases(self, organisation_id: UUID) -> tuple[str, ...]:
        return self.conversation.greets
