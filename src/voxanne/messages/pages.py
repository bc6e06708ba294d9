"""What callers left for people: escalations, messages and questions without an answer, urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voxanne.clock import SystemClock
from voxanne.db.database import Database, Session
from voxanne.errors import InvalidRequest, NotFound
from voxanne.escalations import store as escalations
from voxanne.members.access import CurrentMember
from voxanne.messages import store
from voxanne.web.cursors import Cursor, read_cursor
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 50
TABS = ("new", "handled", "questions")

GivenDatabase = Annotated[Database, Depends(provided(Database))]
GivenClock = Annotated[SystemClock, Depends(provided(SystemClock))]
Back = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Done:
    """What was just done, so that the page can say it and offer to take it back."""

    sentence: str
    undo: str | None = None


@router.get("/messages")
async def show_messages(
    request: Request, member: CurrentMember, database: GivenDatabase, tab: str = "new", cursor: str | None = None
) -> Response:
    tab = tab if tab in TABS else "new"
    after = _cursor(cursor)
    async with database.session(member.organisation_id) as session:
        context = await _list(session, tab, after)
        context |= {
            "open_messages": await store.count_open_messages(session),
            "open_escalations": await escalations.count_open_escalations(session),
            "open_questions": len(await store.list_unanswered(session, limit=100)),
            "done": await _done(session, request),
        }
    return render(request, "messages/list.html", {"section": "messages", "tab": tab, **context})


@router.get("/messages/count")
async def show_count(member: CurrentMember, database: GivenDatabase) -> HTMLResponse:
    """The number beside "Messages" in the navigation: what waits for a person."""
    async with database.session(member.organisation_id) as session:
        count = await store.count_open_messages(session) + await escalations.count_open_escalations(session)
    return HTMLResponse(("999+" if count > 999 else str(count)) if count else "")


@router.post("/messages/{message_id}/handle")
async def handle_message(
    message_id: UUID, member: CurrentMember, database: GivenDatabase, clock: GivenClock, back: Back = ""
) -> Response:
    """Take a message off the open list; the next page offers to undo it."""
    async with database.session(member.organisation_id) as session:
        await _existing(session, message_id)
        await store.mark_handled(session, message_id, by=member.name, at=clock.now())
    return RedirectResponse(_back(back) or f"/messages?done={message_id}", HTTPStatus.SEE_OTHER)


@router.post("/messages/{message_id}/reopen")
async def reopen_message(message_id: UUID, member: CurrentMember, database: GivenDatabase) -> Response:
    async with database.session(member.organisation_id) as session:
        await _existing(session, message_id)
        await store.reopen(session, message_id)
    return RedirectResponse("/messages", HTTPStatus.SEE_OTHER)


@router.post("/messages/escalations/{escalation_id}/resolve")
async def resolve_escalation(
    escalation_id: UUID, member: CurrentMember, database: GivenDatabase, clock: GivenClock, back: Back = ""
) -> Response:
    """A person has taken the call up."""
    async with database.session(member.organisation_id) as session:
        await escalations.resolve(session, escalation_id, by=member.name, at=clock.now())
    return RedirectResponse(_back(back) or "/messages?done=escalation", HTTPStatus.SEE_OTHER)


@router.post("/messages/questions/{question_id}/settle")
async def settle_question(
    question_id: UUID, member: CurrentMember, database: GivenDatabase, clock: GivenClock
) -> Response:
    """The clinic knows better now, or need not."""
    async with database.session(member.organisation_id) as session:
        await store.settle_unanswered(session, question_id, by=member.name, at=clock.now())
    return RedirectResponse("/messages?tab=questions&done=question", HTTPStatus.SEE_OTHER)


async def _list(session: Session, tab: str, after: Cursor | None) -> dict[str, object]:
    """The tab's rows, and the cursor of the next page where there is one."""
    if tab == "questions":
        questions = await store.list_unanswered(session, after=after, limit=PAGE_SIZE + 1)
        shown = questions[:PAGE_SIZE]
        older = Cursor(shown[-1].asked_at, shown[-1].id).encode() if len(questions) > PAGE_SIZE else None
        return {"questions": shown, "older": older}
    is_handled = tab == "handled"
    found = await store.list_messages(session, is_handled=is_handled, after=after, limit=PAGE_SIZE + 1)
    kept = found[:PAGE_SIZE]
    older = Cursor(kept[-1].created_at, kept[-1].id).encode() if len(found) > PAGE_SIZE else None
    raised = [] if after else await escalations.list_escalations(session, is_resolved=is_handled, limit=PAGE_SIZE)
    return {"messages": kept, "escalations": raised, "older": older}


async def _done(session: Session, request: Request) -> Done | None:
    """What the address says was just done; a message is named only when it is there and handled."""
    done = request.query_params.get("done", "")
    if done == "escalation":
        return Done("Marked as taken up.")
    if done == "question":
        return Done("Taken off the list.")
    try:
        message = await store.find_message(session, UUID(done))
    except ValueError:
        return None
    if message is None or message.handled_at is None:
        return None
    return Done(f"The message from {message.caller_name} is handled.", f"/messages/{message.id}/reopen")


async def _existing(session: Session, message_id: UUID) -> None:
    if await store.find_message(session, message_id) is None:
        raise NotFound("There is no such message, or it belongs to another clinic.")


def _cursor(text: str | None) -> Cursor | None:
    try:
        return read_cursor(text)
    except InvalidRequest:
        return None


def _back(address: str) -> str | None:
    """Only to a call's page of ours: an address from a form is not to be trusted with more."""
    prefix = "/calls/"
    try:
        return f"{prefix}{UUID(address.removeprefix(prefix))}" if address.startswith(prefix) else None
    except ValueError:
        return None
