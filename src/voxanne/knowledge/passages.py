"""Turns entries into passages, and published entries into the facts the mind speaks. Pure.

entry "Does Botox hurt?"        position 0   the title
  phrasings: "is it painful"    position 1.. each phrasing
  answer: "Most people ..."     last         title and answer together
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid5

from voxanne.dialogue.clinic import Clinic, EntryKind
from voxanne.dialogue.hearing import normal, sound_code
from voxanne.dialogue.port import Citation
from voxanne.errors import InvalidRequest
from voxanne.knowledge import details
from voxanne.knowledge.records import Entry, EntryDraft, Passage

LONGEST_TITLE = 200
LONGEST_ANSWER = 1_000
LONGEST_PHRASING = 200
MOST_PHRASINGS = 30


def checked(draft: EntryDraft) -> EntryDraft:
    """The draft in its stored form. Raises InvalidRequest naming the field and what is wrong with it."""
    title, answer = " ".join(draft.title.split()), " ".join(draft.answer.split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise InvalidRequest(f"title: between 1 and {LONGEST_TITLE} characters.")
    if not 1 <= len(answer) <= LONGEST_ANSWER:
        raise InvalidRequest(f"answer: between 1 and {LONGEST_ANSWER} characters; it is spoken to callers.")
    phrasings = tuple(dict.fromkeys(" ".join(p.split()) for p in draft.phrasings if p.strip()))
    if len(phrasings) > MOST_PHRASINGS:
        raise InvalidRequest(f"phrasings: at most {MOST_PHRASINGS}.")
    if any(len(phrasing) > LONGEST_PHRASING for phrasing in phrasings):
        raise InvalidRequest(f"phrasings: at most {LONGEST_PHRASING} characters each.")
    return replace(
        draft,
        title=title,
        answer=answer,
        phrasings=phrasings,
        details=details.checked_details(draft.kind, draft.details),
    )


def passages_of(entry_id: UUID, draft: EntryDraft) -> tuple[Passage, ...]:
    """The passages of a checked draft, the title first."""
    texts = [draft.title, *draft.phrasings, *_aliases(draft), f"{draft.title}. {draft.answer}"]
    texts += [
        str(draft.details[key]) for key in ("parking", "transport", "access", "preparation") if draft.details.get(key)
    ]
    return tuple(
        Passage(passage_id(entry_id, text), entry_id, position, text, sounds_of(text))
        for position, text in enumerate(dict.fromkeys(texts))
    )


def passage_id(entry_id: UUID, text: str) -> UUID:
    """Follows from entry and text, so a passage that did not change keeps its id and its vector."""
    return uuid5(entry_id, text)


def sounds_of(text: str) -> tuple[str, ...]:
    """The sound codes of the words of a text; two letters or fewer tell nothing."""
    codes = (sound_code(word) for word in normal(text).split() if len(word) > 3)
    return tuple(sorted({code for code in codes if len(code) > 2}))


def clinic_of(
    organisation_id: UUID,
    *,
    name: str,
    time_zone: str,
    emergency_number: str,
    version: int,
    entries: Iterable[Entry],
) -> Clinic:
    """The facts of published entries. Of several entries with opening hours the newest counts."""
    published = [entry for entry in entries if entry.is_published]

    def of(kind: EntryKind) -> list[Entry]:
        return [entry for entry in published if entry.kind is kind]

    hours = max(of(EntryKind.HOURS), key=lambda entry: entry.updated_at, default=None)
    return Clinic(
        organisation_id=organisation_id,
        name=name,
        time_zone=time_zone,
        emergency_number=emergency_number,
        version=version,
        services=tuple(details.service(e.title, e.answer, e.details, _source(e)) for e in of(EntryKind.SERVICE)),
        hours=details.opening_hours(hours.details, _source(hours)) if hours else None,
        locations=tuple(details.location(e.title, e.details, _source(e)) for e in of(EntryKind.LOCATION)),
        practitioners=tuple(
            details.practitioner(e.title, e.answer, e.details, _source(e)) for e in of(EntryKind.PRACTITIONER)
        ),
    )


def _source(entry: Entry) -> Citation:
    return Citation(passage_id(entry.id, entry.title), entry.id, entry.title)


def _aliases(draft: EntryDraft) -> list[str]:
    return [str(alias) for alias in draft.details.get("aliases", ())]
