"""The fake leg keeps the promises that the real ones do, so that what is proven on it holds for them.

The real legs' suite is in tests/integration/telephony/test_leg_contract.py.
"""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.leg import FakeLeg
from tests.fakes.speech import Sayings

from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, LegEvent, MarkPlayed

SECOND = np.full(8000, 900, dtype=np.int16)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def leg(clock: FakeClock) -> FakeLeg:
    return FakeLeg(clock, Sayings())


async def heard(leg: FakeLeg, clock: FakeClock, for_ms: int) -> list[LegEvent]:
    """Everything the leg tells until it closes."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_all(leg))
        await clock.advance(for_ms)
    return task.result()


async def _all(leg: FakeLeg) -> list[LegEvent]:
    return [event async for event in leg.events()]


async def test_caller_audio_is_in_its_place_on_the_media_clock(leg: FakeLeg, clock: FakeClock) -> None:
    leg.hangs_up(at_ms=100)
    events = await heard(leg, clock, 200)
    audio = [event for event in events if isinstance(event, CallerAudio)]
    assert [piece.at_ms for piece in audio] == [0, 20, 40, 60]
    assert {len(piece.pcm) for piece in audio} == {leg.rate_hz // 50}


async def test_digits_are_heard_in_order(leg: FakeLeg, clock: FakeClock) -> None:
    leg.presses("1*#", at_ms=20)
    leg.hangs_up(at_ms=1000)
    events = await heard(leg, clock, 1100)
    assert [event for event in events if isinstance(event, DigitHeard)] == [
        DigitHeard("1"),
        DigitHeard("*"),
        DigitHeard("#"),
    ]


@pytest.mark.parametrize("reason", list(LegCloseReason))
async def test_there_is_exactly_one_close_and_it_is_last(
    leg: FakeLeg, clock: FakeClock, reason: LegCloseReason
) -> None:
    leg.hangs_up(at_ms=100, reason=reason)
    events = await heard(leg, clock, 200)
    assert [event for event in events if isinstance(event, LegClosed)] == [LegClosed(reason)]
    assert isinstance(events[-1], LegClosed)


async def test_marks_come_back_when_their_audio_was_played(leg: FakeLeg, clock: FakeClock) -> None:
    await leg.play(SECOND)
    await leg.mark("end")
    leg.hangs_up(at_ms=1500)
    events = await heard(leg, clock, 1600)
    before = events[: events.index(MarkPlayed("end"))]
    assert len([event for event in before if isinstance(event, CallerAudio)]) in (49, 50)


async def test_a_clear_returns_the_marks_at_once(leg: FakeLeg, clock: FakeClock) -> None:
    await leg.play(SECOND)
    await leg.mark("end")
    await leg.clear()
    leg.hangs_up(at_ms=100)
    events = await heard(leg, clock, 200)
    assert MarkPlayed("end") in events[:2]


async def test_we_hang_up_and_the_leg_takes_nothing_more(leg: FakeLeg, clock: FakeClock) -> None:
    await leg.hang_up()
    await leg.hang_up()
    await leg.play(SECOND)
    assert leg.heard_ms == 0
    assert await heard(leg, clock, 100) == [LegClosed(LegCloseReason.WE_HUNG_UP)]
