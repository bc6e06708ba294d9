"""Facts in spoken English: money, durations, times, days, lists. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from voxanne.dialogue.clinic import Interval, OpeningHours, Service
from voxanne.dialogue.local.opening import DAYS


def money(pence: int) -> str:
    """12550 is "£125.50", 12500 is "£125", 0 is "free"."""
    if pence == 0:
        return "free"
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}" if rest == 0 else f"£{pounds:,}.{rest:02d}"


def minutes(number: int) -> str:
    """45 is "45 minutes", 60 "an hour", 90 "an hour and a half", 75 "an hour and 15 minutes"."""
    hours, rest = divmod(number, 60)
    if hours == 0:
        return f"{rest} minutes"
    whole = "an hour" if hours == 1 else f"{hours} hours"
    return {0: whole, 30: f"{whole} and a half" if hours == 1 else f"{hours} and a half hours"}.get(
        rest, f"{whole} and {rest} minutes"
    )


def clock(moment: time) -> str:
    """09:00 is "9 am", 17:30 "5:30 pm", 12:00 "midday"."""
    if moment == time(12, 0):
        return "midday"
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour} {half}" if moment.minute == 0 else f"{hour}:{moment.minute:02d} {half}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def span(intervals: Sequence[Interval]) -> str:
    """ "from 9 am to 1 pm and from 2 pm to 6 pm"."""
    return listed([f"from {clock(i.opens)} to {clock(i.closes)}" for i in intervals])


def day_name(day: date, today: date) -> str:
    """ "today", "tomorrow", "Saturday", or "on Monday the 25th of December" when it is more than six days away."""
    if day == today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    if day <= today + timedelta(days=6):
        return f"on {DAYS[day.weekday()]}"
    return f"on {DAYS[day.weekday()]} the {ordinal(day.day)} of {day:%B}"


def ordinal(number: int) -> str:
    """1 is "1st", 22 "22nd", 13 "13th"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def week(hours: OpeningHours) -> str:
    """The week in one sentence, days with equal hours together."""
    groups: list[tuple[int, int, tuple[Interval, ...]]] = []
    for day, intervals in enumerate(hours.week):
        if groups and groups[-1][2] == intervals and intervals:
            groups[-1] = (groups[-1][0], day, intervals)
        else:
            groups.append((day, day, intervals))
    opened = [f"{_days(first, last)} {span(intervals)}" for first, last, intervals in groups if intervals]
    closed = [DAYS[first] for first, last, intervals in groups if not intervals]
    sentence = f"We're open {'; '.join(opened)}" if opened else "We have no regular opening hours"
    return f"{sentence}. We're closed on {listed(closed)}." if closed else f"{sentence}."


def _days(first: int, last: int) -> str:
    return DAYS[first] if first == last else f"{DAYS[first]} {'and' if last == first + 1 else 'to'} {DAYS[last]}"


def price(service: Service) -> str | None:
    """What a service costs, as the end of a sentence that begins with its name; None when it is not known."""
    if service.options:
        parts = [f"{money(option.price_pence)} for {option.label}" for option in service.options]
        return f"is {listed(parts)}"
    if service.price_pence is None:
        return None
    if service.price_to_pence is not None:
        return f"costs between {money(service.price_pence)} and {money(service.price_to_pence)}"
    return f"{'starts from' if service.price_is_from else 'is'} {money(service.price_pence)}"


def duration(service: Service) -> str | None:
    """How long a service takes, as the end of a sentence that begins with its name; None when it is not known."""
    if service.duration_minutes is None:
        return None
    if service.duration_to_minutes is not None:
        return f"takes between {minutes(service.duration_minutes)} and {minutes(service.duration_to_minutes)}"
    return f"takes about {minutes(service.duration_minutes)}"
