"""The bounded inbox of a leg."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from voxanne.errors import PeerProtocolError
from voxanne.telephony.inbox import LegInbox
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, LegEvent

GONE = LegClosed(LegCloseReason.PEER_GONE)


def audio(at_ms: int) -> CallerAudio:
    return CallerAudio(np.zeros(160, dtype=np.int16), at_ms)


def told(events: list[LegEvent]) -> list[object]:
    return [event.at_ms if isinstance(event, CallerAudio) else event for event in events]


async def test_events_come_in_order_and_end_with_the_close() -> None:
    inbox = LegInbox()
    for event in (audio(0), DigitHeard("1"), audio(20), GONE):
        inbox.put(event)
    assert told([event async for event in inbox.events()]) == [0, DigitHeard("1"), 20, GONE]


async def test_full_of_audio_it_drops_the_oldest_audio_and_no_digit() -> None:
    inbox = LegInbox(max_audio=2)
    for event in (DigitHeard("1"), audio(0), DigitHeard("2"), audio(20), audio(40), GONE):
        inbox.put(event)
    assert told([event async for event in inbox.events()]) == [DigitHeard("1"), DigitHeard("2"), 20, 40, GONE]
    assert inbox.dropped_audio == 1


async def test_only_the_first_close_counts() -> None:
    inbox = LegInbox()
    inbox.put(LegClosed(LegCloseReason.CALLER_HUNG_UP))
    inbox.put(GONE)
    inbox.put(audio(0))
    assert told([event async for event in inbox.events()]) == [LegClosed(LegCloseReason.CALLER_HUNG_UP)]


async def test_a_flood_of_digits_breaks_the_protocol() -> None:
    inbox = LegInbox(max_control=3)
    inbox.put(audio(0))
    for _ in range(3):
        inbox.put(DigitHeard("1"))
    with pytest.raises(PeerProtocolError, match="more than 3"):
        inbox.put(DigitHeard("1"))


async def test_a_waiting_reader_is_woken() -> None:
    inbox = LegInbox()
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(_all(inbox))
        await asyncio.sleep(0)
        inbox.put(audio(0))
        await asyncio.sleep(0)
        inbox.put(GONE)
    assert told(reading.result()) == [0, GONE]


async def _all(inbox: LegInbox) -> list[LegEvent]:
    return [event async for event in inbox.events()]
