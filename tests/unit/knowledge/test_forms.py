"""Forms of knowledge: what is typed becomes a draft, a stored entry stands in its form again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from voxanne.dialogue.clinic import EntryKind
from voxanne.knowledge import forms
from voxanne.knowledge.records import Entry, EntryDraft


class Typed:
    """A submitted form."""

    def __init__(self, **fields: str | Sequence[str]) -> None:
        self._fields = {"title": "A", "answer": "B.", "is_published": "1"} | fields

    def get(self, key: str, default: Any, /) -> Any:
        return self._fields.get(key, default)

    def getlist(self, key: str, /) -> Sequence[Any]:
        value = self._fields.get(key, [])
        return [value] if isinstance(value, str) else list(value)


def stored(draft: EntryDraft) -> Entry:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(
        UUID(int=1),
        draft.kind,
        draft.title,
        list(draft.phrasings),
        draft.answer,
        draft.details,
        draft.is_published,
        1,
        now,
        now,
        "",
    )


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("160", 16000), ("£160", 16000), ("12.5", 1250), ("1,250.50", 125050), ("0", 0), ("100,000", 10_000_000)],
)
def test_prices_are_read_as_people_write_them(typed: str, pence: int) -> None:
    draft = forms.read(EntryKind.SERVICE, Typed(price=typed)).draft
    assert draft is not None
    assert draft.details["price_pence"] == pence


@pytest.mark.parametrize("typed", ["cheap", "-5", "1.234", "1e3", "12,50", "100,001", "٣", "\x00"])
def test_a_price_that_cannot_be_read_is_said_beside_its_field(typed: str) -> None:
    form = forms.read(EntryKind.SERVICE, Typed(price=typed + "x"))
    assert form.draft is None
    assert "amount in pounds" in form.errors["price"]


def test_a_range_that_falls_is_refused() -> None:
    form = forms.read(EntryKind.SERVICE, Typed(price="200", price_to="100"))
    assert form.draft is None
    assert form.errors


def test_a_service_stands_in_its_form_again_as_it_was_typed() -> None:
    typed = {
        "price": "1,250.50",
        "price_to": "1,300",
        "price_is_from": "1",
        "options": "one area: 160\nthree areas: 260",
        "duration": "30",
        "aliases": "Botox\nwrinkle injections",
        "preparation": "No make-up.",
        "practitioners": "Dr Example",
        "phrasings": "how much is it",
    }
    draft = forms.read(EntryKind.SERVICE, Typed(**typed)).draft
    assert draft is not None
    values = forms.shown(stored(draft)).values
    assert {name: str(values[name]) for name in typed if name != "price_is_from"} == {
        name: value for name, value in typed.items() if name != "price_is_from"
    }
    assert values["price_is_from"] is True


def test_a_week_with_a_break_and_days_off_comes_back_as_typed() -> None:
    days_off = "2026-12-24 Christmas Eve: 09:00-13:00\n2026-12-25 Christmas Day: closed"
    typed = Typed(
        monday_opens_0="09:00",
        monday_closes_0="12:30",
        monday_opens_1="13:30",
        monday_closes_1="18:00",
        holidays=days_off,
    )
    draft = forms.read(EntryKind.HOURS, typed).draft
    assert draft is not None
    assert draft.details["week"]["tuesday"] == []
    values = forms.shown(stored(draft)).values
    assert values["week"]["monday"] == [("09:00", "12:30"), ("13:30", "18:00")]
    assert values["holidays"] == days_off


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"monday_opens_0": "09:00"}, "week", "both times"),
        ({"monday_opens_0": "18:00", "monday_closes_0": "09:00"}, "week", "later"),
        ({"monday_opens_0": "25:00", "monday_closes_0": "26:00"}, "week", ""),
        ({"holidays": "Christmas"}, "holidays", "closed"),
        ({"holidays": "2026-02-30 Nothing: closed"}, "holidays", "closed"),
    ],
)
def test_hours_that_cannot_be_are_named(fields: dict[str, str], field: str, reason: str) -> None:
    form = forms.read(EntryKind.HOURS, Typed(**fields))
    assert form.draft is None
    assert reason in form.errors.get(field, form.errors.get("form", ""))


def test_a_name_and_an_answer_are_required() -> None:
    form = forms.read(EntryKind.QUESTION, Typed(title=" ", answer="\r\n"))
    assert set(form.errors) == {"title", "answer"}


def test_what_the_store_refuses_stands_beside_its_field() -> None:
    form = forms.read(EntryKind.QUESTION, Typed())
    form.refuse("title: there is already an entry of this kind with this title.")
    assert form.draft is None
    assert form.errors == {"title": "There is already an entry of this kind with this title."}
    form.refuse("Somebody else has changed this entry meanwhile.")
    assert form.errors["form"] == "Somebody else has changed this entry meanwhile."


def test_a_practitioners_days_keep_the_order_of_the_week() -> None:
    draft = forms.read(EntryKind.PRACTITIONER, Typed(days=["friday", "monday"])).draft
    assert draft is not None
    assert draft.details["days"] == ["monday", "friday"]
