"""Has the receptionist compose replies, one at a time, and commits the one that is spoken.

A reply is committed once it is wholly composed, or cut short after it had been committed to: a conversation
never remembers half a preparation as a whole one, and never forgets what the caller was told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from voxanne.callflow.events import Event, ReplyEnded, ReplyFailed, ReplyPartReady
from voxanne.dialogue.port import CallerTurn, Conversation, ReplyPart, Say
from voxanne.errors import CallerFacing, ProviderError
from voxanne.speech.sentences import sentences


class Composing:
    """One call's replies. Without a conversation (it could not be begun) every reply fails."""

    def __init__(
        self,
        conversation: Conversation | None,
        report: Callable[[Event], None],
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
    ) -> None:
        self._conversation = conversation
        self._report = report
        self._spawn = spawn
        self._one_at_a_time = asyncio.Lock()
        self._turn_id = 0
        self._task: asyncio.Task[None] | None = None
        self._is_composed = False
        self._is_committed = False

    def begin(self, turn_id: int, text: str, *, was_interruption: bool) -> None:
        """Compose the reply to a turn; an earlier one still being composed is let go."""
        self.cancel(self._turn_id)
        self._turn_id = turn_id
        self._is_composed = self._is_committed = False
        self._task = self._spawn(self._compose(CallerTurn(turn_id, text, was_interruption)))

    def commit(self, turn_id: int) -> None:
        """This reply is being spoken."""
        if turn_id != self._turn_id or self._is_committed:
            return
        self._is_committed = True
        if self._is_composed and self._conversation is not None:
            self._conversation.commit(turn_id)

    def cancel(self, turn_id: int) -> None:
        """Stop composing."""
        if turn_id != self._turn_id or self._task is None or self._task.done():
            return
        self._task.cancel()
        if self._is_committed and not self._is_composed and self._conversation is not None:
            self._is_composed = True
            self._conversation.commit(turn_id)

    def note_heard(self, turn_id: int, heard_text: str) -> None:
        """Tell the conversation what the caller heard of a committed reply."""
        if self._conversation is not None:
            self._conversation.note_heard(turn_id, heard_text)

    async def _compose(self, turn: CallerTurn) -> None:
        if self._conversation is None:
            self._report(ReplyFailed(turn.turn_id))
            return
        try:
            async with self._one_at_a_time:
                await self._collect(self._conversation, turn)
        except CallerFacing as error:
            self._report(ReplyFailed(turn.turn_id, error.spoken_fallback))
        except (ProviderError, TimeoutError):
            self._report(ReplyFailed(turn.turn_id))

    async def _collect(self, conversation: Conversation, turn: CallerTurn) -> None:
        parts = conversation.prepare(turn)
        async for part in parts:
            for piece in _pieces(part):
                self._report(ReplyPartReady(turn.turn_id, piece))
        if turn.turn_id == self._turn_id:
            self._is_composed = True
            if self._is_committed:
                conversation.commit(turn.turn_id)
        self._report(ReplyEnded(turn.turn_id))


def _pieces(part: ReplyPart) -> list[ReplyPart]:
    """A `Say` in pieces that can be rendered one by one, the first of them short; anything else as it is."""
    if not isinstance(part, Say):
        return [part]
    return [Say(piece, part.citations) for piece in sentences(part.text)]
