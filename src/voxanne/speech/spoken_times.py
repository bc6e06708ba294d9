"""Times of day, dates and durations, as British English says them. Pure."""

from __future__ import annotations

import re

from voxanne.speech.spoken_numbers import cardinal, decimal, ordinal, year

_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,? (?P<year>(?:19|20)\d\d)\b)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DASH = r" ?[-\u2010-\u2015] ?"

_DAY_MONTH = re.compile(rf"\b(?P<the>the )?{_DAY}(?: of)? {_MONTH}{_YEAR}")
_MONTH_DAY = re.compile(rf"\b{_MONTH} (?:the )?{_DAY}\b(?![:.]\d|am|pm){_YEAR}")
_SLASHED = re.compile(r"\b(?P<day>[0-3]?\d)/(?P<month>[01]?\d)/(?P<year>(?:19|20)\d\d)\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b")

_HALF = r"(?: ?(?P<half>[ap])(?:m\b|\.m\b(?:\.(?=,|;|\)| +[a-z0-9]))?))"  # the last point may end the sentence
_CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?!\d|\.\d|%)" + _HALF + "?", re.I)
_ON_THE_HOUR = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9])" + _HALF, re.I)
_RANGE = re.compile(
    r"(?P<first>\b\d{1,2}(?:[:.][0-5]\d)?(?: ?[ap]\.?m\.?)?)"
    + _DASH
    + r"(?=\d{1,2}(?:[:.][0-5]\d)? ?[ap]\.?m|\d{1,2}:[0-5]\d)",
    re.I,
)

_UNITS = {"min": "minute", "hr": "hour", "sec": "second", "wk": "week", "mth": "month", "yr": "year"}
_DURATION = re.compile(
    r"\b(?P<low>\d+(?:\.\d+)?)(?:(?P<dash>" + _DASH + r"| to )(?P<high>\d+(?:\.\d+)?))?[ -]?"
    r"(?P<unit>mins?|hrs?|secs?|wks?|mths?|yrs?|minutes?|hours?|seconds?|weeks?|months?|years?|days?)\b\.?(?P<end>(?=\s+[A-Z]|$))?",
)
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_LONG_DAY = "|".join(sorted({*_DAYS, *_DAYS.values()}, key=len, reverse=True))
_DAY_RANGE = re.compile(rf"\b({_LONG_DAY})s?{_DASH}({_LONG_DAY})\b")
_DAY_NAME = re.compile(r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=,? \d|,|:| to | and |$| [A-Z])")


def speak_times(text: str) -> str:
    """The text with dates, weekdays, times of day and durations in words."""
    text = _DAY_RANGE.sub(lambda found: f"{_day(found[1])} to {_day(found[2])}", text)
    text = _DAY_NAME.sub(lambda found: _day(found[1]), text)
    for shape in (_ISO, _SLASHED, _DAY_MONTH, _MONTH_DAY):
        text = shape.sub(_date, text)
    text = _RANGE.sub(lambda found: f"{found['first']} to ", text)
    text = _CLOCK.sub(_clock, text)
    text = _ON_THE_HOUR.sub(lambda found: _twelve_hours(int(found["hour"]), 0, found["half"]), text)
    return _DURATION.sub(_duration, text)


def _day(name: str) -> str:
    return _DAYS.get(name, name)


def _date(found: re.Match[str]) -> str:
    parts = found.groupdict()
    day = int(parts["day"])
    month = parts["month"]
    name = _month_name(month)
    if not 1 <= day <= 31 or name is None:
        return found[0]
    spoken = f"the {ordinal(day)} of {name}"
    return f"{spoken}, {year(int(parts['year']))}" if parts.get("year") else spoken


def _month_name(month: str) -> str | None:
    if month.isdigit():
        return _MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else None
    return next(name for name in _MONTHS if name.startswith(month[:3]))


def _clock(found: re.Match[str]) -> str:
    hour, minute, half = int(found["hour"]), int(found["minute"]), found["half"]
    if "." in found[0].split("m")[0] and half is None and ":" not in found[0]:
        return found[0]  # 9.30 without am or pm may as well be a price or a length
    if half is not None and 1 <= hour <= 12:
        return _twelve_hours(hour, minute, half)
    if half is None and hour in (0, 24) and minute == 0:
        return "midnight"
    if half is None and hour == 12 and minute == 0:
        return "midday"
    if half is None and found["hour"][0] != "0" and hour < 12:
        return f"{cardinal(hour)} {_minutes(minute)}" if minute else f"{cardinal(hour)} o'clock"
    return _twelve_hours((hour - 1) % 12 + 1, minute, "p" if 12 <= hour < 24 else "a")


def _twelve_hours(hour: int, minute: int, half: str) -> str:
    if hour == 12 and minute == 0:
        return "midday" if half.lower() == "p" else "midnight"
    words = f"{cardinal(hour)} {_minutes(minute)}" if minute else cardinal(hour)
    return f"{words} {half.lower()}m"


def _minutes(minute: int) -> str:
    return f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute)


def _duration(found: re.Match[str]) -> str:
    low, high = found["low"], found["high"]
    stem = found["unit"].rstrip("s")
    unit = _UNITS.get(stem, stem)
    spoken = decimal(low) + (f" to {decimal(high)}" if high else "")
    is_adjective = "-" in found[0] and not high
    plural = "" if is_adjective or (high or low) == "1" else "s"
    full_stop = "." if found[0].endswith(".") and found["end"] is not None else ""
    return f"{spoken}{'-' if is_adjective else ' '}{unit}{plural}{full_stop}"
