"""The messages room's SQL: messages and unanswered questions of one organisation."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from voxanne.db.database import Session
from voxanne.messages.records import Message, UnansweredQuestion
from voxanne.web.cursors import Cursor

MESSAGE_COLUMNS: LiteralString = (
    "id, call_id, caller_name, phone, reason, is_urgent, created_at, handled_at, handled_by"
)
QUESTION_COLUMNS: LiteralString = "id, call_id, question, asked_at, settled_at, settled_by"


async def create_message(
    session: Session,
    *,
    call_id: UUID | None,
    action_id: UUID,
    caller_name: str,
    phone: str,
    reason: str,
    is_urgent: bool,
    at: datetime,
) -> bool:
    """Leave a message; the same `action_id` again changes nothing. Returns whether the message is new."""
    touched = await session.execute(
        """insert into messages
               (organisation_id, call_id, action_id, caller_name, phone, reason, is_urgent, created_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (action_id) do nothing""",
        (session.organisation_id, call_id, action_id, caller_name, phone, reason, is_urgent, at),
    )
    return touched == 1


async def list_messages(
    session: Session, *, is_handled: bool | None = None, after: Cursor | None = None, limit: int = 50
) -> list[Message]:
    """Messages, urgent ones first, then newest first; `after` is the last row of the page before.

    `is_handled` keeps only the open (False) or only the handled ones (True).
    """
    return await session.rows(
        Message,
        f"""select {MESSAGE_COLUMNS} from messages
            where organisation_id = %(organisation)s
              and (%(handled)s::boolean is null or (handled_at is not null) = %(handled)s)
              and (%(after_id)s::uuid is null or (is_urgent, created_at, id) <
                   (select is_urgent, %(after_at)s::timestamptz, id from messages where id = %(after_id)s))
            order by is_urgent desc, created_at desc, id desc limit %(limit)s::int""",
        {
            "organisation": session.organisation_id,
            "handled": is_handled,
            "after_at": after.at if after else None,
            "after_id": after.id if after else None,
            "limit": limit,
        },
    )


async def find_message(session: Session, message_id: UUID) -> Message | None:
    return await session.row(Message, f"select {MESSAGE_COLUMNS} from messages where id = %s", (message_id,))


async def messages_of_call(session: Session, call_id: UUID) -> list[Message]:
    """What one call left, oldest first."""
    return await session.rows(
        Message,
        f"select {MESSAGE_COLUMNS} from messages where call_id = %s order by created_at, id",
        (call_id,),
    )


async def count_open_messages(session: Session) -> int:
    """How many messages wait; counted no further than 1,000."""
    counted = await session.value(
        """select count(*) from
               (select 1 from messages where organisation_id = %s and handled_at is null limit 1000) as open""",
        (session.organisation_id,),
    )
    return int(counted)


async def mark_handled(session: Session, message_id: UUID, *, by: str, at: datetime) -> bool:
    """Take a message off the open list; the first to do so stays named. Returns whether it was open."""
    touched = await session.execute(
        "update messages set handled_at = %s, handled_by = %s where id = %s and handled_at is null",
        (at, by, message_id),
    )
    return touched == 1


async def reopen(session: Session, message_id: UUID) -> bool:
    """Put a handled message back on the open list. Returns whether it was handled."""
    touched = await session.execute(
        "update messages set handled_at = null, handled_by = null where id = %s and handled_at is not null",
        (message_id,),
    )
    return touched == 1


async def note_unanswered(
    session: Session, *, call_id: UUID | None, action_id: UUID, question: str, at: datetime
) -> bool:
    """Keep a question for the clinic to answer; the same `action_id` again changes nothing."""
    touched = await session.execute(
        """insert into unanswered_questions (organisation_id, call_id, action_id, question, asked_at)
           values (%s, %s, %s, %s, %s) on conflict (action_id) do nothing""",
        (session.organisation_id, call_id, action_id, question, at),
    )
    return touched == 1


async def list_unanswered(
    session: Session, *, is_settled: bool = False, after: Cursor | None = None, limit: int = 50
) -> list[UnansweredQuestion]:
    """Questions without an answer (or those settled since), newest first."""
    return await session.rows(
        UnansweredQuestion,
        f"""select {QUESTION_COLUMNS} from unanswered_questions
            where organisation_id = %(organisation)s and (settled_at is not null) = %(settled)s
              and (%(after_id)s::uuid is null or (asked_at, id) < (%(after_at)s, %(after_id)s))
            order by asked_at desc, id desc limit %(limit)s::int""",
        {
            "organisation": session.organisation_id,
            "settled": is_settled,
            "after_at": after.at if after else None,
            "after_id": after.id if after else None,
            "limit": limit,
        },
    )


async def settle_unanswered(session: Session, question_id: UUID, *, by: str, at: datetime) -> bool:
    """The clinic has answered the question in its knowledge, or needs not. Returns whether it was open."""
    touched = await session.execute(
        "update unanswered_questions set settled_at = %s, settled_by = %s where id = %s and settled_at is null",
        (at, by, question_id),
    )
    return touched == 1
