"""The clinic's knowledge as its staff keep it: a list to search, a form for each kind, and a box to try it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.dialogue.chat import ChatTurn, TestChats
from voxanne.dialogue.clinic import EntryKind
from voxanne.errors import Conflict, InvalidRequest
from voxanne.knowledge import forms
from voxanne.knowledge.details import WEEKDAYS
from voxanne.knowledge.forms import EntryForm
from voxanne.knowledge.library import Library
from voxanne.knowledge.records import Hit
from voxanne.members.access import CurrentMember, SignedIn
from voxanne.messages import store as messages
from voxanne.web.cursors import Cursor, read_cursor
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 40
LONGEST_SEARCH = 200
LONGEST_QUESTION = 300
HITS_SHOWN = 5
NOTES = {"created": "Added. Callers can hear it from now on.", "saved": "Saved.", "deleted": "Deleted."}
KIND_NAMES = {
    EntryKind.QUESTION: "Question",
    EntryKind.SERVICE: "Service",
    EntryKind.HOURS: "Opening hours",
    EntryKind.LOCATION: "Location",
    EntryKind.PRACTITIONER: "Practitioner",
    EntryKind.POLICY: "Policy",
}

GivenLibrary = Annotated[Library, Depends(provided(Library))]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test question brought: the reply a caller would hear, and what the search found, sure or not."""

    question: str
    turn: ChatTurn | None
    hits: tuple[Hit, ...]
    trouble: str | None = None


@router.get("/knowledge")
async def show_entries(
    request: Request,
    member: CurrentMember,
    library: GivenLibrary,
    kind: str = "",
    q: str = "",
    cursor: str | None = None,
    note: str = "",
) -> Response:
    wanted = _kind(kind)
    q = q.strip().replace("\x00", "")[:LONGEST_SEARCH]
    try:
        after = read_cursor(cursor)
    except InvalidRequest:
        after = None
    found = await library.entries(member.organisation_id, kind=wanted, query=q, after=after, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    older = Cursor(shown[-1].updated_at, shown[-1].id).encode() if len(found) > PAGE_SIZE else None
    typed = {name: value for name, value in (("kind", wanted.value if wanted else ""), ("q", q)) if value}
    return render(
        request,
        "knowledge/list.html",
        {
            "section": "knowledge",
            "entries": shown,
            "kind": wanted,
            "q": q,
            "kinds": KIND_NAMES,
            "older": f"/knowledge?{urlencode(typed | {'cursor': older})}" if older else None,
            "is_first_page": after is None,
            "note": NOTES.get(note),
        },
    )


@router.post("/knowledge/ask")
async def ask(
    request: Request,
    member: CurrentMember,
    library: GivenLibrary,
    chats: Annotated[TestChats, Depends(provided(TestChats))],
    question: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Try a question on the mind that answers the phone; with htmx only the answer comes back."""
    tried = await _try(member, library, chats, question.strip().replace("\x00", ""))
    template = "knowledge/answer.html" if request.headers.get("hx-request") else "knowledge/ask.html"
    return render(request, template, {"section": "knowledge", "tried": tried, "kinds": KIND_NAMES})


@router.get("/knowledge/ask")
async def show_ask(request: Request, member: CurrentMember) -> Response:
    return render(request, "knowledge/ask.html", {"section": "knowledge", "tried": None, "kinds": KIND_NAMES})


@router.get("/knowledge/new")
async def new_entry(
    request: Request, member: CurrentMember, kind: str = "", title: str = "", settles: str = ""
) -> Response:
    """The form of a kind, or the choice of kinds."""
    wanted = _kind(kind)
    if wanted is None:
        return render(request, "knowledge/kinds.html", {"section": "knowledge", "kinds": KIND_NAMES})
    return _form_page(request, forms.blank(wanted, title=title[:200]), settles=settles)


@router.post("/knowledge/new")
async def create_entry(
    request: Request,
    member: CurrentMember,
    library: GivenLibrary,
    database: Annotated[Database, Depends(provided(Database))],
    clock: Annotated[SystemClock, Depends(provided(SystemClock))],
    kind: str = "",
    settles: str = "",
) -> Response:
    wanted = _kind(kind)
    if wanted is None:
        raise InvalidRequest("kind: there is no such kind of entry.")
    form = forms.read(wanted, await request.form())
    if form.draft is not None:
        try:
            await library.create(member.organisation_id, form.draft, by=member.name)
        except (InvalidRequest, Conflict) as error:
            form.refuse(error.message)
    if form.draft is None:
        return _form_page(request, form, settles=settles)
    question_id = _uuid(settles)
    if question_id is not None:
        async with database.session(member.organisation_id) as session:
            await messages.settle_unanswered(session, question_id, by=member.name, at=clock.now())
    return RedirectResponse("/knowledge?note=created", HTTPStatus.SEE_OTHER)


@router.get("/knowledge/{entry_id}")
async def show_entry(request: Request, entry_id: UUID, member: CurrentMember, library: GivenLibrary) -> Response:
    entry = await library.entry(member.organisation_id, entry_id)
    return _form_page(request, forms.shown(entry), entry_id=entry.id, version=entry.version)


@router.post("/knowledge/{entry_id}")
async def change_entry(request: Request, entry_id: UUID, member: CurrentMember, library: GivenLibrary) -> Response:
    """Save what was filled in, unless somebody else saved first."""
    entry = await library.entry(member.organisation_id, entry_id)
    fields = await request.form()
    form = forms.read(entry.kind, fields)
    version = str(fields.get("version", ""))
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else entry.version
    if form.draft is not None:
        try:
            await library.update(member.organisation_id, entry_id, form.draft, by=member.name, expected_version=seen)
        except (InvalidRequest, Conflict) as error:
            form.refuse(error.message)
    if form.draft is None:
        return _form_page(request, form, entry_id=entry_id, version=seen)
    return RedirectResponse("/knowledge?note=saved", HTTPStatus.SEE_OTHER)


@router.post("/knowledge/{entry_id}/delete")
async def delete_entry(entry_id: UUID, member: CurrentMember, library: GivenLibrary) -> Response:
    """The form asked first; citations of past calls then lead to a page that says it is gone."""
    await library.delete(member.organisation_id, entry_id)
    return RedirectResponse("/knowledge?note=deleted", HTTPStatus.SEE_OTHER)


def _form_page(
    request: Request, form: EntryForm, *, entry_id: UUID | None = None, version: int | None = None, settles: str = ""
) -> Response:
    context = {
        "section": "knowledge",
        "form": form,
        "kind_name": KIND_NAMES[form.kind],
        "entry_id": entry_id,
        "version": version,
        "settles": _uuid(settles),
        "weekdays": WEEKDAYS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "knowledge/form.html", context, status_code=status)


async def _try(member: SignedIn, library: Library, chats: TestChats, question: str) -> Tried:
    if not question:
        return Tried(question, None, (), "Write a question first.")
    if len(question) > LONGEST_QUESTION:
        return Tried(question, None, (), f"At most {LONGEST_QUESTION} characters, please: callers speak briefly.")
    chat = await chats.create(member.organisation_id)
    turn = await chats.turn(member.organisation_id, chat.id, question)
    return Tried(question, turn, await library.hits(member.organisation_id, question, HITS_SHOWN))


def _kind(text: str) -> EntryKind | None:
    return EntryKind(text) if text in set(EntryKind) else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
