"""The receptionist as the call engine and the test chat see it: a caller turn in, speakable parts out.

A reply may be prepared speculatively while the caller may still go on, so preparing changes nothing:
`prepare` reads the conversation as of the last commit, `commit` makes one prepared reply the truth.

    caller pauses ──prepare(turn 7)──▶ parts ...      caller goes on: prepare(turn 8), turn 7 forgotten
    turn judged complete ──commit(7)──▶ the conversation remembers turn 7
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from voxanne.callflow.reply import Citation as Citation
from voxanne.callflow.reply import Do as Do
from voxanne.callflow.reply import Expect as Expect
from voxanne.callflow.reply import Expecting as Expecting
from voxanne.callflow.reply import ReplyPart as ReplyPart
from voxanne.callflow.reply import Say as Say


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """One finished (or, speculatively, perhaps finished) turn of the caller."""

    turn_id: int
    text: str
    was_interruption: bool = False


class Conversation(Protocol):
    """One call's conversation. Not shared between calls; methods are called one at a time."""

    def greeting(self) -> tuple[str, ...]:
        """The sentences said at pick-up: the clinic's name and that the call is recorded."""
        ...

    def prepare(self, turn: CallerTurn) -> AsyncIterator[ReplyPart]:
        """The reply to a turn, as of the last commit; changes nothing. Raises CallerFacing, ProviderError."""
        ...

    def commit(self, turn_id: int) -> None:
        """Make the prepared reply to `turn_id` the truth. Unknown or already committed ids are ignored."""
        ...

    def note_heard(self, turn_id: int, heard_text: str) -> None:
        """Tell how much of a committed reply the caller really heard (after a barge-in)."""
        ...


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """What is known of the caller from the call itself, never from what a model says."""

    caller_number: str | None
    started_at: datetime


class Receptionist(Protocol):
    async def begin(self, organisation_id: UUID, caller: CallerFacts) -> Conversation:
        """Start a conversation for a call to this organisation; loads what it needs (< 50 ms when cached)."""
        ...

    async def fixed_phrases(self, organisation_id: UUID) -> tuple[str, ...]:
        """Every sentence worth rendering before any call: greeting, prompts, emergency line, goodbyes."""
        ...
