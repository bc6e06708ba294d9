"""Entries: what may be stored, what they become, and that passages keep their identity."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

import pytest
from tests.fakes.knowledge import ORGANISATION, MemoryKnowledge

from voxanne.dialogue.clinic import EntryKind
from voxanne.dialogue.port import Citation
from voxanne.errors import InvalidRequest
from voxanne.knowledge import details
from voxanne.knowledge.demo import demo_clinic
from voxanne.knowledge.passages import checked, passages_of
from voxanne.knowledge.records import EntryDraft
from voxanne.knowledge.vocabulary import vocabulary_of

ENTRY_ID = UUID(int=7)
SOURCE = Citation(UUID(int=1), UUID(int=2), "x")


def draft(**changes: Any) -> EntryDraft:
    fields: dict[str, Any] = {"kind": EntryKind.QUESTION, "title": "Is there wifi?", "answer": "Yes, it is free."}
    return EntryDraft(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"answer": ""}, "answer"),
        ({"answer": "x" * 1001}, "answer"),
        ({"phrasings": tuple(str(n) for n in range(31))}, "phrasings"),
        ({"phrasings": ("x" * 201,)}, "phrasings"),
        ({"details": {"price_pence": 5}}, "details.price_pence"),
        ({"kind": EntryKind.SERVICE, "details": {"price_pence": -1}}, "details.price_pence"),
        ({"kind": EntryKind.SERVICE, "details": {"price_pence": 10, "price_to_pence": 5}}, "price_to_pence"),
        ({"kind": EntryKind.SERVICE, "details": {"duration_minutes": "long"}}, "details.duration_minutes"),
        ({"kind": EntryKind.SERVICE, "details": {"options": [{"label": ""}]}}, "details.options.0"),
        ({"kind": EntryKind.HOURS, "details": {}}, "details.week"),
        ({"kind": EntryKind.HOURS, "details": {"week": {"funday": []}}}, "details.week"),
        ({"kind": EntryKind.HOURS, "details": {"week": {"monday": [["18:00", "09:00"]]}}}, "monday"),
        ({"kind": EntryKind.PRACTITIONER, "details": {"days": ["someday"]}}, "details.days.0"),
    ],
)
def test_what_is_wrong_with_an_entry_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        checked(draft(**changes))
    assert named in caught.value.message


def test_spaces_and_repeated_phrasings_are_tidied() -> None:
    tidy = checked(draft(title=" Is  there\nwifi? ", phrasings=("wifi", "wifi", " ")))
    assert tidy.title == "Is there wifi?"
    assert tidy.phrasings == ("wifi",)


def test_the_title_is_the_first_passage_and_the_answer_is_in_the_last() -> None:
    passages = passages_of(ENTRY_ID, checked(draft(phrasings=("internet access",))))
    assert [passage.text for passage in passages] == [
        "Is there wifi?",
        "internet access",
        "Is there wifi?. Yes, it is free.",
    ]
    assert [passage.position for passage in passages] == [0, 1, 2]


def test_a_passage_keeps_its_id_while_its_text_stays() -> None:
    before = passages_of(ENTRY_ID, checked(draft()))
    after = passages_of(ENTRY_ID, checked(draft(answer="No.")))
    assert before[0].id == after[0].id
    assert before[-1].id != after[-1].id


def test_details_survive_their_stored_form() -> None:
    for entry in demo_clinic().entries:
        assert details.checked_details(entry.kind, entry.details) == entry.details


def test_opening_hours_become_intervals() -> None:
    stored = details.checked_details(EntryKind.HOURS, {"week": {"monday": [["09:00", "18:00"]]}})
    hours = details.opening_hours(stored, SOURCE)
    assert hours.week[0][0].opens == time(9)
    assert hours.week[6] == ()


def test_the_demo_clinic_is_as_rich_as_a_real_one() -> None:
    entries = demo_clinic().entries
    kinds = [entry.kind for entry in entries]
    assert len(entries) >= 40
    assert kinds.count(EntryKind.SERVICE) >= 16
    assert set(kinds) == set(EntryKind)
    assert len({(entry.kind, entry.title.lower()) for entry in entries}) == len(entries)


async def test_the_vocabulary_names_services_people_and_places() -> None:
    clinic = await MemoryKnowledge().clinic(ORGANISATION)
    words = vocabulary_of(clinic)
    assert {"Botox", "lip filler", "Dr Siobhan Byrne", "Harbour Lane Clinic"} <= set(words.terms)
    assert len(words.terms) == len(set(words.terms))
    assert words.version == vocabulary_of(clinic).version != ""
