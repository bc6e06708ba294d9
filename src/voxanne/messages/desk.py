"""Performs what a receptionist decided during a call: one action, one transaction, once.

The room of messages files all of them, because a call leaves them together: the message, the escalation
that made it urgent, the question that went unanswered, and the marks on the call itself. Every row carries
the id of the decision, so that an action performed again after a crash finds itself done.
"""

from __future__ import annotations

from uuid import UUID

import structlog

from voxanne.callflow.actions import Action, EndCall, Escalate, NoteUnanswered, TakeMessage
from voxanne.calls import store as calls
from voxanne.clock import Clock
from voxanne.db.database import Database, DatabaseUnavailable, Session
from voxanne.escalations import store as escalations
from voxanne.messages import store as messages

log = structlog.get_logger()


class CallDesk:
    """Files the actions of live calls. Share one per node."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def file(
        self, action: Action, *, organisation_id: UUID, call_id: UUID, caller_number: str | None, action_id: UUID
    ) -> bool:
        """Do what `action` asks, once per `action_id`. False when the database would not take it."""
        try:
            async with self._database.session(organisation_id) as session:
                await self._file(session, action, call_id, caller_number, action_id)
        except DatabaseUnavailable:
            log.error("call_action_not_filed", call_id=str(call_id), action=type(action).__name__)
            return False
        return True

    async def _file(
        self, session: Session, action: Action, call_id: UUID, caller_number: str | None, action_id: UUID
    ) -> None:
        now = self._clock.now()
        match action:
            case TakeMessage():
                is_new = await messages.create_message(
                    session,
                    call_id=call_id,
                    action_id=action_id,
                    caller_name=action.caller_name,
                    phone=action.phone,
                    reason=action.reason,
                    is_urgent=action.is_urgent,
                    at=now,
                )
                if is_new:
                    await calls.publish(session, call_id, "event", {"kind": "message_taken"})
            case Escalate():
                is_new = await escalations.create_escalation(
                    session,
                    call_id=call_id,
                    action_id=action_id,
                    kind=action.kind,
                    reason=action.reason,
                    caller_number=caller_number,
                    is_urgent=action.is_urgent,
                    at=now,
                )
                await calls.mark_escalated(session, call_id, is_urgent=action.is_urgent)
                if is_new:
                    payload = {"kind": "escalated", "escalation": action.kind, "is_urgent": action.is_urgent}
                    await calls.publish(session, call_id, "event", payload)
            case NoteUnanswered():
                await messages.note_unanswered(
                    session, call_id=call_id, action_id=action_id, question=action.question, at=now
                )
            case EndCall():
                await calls.set_outcome(session, call_id, action.outcome)
