"""What every leg promises, whichever carrier brings it: one suite against each adapter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
import pytest
from tests.integration.telephony.conftest import Edge
from tests.integration.telephony.desk import AnsweredCall
from tests.integration.telephony.peers import BrowserPeer, Peer, TwilioPeer

from voxanne.audio.pcm import Pcm
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, MarkPlayed

PEERS = {"twilio": TwilioPeer, "browser": BrowserPeer}
SPEECH = (np.sin(np.arange(160) / 5) * 8000).astype(np.int16)


@dataclass
class Connected:
    peer: Peer
    call: AnsweredCall


@pytest.fixture(params=PEERS)
async def connected(request: pytest.FixtureRequest, edge: Edge) -> AsyncIterator[Connected]:
    peer = await PEERS[request.param].call(edge)
    call = await edge.desk.next_call()
    assert call.leg.carrier == request.param
    yield Connected(peer, call)
    await call.leg.hang_up()


def heard_audio(call: AnsweredCall) -> list[CallerAudio]:
    return [event for event in call.heard if isinstance(event, CallerAudio)]


async def test_caller_audio_arrives_at_the_legs_rate_and_in_its_place(connected: Connected) -> None:
    for _ in range(3):
        await connected.peer.speak(SPEECH)
    await connected.call.wait_for(3, CallerAudio)
    audio = heard_audio(connected.call)
    assert [piece.at_ms for piece in audio] == [0, 20, 40]
    assert {len(piece.pcm) for piece in audio} == {connected.call.leg.rate_hz // 50}
    assert {piece.pcm.dtype for piece in audio} == {np.dtype(np.int16)}
    assert np.abs(audio[0].pcm.astype(np.int32)).max() > 7000


async def test_what_we_play_is_what_the_peer_gets(connected: Connected) -> None:
    played = np.tile(SPEECH, 7)
    await connected.call.leg.play(played)
    got: list[Pcm] = []
    while sum(map(len, got)) < len(played):
        sent = await connected.peer.next_sent()
        assert sent is not None
        assert sent.audio is not None
        got.append(sent.audio)
    difference = np.concatenate(got).astype(np.int32) - played
    assert np.abs(difference).max() <= 512, "µ-law may round, nothing more"


async def test_marks_stand_behind_the_audio_and_come_back(connected: Connected) -> None:
    await connected.call.leg.play(SPEECH)
    await connected.call.leg.mark("one")
    first, second = await connected.peer.next_sent(), await connected.peer.next_sent()
    assert first is not None
    assert first.audio is not None
    assert second is not None
    assert second.mark == "one"
    await connected.peer.return_mark("one")
    assert await connected.call.wait_for(1, MarkPlayed) == [MarkPlayed("one")]


async def test_a_clear_reaches_the_peer(connected: Connected) -> None:
    await connected.call.leg.clear()
    sent = await connected.peer.next_sent()
    assert sent is not None
    assert sent.is_clear


async def test_digits_are_heard_in_order(connected: Connected) -> None:
    for digit in "1*#":
        await connected.peer.press(digit)
    assert await connected.call.wait_for(3, DigitHeard) == [DigitHeard("1"), DigitHeard("*"), DigitHeard("#")]


async def test_the_caller_hangs_up(connected: Connected) -> None:
    await connected.peer.speak(SPEECH)
    await connected.peer.hang_up()
    assert (await connected.call.ending()).reason is LegCloseReason.CALLER_HUNG_UP
    assert len(heard_audio(connected.call)) == 1, "audio before the end is not lost"


async def test_a_peer_that_vanishes_is_gone(connected: Connected) -> None:
    await connected.peer.vanish()
    assert (await connected.call.ending()).reason is LegCloseReason.PEER_GONE


async def test_a_broken_protocol_ends_the_leg_with_a_reason(connected: Connected) -> None:
    await connected.peer.break_protocol()
    ending = await connected.call.ending()
    assert ending.reason is LegCloseReason.PROTOCOL_ERROR
    assert "JSON" in ending.detail


async def test_we_hang_up_once_and_for_all(connected: Connected) -> None:
    await connected.call.leg.hang_up()
    assert (await connected.call.ending()).reason is LegCloseReason.WE_HUNG_UP
    assert await connected.peer.next_sent() is None


async def test_there_is_exactly_one_close_and_it_is_last(connected: Connected) -> None:
    await connected.peer.hang_up()
    await connected.call.ending()
    await connected.call.leg.hang_up()
    async with asyncio.timeout(5):
        await connected.call.returned.wait()
    assert [isinstance(event, LegClosed) for event in connected.call.heard] == [
        *[False] * (len(connected.call.heard) - 1),
        True,
    ]


async def test_a_closed_leg_takes_everything_and_does_nothing(connected: Connected) -> None:
    await connected.peer.vanish()
    await connected.call.ending()
    await connected.call.leg.play(SPEECH)
    await connected.call.leg.mark("late")
    await connected.call.leg.clear()
    await connected.call.leg.hang_up()
