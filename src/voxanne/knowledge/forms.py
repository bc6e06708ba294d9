"""An entry of knowledge as a member fills it in: form fields to a draft and back, with a sentence beside each
field that cannot be used. Pure.

Money is written in pounds ("160", "1,250.50"), lists one item a line, days off as
"2026-12-24 Christmas Eve: 09:00-13:00" or "...: closed".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from voxanne.dialogue.clinic import EntryKind
from voxanne.errors import InvalidRequest
from voxanne.knowledge.details import WEEKDAYS, checked_details
from voxanne.knowledge.records import Entry, EntryDraft

MOST_PENCE = 10_000_000
SPANS_A_DAY = 2
_PRICE = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?")
_HOLIDAY = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(.+?)\s*:\s*(.+)")
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})")


class Fields(Protocol):
    """What a submitted form offers (Starlette's FormData, or a plain mapping in a test)."""

    def get(self, key: str, default: Any, /) -> Any: ...

    def getlist(self, key: str, /) -> Sequence[Any]: ...


@dataclass(slots=True)
class EntryForm:
    """What stands in the fields, what is wrong with it by field, and the draft when nothing is."""

    kind: EntryKind
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    draft: EntryDraft | None = None

    def refuse(self, message: str) -> None:
        """Put an error of the store ("details.price_pence: ...", "title: ...") beside its field."""
        place, separator, reason = message.partition(": ")
        name = place.removeprefix("details.").split(".")[0]
        shown = _FIELD_OF.get(name, name)
        if not separator or shown not in _FIELDS_OF[self.kind]:
            shown, reason = "form", message
        self.errors.setdefault(shown, reason[:1].upper() + reason[1:])
        self.draft = None


_COMMON = ("title", "answer", "phrasings")
_FIELDS_OF: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.QUESTION: _COMMON,
    EntryKind.POLICY: _COMMON,
    EntryKind.SERVICE: (
        *_COMMON, "price", "price_to", "options", "duration", "duration_to", "aliases", "preparation", "practitioners",
    ),
    EntryKind.HOURS: (*_COMMON, "week", "holidays"),
    EntryKind.LOCATION: (*_COMMON, "address", "parking", "transport", "access"),
    EntryKind.PRACTITIONER: (*_COMMON, "role", "aliases", "days"),
}  # fmt: skip
_FIELD_OF = {
    "price_pence": "price",
    "price_to_pence": "price_to",
    "duration_minutes": "duration",
    "duration_to_minutes": "duration_to",
}


def blank(kind: EntryKind, **values: str) -> EntryForm:
    """A form for a new entry; a week begins as nine to five from Monday to Friday."""
    week: dict[str, Any] = {day: [("09:00", "17:00")] if day not in WEEKDAYS[5:] else [] for day in WEEKDAYS}
    return EntryForm(kind, {"is_published": True, "week": _week_rows(week), **values})


def shown(entry: Entry) -> EntryForm:
    """A stored entry in its form."""
    details = entry.details
    values: dict[str, Any] = {
        "title": entry.title,
        "answer": entry.answer,
        "phrasings": "\n".join(entry.phrasings),
        "is_published": entry.is_published,
        "week": _week_rows(details.get("week", {})),
        "holidays": "\n".join(_holiday_line(holiday) for holiday in details.get("holidays", [])),
        "price": _pounds(details.get("price_pence")),
        "price_to": _pounds(details.get("price_to_pence")),
        "price_is_from": details.get("price_is_from", False),
        "options": "\n".join(f"{o['label']}: {_pounds(o['price_pence'])}" for o in details.get("options", [])),
        "duration": details.get("duration_minutes"),
        "duration_to": details.get("duration_to_minutes"),
        "days": details.get("days", []),
    }
    for name in ("aliases", "practitioners"):
        values[name] = "\n".join(details.get(name, []))
    for name in ("preparation", "address", "parking", "transport", "access", "role"):
        values[name] = details.get(name, "")
    return EntryForm(entry.kind, values)


def read(kind: EntryKind, fields: Fields) -> EntryForm:
    """What was submitted; `draft` is there when every field could be understood."""
    form = EntryForm(kind)
    names = ("title", "answer", "phrasings", *_FIELDS_OF[kind])
    form.values = {name: _text(fields.get(name, "")) for name in names}
    form.values["is_published"] = fields.get("is_published", None) is not None
    form.values["price_is_from"] = fields.get("price_is_from", None) is not None
    form.values["days"] = [day for day in WEEKDAYS if day in fields.getlist("days")]
    form.values["week"] = {
        day: [
            tuple(_text(fields.get(f"{day}_{edge}_{span}", "")) for edge in ("opens", "closes"))
            for span in range(SPANS_A_DAY)
        ]
        for day in WEEKDAYS
    }
    for name, missing in (("title", "Give it a name."), ("answer", "Write what the receptionist may say.")):
        if not form.values[name]:
            form.errors[name] = missing
    details = _DETAILS_OF.get(kind, lambda _form: {})(form)
    if not form.errors:
        try:
            checked_details(kind, details)
        except InvalidRequest as error:
            form.refuse(error.message)
    if not form.errors:
        form.draft = EntryDraft(
            kind=kind,
            title=form.values["title"],
            answer=form.values["answer"],
            phrasings=tuple(_lines(form.values["phrasings"])),
            details=details,
            is_published=form.values["is_published"],
        )
    return form


def _service(form: EntryForm) -> dict[str, Any]:
    values = form.values
    return {
        "aliases": _lines(values["aliases"]),
        "price_pence": _pence(form, "price"),
        "price_to_pence": _pence(form, "price_to"),
        "price_is_from": values["price_is_from"],
        "options": _options(form),
        "duration_minutes": _minutes(form, "duration"),
        "duration_to_minutes": _minutes(form, "duration_to"),
        "preparation": values["preparation"],
        "practitioners": _lines(values["practitioners"]),
    }


def _hours(form: EntryForm) -> dict[str, Any]:
    week: dict[str, list[list[str]]] = {}
    for day, rows in form.values["week"].items():
        spans = [list(row) for row in rows if any(row)]
        if any(not (opens and closes) for opens, closes in spans):
            form.errors["week"] = f"{day.capitalize()}: give both times, or neither."
        week[day] = spans
    return {"week": week, "holidays": _holidays(form)}


def _location(form: EntryForm) -> dict[str, Any]:
    return {name: form.values[name] for name in ("address", "parking", "transport", "access")}


def _practitioner(form: EntryForm) -> dict[str, Any]:
    values = form.values
    return {"role": values["role"], "aliases": _lines(values["aliases"]), "days": values["days"]}


_DETAILS_OF = {
    EntryKind.SERVICE: _service,
    EntryKind.HOURS: _hours,
    EntryKind.LOCATION: _location,
    EntryKind.PRACTITIONER: _practitioner,
}


def _text(value: object) -> str:
    """A text field's content; PostgreSQL stores no NUL."""
    return value.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(value, str) else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _pence_of(text: str) -> int | None:
    found = _PRICE.fullmatch(text.strip())
    if found is None:
        return None
    pounds, pennies = found[1].replace(",", ""), (found[2] or "0").ljust(2, "0")
    pence = int(pounds) * 100 + int(pennies)
    return pence if pence <= MOST_PENCE else None


def _pence(form: EntryForm, name: str) -> int | None:
    text = form.values[name]
    if not text:
        return None
    pence = _pence_of(text)
    if pence is None:
        form.errors[name] = "Write an amount in pounds, such as 160 or 1,250.50."
    return pence


def _minutes(form: EntryForm, name: str) -> int | None:
    text = form.values[name]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 24 * 60):
        form.errors[name] = "Write whole minutes, from 1 to 1440."
        return None
    return int(text)


def _options(form: EntryForm) -> list[dict[str, Any]]:
    options = []
    for line in _lines(form.values["options"]):
        label, separator, price = line.rpartition(":")
        pence = _pence_of(price)
        if not separator or not label.strip() or pence is None:
            form.errors["options"] = f"“{line[:60]}”: write each option as “three areas: 260”."
            continue
        options.append({"label": label.strip(), "price_pence": pence})
    return options


def _holidays(form: EntryForm) -> list[dict[str, Any]]:
    holidays = []
    for line in _lines(form.values["holidays"]):
        holiday = _holiday_of(line)
        if holiday is None:
            form.errors["holidays"] = f"“{line[:60]}”: write “2026-12-24 Christmas Eve: 09:00-13:00” or “...: closed”."
            continue
        holidays.append(holiday)
    return holidays


def _holiday_of(line: str) -> dict[str, Any] | None:
    found = _HOLIDAY.fullmatch(line)
    if found is None:
        return None
    day, name, rest = found.groups()
    spans = [_SPAN.fullmatch(part.strip()) for part in rest.split(",")] if rest.lower() != "closed" else []
    try:
        hours = [[_clock(span[1]), _clock(span[2])] for span in spans if span is not None]
        date.fromisoformat(day)
    except ValueError:
        return None
    return {"date": day, "name": name, "hours": hours} if len(hours) == len(spans) else None


def _clock(text: str) -> str:
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes)).strftime("%H:%M")


def _holiday_line(holiday: Mapping[str, Any]) -> str:
    spans = ", ".join(f"{opens[:5]}-{closes[:5]}" for opens, closes in holiday["hours"])
    return f"{holiday['date']} {holiday['name']}: {spans or 'closed'}"


def _week_rows(week: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Two pairs of times for every weekday, empty where there are fewer."""
    return {
        day: ([(opens[:5], closes[:5]) for opens, closes in week.get(day, [])] + [("", "")] * SPANS_A_DAY)[:SPANS_A_DAY]
        for day in WEEKDAYS
    }


def _pounds(pence: int | None) -> str:
    """`16000` → `160`, `1250` → `12.50`."""
    if pence is None:
        return ""
    return f"{pence // 100:,}" if pence % 100 == 0 else f"{Decimal(pence) / 100:,.2f}"
