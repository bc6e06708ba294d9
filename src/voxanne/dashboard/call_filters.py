"""The filters of the calls list as they stand in the page's address, read and written. Pure but for the zone data.

People's filters are forgiving: what cannot be read is said beside its field and narrows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from voxanne.calls.records import CallFilter, CallStatus

FIELDS = ("q", "from", "to", "status", "number")
EARLIEST = date(2000, 1, 1)
LATEST = date(2199, 12, 31)
LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What was typed, what it means, and what could not be understood (by field)."""

    typed: dict[str, str]
    wanted: CallFilter
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed)

    def address(self, **more: str) -> str:
        """The list's address with these filters and, say, a cursor."""
        query = urlencode(self.typed | more)
        return f"/calls?{query}" if query else "/calls"


def read_filters(query: Mapping[str, str], time_zone: str) -> ListFilters:
    """Filters from a query string; days are whole days in the clinic's own time zone, both included."""
    typed = {name: query[name].strip() for name in FIELDS if query.get(name, "").strip()}
    errors: dict[str, str] = {}
    zone = ZoneInfo(time_zone)
    first = _day(typed, "from", errors)
    last = _day(typed, "to", errors)
    if first and last and last < first:
        errors["to"] = "This day is before the first one."
        last = None
    wanted = CallFilter(
        from_=datetime.combine(first, time(), zone) if first else None,
        to=datetime.combine(last + timedelta(days=1), time(), zone) if last else None,
        status=_status(typed, errors),
        number=_number(typed, errors),
        q=_search(typed, errors),
    )
    return ListFilters(typed, wanted, errors)


def _day(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    text = typed.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors[name] = "Write the day as YYYY-MM-DD."
        return None
    if not EARLIEST <= day <= LATEST:
        errors[name] = "That day is out of reach."
        return None
    return day


def _status(typed: Mapping[str, str], errors: dict[str, str]) -> CallStatus | None:
    text = typed.get("status")
    if text is None:
        return None
    try:
        return CallStatus(text)
    except ValueError:
        errors["status"] = "There is no such status."
        return None


def _number(typed: Mapping[str, str], errors: dict[str, str]) -> str | None:
    text = typed.get("number")
    if text is None or re.fullmatch(r"\+[1-9][0-9]{6,14}", text):
        return text
    errors["number"] = "That is no phone number in international form."
    return None


def _search(typed: Mapping[str, str], errors: dict[str, str]) -> str | None:
    text = typed.get("q")
    if text is None:
        return None
    if len(text) > LONGEST_SEARCH or not any(letter in "0123456789" for letter in text):
        errors["q"] = "Search by digits of the caller's number."
        return None
    return text
