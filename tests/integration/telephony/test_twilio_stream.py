"""Twilio's media stream over a real WebSocket: the whole conversation, and everything that breaks it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from pathlib import Path

import numpy as np
import pytest
from tests.integration.telephony.carrier import STREAM, CarrierStream
from tests.integration.telephony.conftest import AUTH_TOKEN, Edge, serve
from twilio.request_validator import RequestValidator
from websockets.exceptions import ConnectionClosed, InvalidStatus

from voxanne.audio.g711 import encode_ulaw
from voxanne.telephony.front_desk import StreamLimits
from voxanne.telephony.port import CallerAudio, DigitHeard, LegCloseReason, MarkPlayed
from voxanne.telephony.waiting_room import MAX_WAITING

TONE = (np.sin(np.arange(480) / 5) * 8000).astype(np.int16)


async def test_a_call_is_heard_and_answered(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    assert (call.leg.carrier, call.leg.rate_hz) == ("twilio", 8000)
    await carrier.say_media(encode_ulaw(TONE[:160]))
    await carrier.say_media()
    await carrier.say_digit("5")
    audio = await call.wait_for(2, CallerAudio)
    assert [piece.at_ms for piece in audio if isinstance(piece, CallerAudio)] == [0, 20]
    assert await call.wait_for(1, DigitHeard) == [DigitHeard("5")]

    await call.leg.play(TONE)
    await call.leg.mark("greeting")
    await call.leg.clear()
    sent = [await carrier.receive() for _ in range(5)]
    assert [message["event"] for message in sent] == ["media", "media", "media", "mark", "clear"]
    assert {message["streamSid"] for message in sent} == {STREAM}
    played = b"".join(base64.b64decode(message["media"]["payload"]) for message in sent[:3])
    assert played == encode_ulaw(TONE)
    await carrier.say_mark("greeting")
    assert await call.wait_for(1, MarkPlayed) == [MarkPlayed("greeting")]

    await carrier.say_stop()
    assert (await call.ending()).reason is LegCloseReason.CALLER_HUNG_UP
    assert await carrier.close_code() == 1000


async def test_when_we_hang_up_the_connection_closes(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    await call.leg.hang_up()
    await call.leg.hang_up()
    assert await carrier.close_code() == 1000
    assert (await call.ending()).reason is LegCloseReason.WE_HUNG_UP
    await call.leg.play(TONE)
    await call.leg.mark("late")
    await call.leg.clear()


async def test_an_unknown_token_is_refused(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url, token="guessed")
    assert await carrier.close_code() == 1008
    assert edge.desk.answered.empty()


async def test_with_the_database_down_the_stream_is_closed(edge: Edge) -> None:
    edge.desk.is_down = True
    carrier = await CarrierStream.start(edge.ws_url)
    assert await carrier.close_code() == 1011


async def test_an_altered_signature_on_the_upgrade_is_forbidden(edge: Edge) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await CarrierStream.open(edge.ws_url, additional_headers={"X-Twilio-Signature": "bm90IGl0"})
    assert refusal.value.response.status_code == 403


async def test_a_signed_upgrade_is_let_in(edge: Edge) -> None:
    url = f"{edge.ws_url}/telephony/twilio/stream"
    signature = RequestValidator(AUTH_TOKEN).compute_signature(url, {})
    carrier = await CarrierStream.open(edge.ws_url, additional_headers={"X-Twilio-Signature": signature})
    await carrier.say_connected()
    await carrier.say_start()
    await edge.desk.next_call()
    await carrier.hang_up()


MALFORMED = {
    "no JSON": "{",
    "no object": "[]",
    "audio that is no base64": json.dumps(
        {
            "event": "media",
            "streamSid": STREAM,
            "media": {"track": "inbound", "chunk": "1", "timestamp": "0", "payload": "@@@@"},
        }
    ),
    "a second start": json.dumps({"event": "start", "start": {}, "streamSid": STREAM}),
    "another stream": json.dumps({"event": "stop", "streamSid": "MZother"}),
    "a wrong type": json.dumps({"event": "dtmf", "dtmf": {"digit": 5}}),
    "binary rubbish": bytes(range(256)),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_message_ends_its_call_tidily_and_no_other(edge: Edge, message: str | bytes) -> None:
    broken = await CarrierStream.start(edge.ws_url)
    broken_call = await edge.desk.next_call()
    healthy = await CarrierStream.start(edge.ws_url)
    healthy_call = await edge.desk.next_call()

    await broken.connection.send(message)
    ending = await broken_call.ending()
    assert ending.reason is LegCloseReason.PROTOCOL_ERROR
    assert ending.detail
    assert await broken.close_code() == 1002

    await healthy.say_media()
    await healthy_call.wait_for(1, CallerAudio)
    await healthy.say_stop()
    assert (await healthy_call.ending()).reason is LegCloseReason.CALLER_HUNG_UP


async def test_a_message_of_10_mb_ends_its_call_tidily(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    with contextlib.suppress(ConnectionClosed):  # the server closes before it has taken in all of it
        await carrier.connection.send("x" * 10_000_000)
    assert (await call.ending()).reason is LegCloseReason.PROTOCOL_ERROR
    assert await carrier.close_code() == 1009


@pytest.mark.parametrize("first", ["media", "digit", "mark", "stop"])
async def test_nothing_may_come_before_start(edge: Edge, first: str) -> None:
    carrier = await CarrierStream.open(edge.ws_url)
    await carrier.say_connected()
    match first:
        case "media":
            await carrier.say_media()
        case "digit":
            await carrier.say_digit("1")
        case "mark":
            await carrier.say_mark("m")
        case _:
            await carrier.say_stop()
    assert await carrier.close_code() == 1002
    assert edge.desk.answered.empty()


async def test_a_connection_gone_mid_word_is_noticed(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    await carrier.say_media()
    await call.wait_for(1, CallerAudio)
    carrier.connection.transport.abort()
    assert (await call.ending()).reason is LegCloseReason.PEER_GONE
    async with asyncio.timeout(5):
        await call.returned.wait()
    await carrier.connection.wait_closed()


async def test_a_stream_that_never_starts_is_closed(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(start_s=0.2))
    carrier = await CarrierStream.open(edge.ws_url)
    await carrier.say_connected()
    assert await carrier.close_code() == 1002
    await edge.stop()


async def test_connections_that_never_start_cannot_fill_the_node(edge: Edge) -> None:
    idle = [await CarrierStream.open(edge.ws_url) for _ in range(MAX_WAITING)]
    with pytest.raises(InvalidStatus) as refusal:
        await CarrierStream.open(edge.ws_url)
    assert refusal.value.response.status_code == 403
    for stream in idle:
        await stream.hang_up()
    carrier = await CarrierStream.start(edge.ws_url)
    await edge.desk.next_call()
    await carrier.hang_up()


async def test_a_silent_stream_ends_its_call(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(silence_s=0.3))
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    await carrier.say_media()
    assert (await call.ending()).reason is LegCloseReason.PEER_SILENT
    assert await carrier.close_code() == 1000
    await edge.stop()


async def test_a_stream_that_keeps_talking_is_not_silent(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(silence_s=0.5))
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    for _ in range(50):
        await carrier.say_media()
        await asyncio.sleep(0.02)
    assert not call.closed.is_set()
    await carrier.hang_up()
    await edge.stop()


async def test_a_stopping_server_ends_its_calls_and_does_not_hang(edge: Edge) -> None:
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    await edge.stop()
    assert (await call.ending()).reason is LegCloseReason.WE_HUNG_UP
    assert await carrier.close_code() == 1012


async def test_a_call_that_never_finishes_cannot_hold_its_connection(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(finish_s=0.2))
    edge.desk.ignores_its_caller = True
    carrier = await CarrierStream.start(edge.ws_url)
    call = await edge.desk.next_call()
    await carrier.hang_up()
    await call.ending()
    async with asyncio.timeout(5):
        await call.returned.wait()
    await edge.stop()


async def test_a_hundred_callers_who_vanish_leave_no_task_behind(edge: Edge) -> None:
    before = len(asyncio.all_tasks())
    for _ in range(100):
        carrier = await CarrierStream.start(edge.ws_url)
        call = await edge.desk.next_call()
        carrier.connection.transport.abort()
        async with asyncio.timeout(5):
            await call.returned.wait()
        await carrier.connection.wait_closed()
    async with asyncio.timeout(5):
        while len(asyncio.all_tasks()) > before:  # noqa: ASYNC110  nothing announces a task's end
            await asyncio.sleep(0.01)
