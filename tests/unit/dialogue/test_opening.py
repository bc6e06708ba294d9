"""Opening hours are computed in the clinic's own calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from voxanne.dialogue.clinic import Holiday, Interval, OpeningHours
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local import spoken
from voxanne.dialogue.local.opening import When, find_when, intervals_on, is_open, next_opening
from voxanne.dialogue.port import Citation

DAY = (Interval(time(9), time(13)), Interval(time(14), time(18)))
HOURS = OpeningHours(
    week=(DAY, DAY, DAY, DAY, DAY, (Interval(time(10), time(16)),), ()),
    source=Citation(UUID(int=1), UUID(int=2), "Opening hours"),
    holidays=(Holiday(date(2026, 12, 25), "Christmas Day"),),
)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("are you open on Saturday", When(days=(date(2026, 11, 28),))),
        ("are you open tomorrow", When(days=(date(2026, 11, 24),))),
        ("what about the day after tomorrow", When(days=(date(2026, 11, 25),))),
        ("are you open at the weekend", When(days=(date(2026, 11, 28), date(2026, 11, 29)))),
        ("are you open on the 3rd of December", When(days=(date(2026, 12, 3),))),
        ("are you open on December the twenty first", When(days=(date(2026, 12, 21),))),
        ("are you open on Boxing Day", When(days=(date(2026, 12, 26),))),
        ("new year's day", When(days=(date(2027, 1, 1),))),
        ("are you open now", When(is_now=True)),
        ("are you open on bank holidays", When(is_bank_holidays=True)),
        ("are you open at half past five", When(days=(MONDAY,), at=time(17, 30))),
        ("are you open at 10 am on Friday", When(days=(date(2026, 11, 27),), at=time(10))),
        ("what are your hours", When()),
    ],
)
def test_the_time_a_question_means(said: str, when: When) -> None:
    assert find_when(normal(said), MONDAY) == when


@pytest.mark.parametrize(
    ("moment", "opened"),
    [((23, 9, 0), True), ((23, 13, 30), False), ((23, 17, 59), True), ((23, 18, 0), False), ((29, 12, 0), False)],
)
def test_open_or_closed(moment: tuple[int, int, int], opened: bool) -> None:
    day, hour, minute = moment
    assert is_open(HOURS, datetime(2026, 11, day, hour, minute, tzinfo=UTC)) is opened


def test_a_holiday_overrides_its_weekday() -> None:
    assert intervals_on(HOURS, date(2026, 12, 25)) == ((), "Christmas Day")


def test_the_next_opening_skips_closed_days() -> None:
    assert next_opening(HOURS, datetime(2026, 11, 28, 17, 0, tzinfo=UTC)) == (date(2026, 11, 30), time(9))
    assert next_opening(HOURS, datetime(2026, 11, 23, 13, 15, tzinfo=UTC)) == (MONDAY, time(14))


def test_a_clinic_that_never_opens_has_no_next_opening() -> None:
    never = OpeningHours(week=((),) * 7, source=HOURS.source)
    assert next_opening(never, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) is None


def test_equal_days_are_said_together() -> None:
    assert spoken.week(HOURS) == (
        "We're open Monday to Friday from 9 am to 1 pm and from 2 pm to 6 pm; Saturday from 10 am to 4 pm."
        " We're closed on Sunday."
    )


@pytest.mark.parametrize(
    ("pence", "said"), [(0, "free"), (12_500, "£125"), (12_550, "£125.50"), (150_000, "£1,500"), (5, "£0.05")]
)
def test_money(pence: int, said: str) -> None:
    assert spoken.money(pence) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(15, "15 minutes"), (60, "an hour"), (90, "an hour and a half"), (75, "an hour and 15 minutes"), (120, "2 hours")],
)
def test_durations(number: int, said: str) -> None:
    assert spoken.minutes(number) == said


@pytest.mark.parametrize(("moment", "said"), [(time(9), "9 am"), (time(12), "midday"), (time(17, 30), "5:30 pm")])
def test_times_of_day(moment: time, said: str) -> None:
    assert spoken.clock(moment) == said
