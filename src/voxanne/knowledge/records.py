"""What is kept of a clinic's knowledge. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from voxanne.dialogue.clinic import EntryKind


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as a member writes it; `entries.checked` says whether it may be stored.

    `answer` is what may be spoken. `details` are the structured facts of its kind, JSON-ready.
    """

    kind: EntryKind
    title: str
    answer: str
    phrasings: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    is_published: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry; `version` counts its changes from 1, `updated_by` names the member or import."""

    id: UUID
    kind: EntryKind
    title: str
    phrasings: list[str]
    answer: str
    details: dict[str, Any]
    is_published: bool
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", EntryKind(self.kind))


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an entry that a question may resemble; `sounds` are the sound codes of its words."""

    id: UUID
    entry_id: UUID
    position: int
    text: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage the database thinks may answer; `cosine` is None where either side has no vector yet."""

    passage_id: UUID
    entry_id: UUID
    kind: EntryKind
    title: str
    text: str
    answer: str
    cosine: float | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", EntryKind(self.kind))


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a search. `is_sure` says whether the receptionist would speak it."""

    passage_id: UUID
    entry_id: UUID
    kind: EntryKind
    title: str
    text: str
    answer: str
    score: float
    is_sure: bool
