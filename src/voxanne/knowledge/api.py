"""The JSON API of knowledge: what the clinic's receptionist knows, edited and searched by programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from voxanne.dialogue.clinic import EntryKind
from voxanne.knowledge.library import LONGEST_QUESTION, Library
from voxanne.knowledge.passages import LONGEST_ANSWER, LONGEST_PHRASING, LONGEST_TITLE, MOST_PHRASINGS
from voxanne.knowledge.records import Entry, EntryDraft, Hit
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import API_PREFIX, api_router
from voxanne.web.cursors import DEFAULT_LIMIT, Cursor, read_cursor
from voxanne.web.keyset import CursorText, Limit, Page
from voxanne.web.openapi import problems
from voxanne.web.provided import provided

router = api_router("knowledge")

GivenLibrary = Annotated[Library, Depends(provided(Library))]
TITLE_TAKEN = "There is an entry of this kind with this title already."
CHANGED_MEANWHILE = "The title is taken, or somebody else has changed the entry since the version you sent."


class EntryBody(BaseModel):
    """An entry as its author writes it."""

    model_config = ConfigDict(extra="forbid")

    kind: EntryKind
    title: str = Field(min_length=1, max_length=LONGEST_TITLE, examples=["Botox"])
    answer: str = Field(
        min_length=1,
        max_length=LONGEST_ANSWER,
        description="What may be spoken.",
        examples=["Botox for one area is £180 and takes 30 minutes."],
    )
    phrasings: list[Annotated[str, StringConstraints(max_length=LONGEST_PHRASING)]] = Field(
        default_factory=list,
        max_length=MOST_PHRASINGS,
        description="Other ways in which callers ask for it.",
        examples=[["How much are anti-wrinkle injections?"]],
    )
    details: dict[str, Any] = Field(
        default_factory=dict,
        description="The structured facts of its kind, e.g. of a service.",
        examples=[{"price_pence": 18000, "duration_minutes": 30}],
    )
    is_published: bool = Field(default=True, description="Only published entries are spoken.")

    def draft(self) -> EntryDraft:
        return EntryDraft(
            kind=self.kind,
            title=self.title,
            answer=self.answer,
            phrasings=tuple(self.phrasings),
            details=self.details,
            is_published=self.is_published,
        )


class EntryReplacement(EntryBody):
    """An entry that takes another's place."""

    version: int | None = Field(
        default=None,
        ge=1,
        le=2**31 - 1,
        description="The version you have seen: when it has changed since, nothing is written.",
    )


class EntryDocument(BaseModel):
    """A piece of what the clinic knows."""

    id: UUID
    kind: EntryKind
    title: str = Field(examples=["Botox"])
    answer: str = Field(examples=["Botox for one area is £180 and takes 30 minutes."])
    phrasings: list[str]
    details: dict[str, Any] = Field(examples=[{"price_pence": 18000, "duration_minutes": 30}])
    is_published: bool
    version: int = Field(description="Counts its changes from 1.", examples=[3])
    created_at: datetime
    updated_at: datetime
    updated_by: str = Field(description="A member's name, an API key's or an import's.", examples=["reports"])

    @classmethod
    def of(cls, entry: Entry) -> EntryDocument:
        return cls(
            id=entry.id,
            kind=entry.kind,
            title=entry.title,
            answer=entry.answer,
            phrasings=entry.phrasings,
            details=entry.details,
            is_published=entry.is_published,
            version=entry.version,
            created_at=entry.created_at,
            updated_at=entry.updated_at,
            updated_by=entry.updated_by,
        )


class HitDocument(BaseModel):
    """One answer to a question."""

    entry_id: UUID
    passage_id: UUID
    kind: EntryKind
    title: str = Field(examples=["Botox"])
    passage: str = Field(description="The text that resembles the question.")
    answer: str = Field(description="What would be spoken.")
    score: float = Field(description="How sure the search is, 0 to 1.", examples=[0.82])
    is_sure: bool = Field(description="A caller who asks this would hear this answer.")

    @classmethod
    def of(cls, hit: Hit) -> HitDocument:
        return cls(
            entry_id=hit.entry_id,
            passage_id=hit.passage_id,
            kind=hit.kind,
            title=hit.title,
            passage=hit.text,
            answer=hit.answer,
            score=hit.score,
            is_sure=hit.is_sure,
        )


class SearchDocument(BaseModel):
    """What the clinic's knowledge says to a question, best first; empty when nothing is near."""

    items: list[HitDocument]


@router.get("/knowledge/entries", summary="List entries, changed last first")
async def get_entries(
    client: CurrentClient,
    library: GivenLibrary,
    kind: Annotated[EntryKind | None, Query()] = None,
    published: Annotated[bool | None, Query(description="Only published ones (true) or only drafts (false).")] = None,
    q: Annotated[str, Query(max_length=200, description="Words that must occur.")] = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: CursorText = None,
) -> Page[EntryDocument]:
    """One page of the clinic's entries."""
    found = await library.entries(
        client.organisation_id,
        kind=kind,
        is_published=published,
        query=q,
        after=read_cursor(cursor),
        limit=limit + 1,
    )
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return Page(
        items=[EntryDocument.of(entry) for entry in page],
        next_cursor=Cursor(last.updated_at, last.id).encode() if last else None,
    )


@router.post("/knowledge/entries", summary="Add an entry", status_code=201, responses=problems(413, s409=TITLE_TAKEN))
async def create_entry(
    body: EntryBody, client: CurrentClient, library: GivenLibrary, response: Response
) -> EntryDocument:
    """Callers may hear it from the next call on."""
    entry = await library.create(client.organisation_id, body.draft(), by=client.name)
    response.headers["Location"] = f"{API_PREFIX}/knowledge/entries/{entry.id}"
    return EntryDocument.of(entry)


@router.get("/knowledge/entries/{entry_id}", summary="One entry", responses=problems(404))
async def get_entry(entry_id: UUID, client: CurrentClient, library: GivenLibrary) -> EntryDocument:
    """The entry as it stands now."""
    return EntryDocument.of(await library.entry(client.organisation_id, entry_id))


@router.put(
    "/knowledge/entries/{entry_id}", summary="Replace an entry", responses=problems(404, 413, s409=CHANGED_MEANWHILE)
)
async def replace_entry(
    entry_id: UUID, body: EntryReplacement, client: CurrentClient, library: GivenLibrary
) -> EntryDocument:
    """Everything about it is replaced; what is left away becomes empty."""
    entry = await library.update(
        client.organisation_id, entry_id, body.draft(), by=client.name, expected_version=body.version
    )
    return EntryDocument.of(entry)


@router.delete("/knowledge/entries/{entry_id}", summary="Delete an entry", status_code=204, responses=problems(404))
async def delete_entry(entry_id: UUID, client: CurrentClient, library: GivenLibrary) -> None:
    """It is gone for good. To silence it for a while, set `is_published` to false instead."""
    await library.delete(client.organisation_id, entry_id)


@router.get("/knowledge/search", summary="Ask the knowledge a question")
async def search(
    client: CurrentClient,
    library: GivenLibrary,
    q: Annotated[
        str, Query(min_length=1, max_length=LONGEST_QUESTION, description="A question as a caller would ask it.")
    ],
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> SearchDocument:
    """The same search that answers callers; it also shows what it is not sure of."""
    return SearchDocument(items=[HitDocument.of(hit) for hit in await library.hits(client.organisation_id, q, limit)])
