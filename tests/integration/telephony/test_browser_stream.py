"""Test calls from the dashboard over a real WebSocket: who may, and what breaks them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.integration.telephony.conftest import Edge, serve
from tests.integration.telephony.peers import BrowserPeer
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from voxanne.telephony.front_desk import RefusalReason, Refused, StreamLimits
from voxanne.telephony.port import LegCloseReason

START = '{"event":"start","rate_hz":16000}'


async def messages(connection: ClientConnection) -> list[dict[str, Any]]:
    """Everything until the server closes."""
    found = []
    try:
        while True:
            found.append(json.loads(await connection.recv()))
    except ConnectionClosed:
        return found


@pytest.mark.parametrize(
    ("origin", "cookie"),
    [
        (None, ""),
        (None, "member=forged"),
        ("", "member=signed-in"),
        ("https://evil.example", "member=signed-in"),
        ("null", "member=signed-in"),
    ],
    ids=["no cookie", "unknown session", "no origin", "another site", "sandboxed page"],
)
async def test_only_a_signed_in_member_on_our_own_page_may_call(edge: Edge, origin: str | None, cookie: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await BrowserPeer.open(edge, origin=origin, cookie=cookie)
    assert refusal.value.response.status_code == 403
    assert edge.desk.answered.empty()


async def test_the_browser_learns_which_call_it_is(edge: Edge) -> None:
    connection = await BrowserPeer.open(edge)
    await connection.send(START)
    ready = json.loads(await connection.recv())
    call = await edge.desk.next_call()
    assert ready == {"event": "ready", "call_id": str(call.offer.call_id), "rate_hz": 16000}
    assert (call.leg.carrier, call.leg.rate_hz) == ("browser", 16000)
    await connection.close()


@pytest.mark.parametrize("first", [b"\0\0", '{"event":"hang_up"}', '{"event":"start","rate_hz":48000}', "nonsense"])
async def test_nothing_may_come_before_start(edge: Edge, first: str | bytes) -> None:
    connection = await BrowserPeer.open(edge)
    await connection.send(first)
    assert await messages(connection) == []
    assert connection.close_code == 1002
    assert edge.desk.answered.empty()


@pytest.mark.parametrize("why", [RefusalReason.BUSY, RefusalReason.DRAINING])
async def test_a_refused_test_call_says_why(edge: Edge, why: RefusalReason) -> None:
    edge.desk.verdict = Refused(why)
    connection = await BrowserPeer.open(edge)
    await connection.send(START)
    [refused] = await messages(connection)
    assert (refused["event"], refused["reason"]) == ("refused", why.value)
    assert refused["message"]
    assert connection.close_code == 1013


async def test_with_the_database_down_a_test_call_is_refused_for_now(edge: Edge) -> None:
    edge.desk.is_down = True
    connection = await BrowserPeer.open(edge)
    await connection.send(START)
    [refused] = await messages(connection)
    assert (refused["event"], refused["reason"]) == ("refused", "unavailable")


@pytest.mark.parametrize("broken", [b"\0", bytes(33_000), '{"event":"digit","digit":"55"}', START, "[]"])
async def test_a_malformed_message_ends_the_call_with_a_reason(edge: Edge, broken: str | bytes) -> None:
    peer = await BrowserPeer.call(edge)
    call = await edge.desk.next_call()
    await peer.connection.send(broken)
    assert (await call.ending()).reason is LegCloseReason.PROTOCOL_ERROR
    assert await messages(peer.connection) == [{"event": "ended", "reason": "protocol_error"}]
    assert peer.connection.close_code == 1002


@pytest.mark.parametrize(
    ("who", "reason"), [("caller", "caller_hung_up"), ("receptionist", "we_hung_up")], ids=["caller", "receptionist"]
)
async def test_the_browser_learns_who_hung_up(edge: Edge, who: str, reason: str) -> None:
    peer = await BrowserPeer.call(edge)
    call = await edge.desk.next_call()
    if who == "caller":
        await peer.hang_up()
    else:
        await call.leg.hang_up()
    assert await messages(peer.connection) == [{"event": "ended", "reason": reason}]
    assert peer.connection.close_code == 1000


async def test_a_page_that_never_starts_is_closed(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(start_s=0.2))
    connection = await BrowserPeer.open(edge)
    assert await messages(connection) == []
    assert connection.close_code == 1002
    await edge.stop()


async def test_a_browser_that_falls_silent_ends_its_call(tmp_path: Path) -> None:
    edge = await serve(tmp_path, StreamLimits(silence_s=0.3))
    peer = await BrowserPeer.call(edge)
    call = await edge.desk.next_call()
    assert (await call.ending()).reason is LegCloseReason.PEER_SILENT
    assert await messages(peer.connection) == [{"event": "ended", "reason": "peer_silent"}]
    await edge.stop()
