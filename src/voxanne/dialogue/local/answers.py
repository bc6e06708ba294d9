"""Answers from the clinic's own facts. Pure.

The grounding rule: every name, price, time and address in an answer is a field of the `Clinic` that was
passed in, and the answer cites the passage the field belongs to. What is not there is not said: the
function returns None and the receptionist says that it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from voxanne.dialogue.clinic import Clinic, Location, OpeningHours, Practitioner, Service
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local import spoken
from voxanne.dialogue.local.opening import DAYS, When, find_when, intervals_on, is_open, next_opening
from voxanne.dialogue.local.questions import Ask
from voxanne.dialogue.local.topics import Topic
from voxanne.dialogue.port import Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """Whole sentences, with the sources of what they state."""

    text: str
    citations: tuple[Citation, ...] = ()


def answer(ask: Ask, clinic: Clinic, now: datetime) -> Answer | None:
    """Answer one question from structured facts; `now` is local to the clinic. None: not known here."""
    if ask.service:
        service = next((s for s in clinic.services if s.name == ask.service), None)
        return None if service is None else _about_service(ask, service)
    if ask.person:
        person = next((p for p in clinic.practitioners if p.name == ask.person), None)
        return None if person is None else _about_person(ask, person, now)
    match ask.topic:
        case Topic.HOURS:
            return None if clinic.hours is None else _hours(ask.text, clinic.hours, now)
        case Topic.ADDRESS | Topic.PARKING | Topic.TRANSPORT | Topic.ACCESS:
            return _place(ask.topic, clinic.locations)
        case Topic.TEAM:
            return _team(clinic)
        case Topic.SERVICES:
            return _services(clinic)
    return None


def _about_service(ask: Ask, service: Service) -> Answer | None:
    source = (service.source,)
    name = service.name[0].upper() + service.name[1:]
    cost, length = spoken.price(_as_asked(service, ask.text)), spoken.duration(service)
    match ask.topic:
        case Topic.PRICE:
            return Answer(f"{name} {cost}.", source) if cost else None
        case Topic.DURATION:
            return Answer(f"{name} {length}.", source) if length else None
        case Topic.PREPARATION:
            return Answer(service.preparation, source) if service.preparation else None
        case Topic.WHO:
            people = spoken.listed(service.practitioners, last="or")
            return Answer(f"{name} is done by {people}.", source) if people else None
        case Topic.OFFERED:
            return Answer(f"Yes, we do. {name} {cost}." if cost else f"Yes, we offer {service.name}.", source)
        case Topic.ABOUT:
            facts = [service.summary]
            facts += [f"It {cost}." if not service.options else f"{name} {cost}."] if cost else []
            facts += [f"It {length}."] if length and not service.options else []
            text = " ".join(fact for fact in facts if fact)
            return Answer(text, source) if text else None
    return None


def _as_asked(service: Service, text: str) -> Service:
    """The service with only the options the question names ("... for the underarms"), if it names any."""
    words = set(text.split())
    named = tuple(
        option
        for option in service.options
        if normal(option.label) in text or (set(normal(option.label).split()) - _UNTELLING) & words
    )
    return replace(service, options=named) if named else service


_UNTELLING = {
    "the",
    "a",
    "an",
    "of",
    "one",
    "two",
    "three",
    "area",
    "areas",
    "session",
    "sessions",
    "course",
    "treatment",
    "millilitre",
    "half",
    "full",
}


def _about_person(ask: Ask, person: Practitioner, now: datetime) -> Answer | None:
    source = (person.source,)
    if ask.topic is not Topic.PERSON_DAYS or not person.days:
        return Answer(person.summary or f"{person.name} is our {person.role}.", source)
    usual = f"{person.name} is usually in on {spoken.listed([DAYS[day] for day in person.days])}."
    asked = find_when(ask.text, now.date()).days
    if len(asked) != 1:
        return Answer(usual, source)
    day = asked[0]
    when = f"on {DAYS[day.weekday()]}"
    if day.weekday() in person.days:
        return Answer(f"Yes, {person.name} is usually in {when}.", source)
    return Answer(f"No, {person.name} isn't usually in {when}. {usual}", source)


def _place(topic: Topic, locations: tuple[Location, ...]) -> Answer | None:
    field = {Topic.PARKING: "parking", Topic.TRANSPORT: "transport", Topic.ACCESS: "access"}.get(topic, "address")
    known = [(place, str(getattr(place, field))) for place in locations if getattr(place, field)]
    if not known:
        return None
    if topic is Topic.ADDRESS:
        text = " ".join(f"We're at {address.rstrip('.')}." for _, address in known)
    else:
        text = " ".join(said for _, said in known)
    return Answer(text, tuple(place.source for place, _ in known))


def _team(clinic: Clinic) -> Answer | None:
    if not clinic.practitioners:
        return None
    people = "; ".join(f"{p.name}, {p.role}" if p.role else p.name for p in clinic.practitioners[:6])
    return Answer(f"Our team: {people}.", tuple(p.source for p in clinic.practitioners[:6]))


def _services(clinic: Clinic) -> Answer | None:
    if not clinic.services:
        return None
    named = clinic.services[:8]
    more = ", among others" if len(clinic.services) > len(named) else ""
    text = f"We offer {spoken.listed([s.name for s in named])}{more}. Is there one you'd like to know about?"
    return Answer(text, tuple(s.source for s in named))


def _hours(text: str, hours: OpeningHours, now: datetime) -> Answer:
    when = find_when(text, now.date())
    source = (hours.source,)
    if when.is_bank_holidays:
        return Answer(_bank_holidays(hours, now.date()), source)
    if when.days:
        return Answer(" ".join(_one_day(hours, day, when, now, text) for day in when.days), source)
    if when.is_now:
        return Answer(_now(hours, now), source)
    if any(word in text.split() for word in ("close", "shut", "finish", "closing", "late")):
        return Answer(_one_day(hours, now.date(), when, now, text), source)
    return Answer(spoken.week(hours), source)


def _one_day(hours: OpeningHours, day: date, when: When, now: datetime, text: str) -> str:
    intervals, holiday = intervals_on(hours, day)
    name = spoken.day_name(day, now.date())
    because = f", as it's {holiday}" if holiday else ""
    if not intervals:
        return f"We're closed {name}{because}."
    if when.at is not None:
        opened = any(i.opens <= when.at < i.closes for i in intervals)
        lead = "Yes, we're" if opened else "No, we're not"
        return f"{lead} open at {spoken.clock(when.at)} {name}{because}. We're open {spoken.span(intervals)}."
    if day == now.date() and now.time() >= intervals[-1].closes:
        return f"We were open {spoken.span(intervals)} today, so we've now closed. {_next(hours, now)}"
    words = text.split()
    if len(when.days) <= 1 and {"close", "shut", "closing", "finish", "late"} & set(words):
        return f"We close at {spoken.clock(intervals[-1].closes)} {name}{because}."
    return f"We're open {name} {spoken.span(intervals)}{because}."


def _now(hours: OpeningHours, now: datetime) -> str:
    if is_open(hours, now):
        intervals, _ = intervals_on(hours, now.date())
        closes = next(i.closes for i in intervals if i.opens <= now.time() < i.closes)
        return f"Yes, we're open now, until {spoken.clock(closes)} today."
    return f"We're closed at the moment. {_next(hours, now)}"


def _next(hours: OpeningHours, now: datetime) -> str:
    upcoming = next_opening(hours, now)
    if upcoming is None:
        return ""
    day, opens = upcoming
    return f"We open again at {spoken.clock(opens)} {spoken.day_name(day, now.date())}."


def _bank_holidays(hours: OpeningHours, today: date) -> str:
    ahead = sorted((h for h in hours.holidays if today <= h.day <= today + timedelta(days=365)), key=lambda h: h.day)
    if not ahead:
        return f"We have no special bank holiday hours. {spoken.week(hours)}"
    closed = [holiday for holiday in ahead if not holiday.intervals]
    special = [holiday for holiday in ahead if holiday.intervals]
    sentences = []
    if closed:
        first = closed[0]
        sentences.append(f"We're closed on bank holidays. The next one is {first.name}, {_date(first.day, today)}.")
    if special:
        first = special[0]
        sentences.append(f"On {first.name}, {_date(first.day, today)}, we're open {spoken.span(first.intervals)}.")
    return " ".join(sentences)


def _date(day: date, today: date) -> str:
    return spoken.day_name(day, today).removeprefix("on ")
