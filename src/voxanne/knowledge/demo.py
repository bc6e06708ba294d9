"""The demo clinic's knowledge, from the data file beside this module into an organisation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

from voxanne.dialogue.clinic import EntryKind
from voxanne.errors import Conflict
from voxanne.knowledge.library import Library
from voxanne.knowledge.passages import checked
from voxanne.knowledge.records import Entry, EntryDraft
from voxanne.web.cursors import Cursor

BY = "demo clinic"
"""Whose entries these are: one that a member has changed since is left as the member wants it."""


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """The clinic's profile and its entries, checked."""

    name: str
    time_zone: str
    emergency_number: str
    entries: tuple[EntryDraft, ...]


@lru_cache(maxsize=1)
def demo_clinic() -> DemoClinic:
    """Read and check the data file."""
    raw = tomllib.loads(files("voxanne.knowledge").joinpath("demo_clinic.toml").read_text(encoding="utf-8"))
    entries = tuple(
        checked(
            EntryDraft(
                kind=EntryKind(entry["kind"]),
                title=entry["title"],
                answer=entry["answer"],
                phrasings=tuple(entry.get("phrasings", ())),
                details=entry.get("details", {}),
            )
        )
        for entry in raw["entries"]
    )
    return DemoClinic(**raw["organisation"], entries=entries)


async def load_demo(library: Library, organisation_id: UUID) -> int:
    """Bring the organisation's demo entries up to date; again and again without effect.

    Returns how many entries were created or changed. Entries that members made or changed are not touched.
    """
    known: dict[tuple[EntryKind, str], Entry] = {}
    after = None
    while page := await library.entries(organisation_id, after=after, limit=200):
        known |= {(entry.kind, entry.title.lower()): entry for entry in page}
        after = Cursor(page[-1].updated_at, page[-1].id)
    changed = 0
    for draft in demo_clinic().entries:
        present = known.get((draft.kind, draft.title.lower()))
        if present is None:
            try:
                await library.create(organisation_id, draft, by=BY)
            except Conflict:
                continue  # another node loads the same clinic
            changed += 1
        elif present.updated_by == BY and not _is_same(draft, present.answer, present.phrasings, present.details):
            await library.update(organisation_id, present.id, draft, by=BY)
            changed += 1
    return changed


def _is_same(draft: EntryDraft, answer: str, phrasings: list[str], details: dict[str, object]) -> bool:
    return (draft.answer, list(draft.phrasings), draft.details) == (answer, phrasings, details)
