"""The structured facts of each kind of entry: their JSON shape, their checks, their meaning to the mind.

service       {"aliases": [], "price_pence": 16000, "price_to_pence": null, "price_is_from": false,
               "options": [{"label": "one area", "price_pence": 16000}], "duration_minutes": 30,
               "duration_to_minutes": null, "preparation": "", "practitioners": ["Dr Example"]}
hours         {"week": {"monday": [["09:00", "18:00"]], ...}, "holidays": [{"date": "2026-12-25",
               "name": "Christmas Day", "hours": []}]}           a missing weekday is closed
location      {"address": "", "parking": "", "transport": "", "access": ""}
practitioner  {"role": "", "aliases": [], "days": ["monday"]}
question, policy   {}
"""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from voxanne.dialogue.clinic import (
    EntryKind,
    Holiday,
    Interval,
    Location,
    OpeningHours,
    Practitioner,
    PriceOption,
    Service,
)
from voxanne.dialogue.port import Citation
from voxanne.errors import InvalidRequest

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)]
Pence = Annotated[int, Field(ge=0, le=10_000_000)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Details(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoDetails(_Details):
    """Questions and policies: the answer says it all."""


class OptionDetails(_Details):
    label: Line
    price_pence: Pence


class ServiceDetails(_Details):
    aliases: list[Line] = Field(default_factory=list, max_length=20)
    price_pence: Pence | None = None
    price_to_pence: Pence | None = None
    price_is_from: bool = False
    options: list[OptionDetails] = Field(default_factory=list, max_length=12)
    duration_minutes: Minutes | None = None
    duration_to_minutes: Minutes | None = None
    preparation: Text = ""
    practitioners: list[Line] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _ranges_rise(self) -> ServiceDetails:
        if self.price_to_pence is not None and (self.price_pence is None or self.price_to_pence <= self.price_pence):
            raise ValueError("price_to_pence must be more than price_pence")
        if self.duration_to_minutes is not None and (
            self.duration_minutes is None or self.duration_to_minutes <= self.duration_minutes
        ):
            raise ValueError("duration_to_minutes must be more than duration_minutes")
        return self


class HolidayDetails(_Details):
    date: date
    name: Line
    hours: list[tuple[time, time]] = Field(default_factory=list, max_length=4)


class HoursDetails(_Details):
    week: dict[Weekday, list[tuple[time, time]]]
    holidays: list[HolidayDetails] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _times_rise(self) -> HoursDetails:
        for name, spans in [*self.week.items(), *((h.name, h.hours) for h in self.holidays)]:
            times = [moment for span in spans for moment in span]
            if any(later <= earlier for earlier, later in pairwise(times)):
                raise ValueError(f"{name}: each time must be later than the one before")
        return self


class LocationDetails(_Details):
    address: Text = ""
    parking: Text = ""
    transport: Text = ""
    access: Text = ""


class PractitionerDetails(_Details):
    role: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    aliases: list[Line] = Field(default_factory=list, max_length=20)
    days: list[Weekday] = Field(default_factory=list, max_length=7)


_MODELS: dict[EntryKind, type[_Details]] = {
    EntryKind.QUESTION: NoDetails,
    EntryKind.POLICY: NoDetails,
    EntryKind.SERVICE: ServiceDetails,
    EntryKind.HOURS: HoursDetails,
    EntryKind.LOCATION: LocationDetails,
    EntryKind.PRACTITIONER: PractitionerDetails,
}


def checked_details(kind: EntryKind, details: dict[str, Any]) -> dict[str, Any]:
    """The details in their stored form. Raises InvalidRequest naming the field and what is wrong with it."""
    try:
        return _MODELS[kind].model_validate(details).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(["details", *(str(part) for part in first["loc"])])
        raise InvalidRequest(f"{place}: {first['msg'].removeprefix('Value error, ')}.") from error


def service(title: str, answer: str, details: dict[str, Any], source: Citation) -> Service:
    known = ServiceDetails.model_validate(details)
    return Service(
        name=title,
        source=source,
        aliases=tuple(known.aliases),
        summary=answer,
        price_pence=known.price_pence,
        price_to_pence=known.price_to_pence,
        price_is_from=known.price_is_from,
        options=tuple(PriceOption(option.label, option.price_pence) for option in known.options),
        duration_minutes=known.duration_minutes,
        duration_to_minutes=known.duration_to_minutes,
        preparation=known.preparation,
        practitioners=tuple(known.practitioners),
    )


def opening_hours(details: dict[str, Any], source: Citation) -> OpeningHours:
    known = HoursDetails.model_validate(details)
    return OpeningHours(
        week=tuple(_intervals(known.week.get(day, [])) for day in WEEKDAYS),
        source=source,
        holidays=tuple(Holiday(h.date, h.name, _intervals(h.hours)) for h in known.holidays),
    )


def location(title: str, details: dict[str, Any], source: Citation) -> Location:
    known = LocationDetails.model_validate(details)
    return Location(title, known.address, source, known.parking, known.transport, known.access)


def practitioner(title: str, answer: str, details: dict[str, Any], source: Citation) -> Practitioner:
    known = PractitionerDetails.model_validate(details)
    return Practitioner(
        name=title,
        role=known.role,
        source=source,
        aliases=tuple(known.aliases),
        summary=answer,
        days=tuple(WEEKDAYS.index(day) for day in known.days),
    )


def _intervals(spans: list[tuple[time, time]]) -> tuple[Interval, ...]:
    return tuple(Interval(opens, closes) for opens, closes in spans)
