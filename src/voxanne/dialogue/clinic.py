"""What the receptionist may know of a clinic, as plain facts with their sources. Pure data.

The knowledge room builds a `Clinic` from the organisation's entries; the mind reads nothing else. Every
fact names the passage it comes from, so that a spoken answer can cite it. Money is in pence, times of day
are in the clinic's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from voxanne.dialogue.port import Citation


class EntryKind(StrEnum):
    """What an entry of the clinic's knowledge is about."""

    QUESTION = "question"
    SERVICE = "service"
    HOURS = "hours"
    LOCATION = "location"
    PRACTITIONER = "practitioner"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class PriceOption:
    """One way to buy a service: "three areas" at 26000 pence."""

    label: str
    price_pence: int


@dataclass(frozen=True, slots=True)
class Service:
    """A treatment or appointment the clinic offers.

    `price_to_pence` makes a range, `price_is_from` an open one; `options` take precedence when present.
    """

    name: str
    source: Citation
    aliases: tuple[str, ...] = ()
    summary: str = ""
    price_pence: int | None = None
    price_to_pence: int | None = None
    price_is_from: bool = False
    options: tuple[PriceOption, ...] = ()
    duration_minutes: int | None = None
    duration_to_minutes: int | None = None
    preparation: str = ""
    practitioners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from `opens` until `closes`, the same day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date that differs from its weekday; no intervals means closed."""

    day: date
    name: str
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """`week[0]` is Monday; a day without intervals is closed."""

    week: tuple[tuple[Interval, ...], ...]
    source: Citation
    holidays: tuple[Holiday, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """Where the clinic is and how to get there; empty text means not known."""

    name: str
    address: str
    source: Citation
    parking: str = ""
    transport: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Someone who sees patients. `days` are weekday numbers, Monday 0; empty means not known."""

    name: str
    role: str
    source: Citation
    aliases: tuple[str, ...] = ()
    summary: str = ""
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clinic:
    """One version of a clinic's published knowledge with its profile. Immutable, shared between calls."""

    organisation_id: UUID
    name: str
    time_zone: str
    emergency_number: str
    version: int
    services: tuple[Service, ...] = ()
    hours: OpeningHours | None = None
    locations: tuple[Location, ...] = ()
    practitioners: tuple[Practitioner, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage that answers a question: what may be spoken, how sure the search is (0..1), and its source."""

    kind: EntryKind
    answer: str
    score: float
    source: Citation


class ClinicKnowledge(Protocol):
    """The clinic's knowledge as the mind reads it; never changed from here."""

    async def clinic(self, organisation_id: UUID) -> Clinic:
        """The newest published knowledge (one small query when it is unchanged). Raises NotFound, ProviderError."""
        ...

    async def search(self, organisation_id: UUID, question: str) -> tuple[Finding, ...]:
        """Answers to a question, best first; empty when nothing is near enough. Raises ProviderError."""
        ...
