"""Opening hours, computed rather than looked up: now, today, a weekday, a bank holiday, a date. Pure.

All moments are local to the clinic; the caller's "tomorrow" is the clinic's tomorrow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voxanne.dialogue.clinic import Interval, OpeningHours

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_WORDS = {
    "monday": 0,
    "mondays": 0,
    "tuesday": 1,
    "tuesdays": 1,
    "wednesday": 2,
    "wednesdays": 2,
    "thursday": 3,
    "thursdays": 3,
    "friday": 4,
    "fridays": 4,
    "saturday": 5,
    "saturdays": 5,
    "sunday": 6,
    "sundays": 6,
    "mon": 0,
    "tues": 1,
    "wed": 2,
    "thurs": 3,
    "fri": 4,
    "sat day": 5,
    "saturn day": 5,
    "satdy": 5,
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]


_CHRISTMAS_TIME = re.compile(
    r"\b(?:over|around|during|at|for) (?:the )?(?:christmas|xmas|festive)(?! (?:day|eve))\b"
    r"|\b(?:christmas|xmas) (?:hours|opening|period|holidays?|break)\b"
)


@dataclass(frozen=True, slots=True)
class When:
    """Which time a question about opening hours means. At most one of the three is set; none: in general."""

    days: tuple[date, ...] = ()
    is_now: bool = False
    at: time | None = None
    is_bank_holidays: bool = False


def find_when(text: str, today: date) -> When:
    """The time a normalised question speaks of, relative to the clinic's `today`."""
    at = _time_of_day(text)
    if re.search(r"\bbank (?:holidays?|holly days?)\b|\bpublic holidays?\b", text) and not _named_holiday(text):
        return When(is_bank_holidays=True)
    days = _days(text, today)
    if days:
        return When(days=days, at=at)
    if re.search(r"\b(?:now|right now|at the moment|still open|currently|open yet|just now)\b", text):
        return When(is_now=True)
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", text) or at is not None:
        return When(days=(today,), at=at)
    return When()


def intervals_on(hours: OpeningHours, day: date) -> tuple[tuple[Interval, ...], str]:
    """When the clinic is open that day, and the holiday's name if it is one ("" otherwise)."""
    for holiday in hours.holidays:
        if holiday.day == day:
            return holiday.intervals, holiday.name
    return hours.week[day.weekday()], ""


def is_open(hours: OpeningHours, moment: datetime) -> bool:
    """Whether the clinic is open at this local moment."""
    intervals, _ = intervals_on(hours, moment.date())
    return any(i.opens <= moment.time().replace(tzinfo=None) < i.closes for i in intervals)


def next_opening(hours: OpeningHours, moment: datetime) -> tuple[date, time] | None:
    """The next time the doors open after this local moment, within 30 days."""
    for ahead in range(31):
        day = moment.date() + timedelta(days=ahead)
        for interval in intervals_on(hours, day)[0]:
            if ahead > 0 or interval.opens > moment.time():
                return day, interval.opens
    return None


def _days(text: str, today: date) -> tuple[date, ...]:
    found: list[date] = []
    if re.search(r"\b(?:weekends?|week ends?)\b", text):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        found += [saturday, saturday + timedelta(days=1)]
    if "day after tomorrow" in text:
        found.append(today + timedelta(days=2))
    elif re.search(r"\b(?:tomorrow|tomorrows|tmrw)\b", text):
        found.append(today + timedelta(days=1))
    named = _named_holiday(text)
    if _CHRISTMAS_TIME.search(text):
        found += [
            _next_date(today, month, number) for month, number in ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1))
        ]
    elif named is not None:
        month, number = named
        found.append(_next_date(today, month, number))
    found += _calendar_dates(text, today)
    if not found:
        for word, weekday in _DAY_WORDS.items():
            if re.search(rf"\b{word}\b", text):
                ahead = (weekday - today.weekday()) % 7
                ahead += 7 if re.search(rf"\b(?:next|a week on) {word}\b", text) and ahead < 3 else 0
                day = today + timedelta(days=ahead)
                if day not in found:
                    found.append(day)
    return tuple(sorted(found))


def _named_holiday(text: str) -> tuple[int, int] | None:
    for pattern, day in (
        (r"christmas eve", (12, 24)),
        (r"boxing day", (12, 26)),
        (r"new years? eve", (12, 31)),
        (r"new years?", (1, 1)),
        (r"(?:christmas|xmas)(?: day)?", (12, 25)),
    ):
        if re.search(rf"\b{pattern}\b", text):
            return day
    return None


def _calendar_dates(text: str, today: date) -> list[date]:
    found = []
    for index, month in enumerate(_MONTHS, start=1):
        match = re.search(
            rf"\b(?:the )?(\d{{1,2}}|{'|'.join(_ORDINALS)}|twenty \w+|thirty first|thirtieth)(?:st|nd|rd"
            rf"|th)?(?: of)? {month}\b"
            rf"|\b{month} (?:the )?(\d{{1,2}}|{'|'.join(_ORDINALS)}|twenty \w+|thirty first|thirtieth)(?:st"
            rf"|nd|rd|th)?\b",
            text,
        )
        if match:
            number = _day_number(match.group(1) or match.group(2))
            if number is not None:
                try:
                    found.append(_next_date(today, index, number))
                except ValueError:
                    continue
    return found


def _day_number(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    if words in _ORDINALS:
        return _ORDINALS.index(words) + 1
    tens = {"twenty": 20, "thirty": 30}.get(words.split()[0])
    unit = words.split()[-1]
    if tens is not None and unit in _ORDINALS[:9]:
        return tens + _ORDINALS.index(unit) + 1
    return {"thirtieth": 30}.get(words)


def _next_date(today: date, month: int, number: int) -> date:
    this_year = date(today.year, month, number)
    return this_year if this_year >= today else date(today.year + 1, month, number)


_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def _time_of_day(text: str) -> time | None:
    match = re.search(
        rf"\b(?:at|by|before|after|until|till|past|around|about) (half past |quarter past "
        rf"|quarter to )?(\d{{1,2}}|{'|'.join(_HOURS)})(?: (\d\d|thirty|fifteen|forty five))?"
        r"(?: ?(a ?m|p ?m|oclock|in the (?:morning|afternoon|evening)))?\b",
        text,
    ) or re.search(rf"\b(half past )?(\d{{1,2}}|{'|'.join(_HOURS)})(?: (\d\d|thirty))? ?(a ?m|p ?m|oclock)\b", text)
    if match is None:
        return None
    lead, spoken_hour, spoken_minutes, half = match.groups()
    hour = int(spoken_hour) if spoken_hour.isdigit() else _HOURS.index(spoken_hour) + 1
    minutes = {"thirty": 30, "fifteen": 15, "forty five": 45}.get(spoken_minutes or "", 0)
    if spoken_minutes and spoken_minutes.isdigit():
        minutes = int(spoken_minutes)
    minutes = {"half past ": 30, "quarter past ": 15}.get(lead or "", minutes)
    if lead == "quarter to ":
        hour, minutes = hour - 1, 45
    is_evening = bool(half and (half.startswith("p") or "afternoon" in half or "evening" in half))
    is_morning = bool(half and (half.startswith("a") or "morning" in half))
    if hour < 12 and (is_evening or (not is_morning and hour <= 7)):
        hour += 12  # "are you open at six?" asks about the evening
    return time(hour, minutes) if 0 <= hour <= 23 and 0 <= minutes <= 59 else None
