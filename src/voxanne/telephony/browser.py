"""Test calls from the dashboard: the WebSocket behind the "Test call" page. A thin edge.

The protocol is described in `browser_wire`. A browser sends its cookies to any WebSocket of ours, also
from another site's page, so the `Origin` must be our own (RFC 6455 §10.2) and is required.
"""

from __future__ import annotations

import asyncio

import structlog
from fastapi import APIRouter, WebSocket

from voxanne.errors import PeerProtocolError, ProviderError
from voxanne.settings import Settings
from voxanne.telephony.browser_wire import (
    BrowserWire,
    Started,
    decode_control,
    encode_ready,
    encode_refused,
)
from voxanne.telephony.front_desk import (
    CallOffer,
    RefusalReason,
    Refused,
    SignedInMember,
    TelephonyServices,
    services_of,
)
from voxanne.telephony.leg_socket import POLICY, PROTOCOL_ERROR, TRY_LATER, LegSocket, SocketClosed
from voxanne.telephony.stream_leg import StreamLeg, converse

STREAM_PATH = "/telephony/browser/stream"
HOUSE_DEADLINE_S = 8.0

_MESSAGES = {
    RefusalReason.BUSY: "All lines are busy at the moment. Try again in a few minutes.",
    RefusalReason.DRAINING: "The server is about to restart. Try again in a minute.",
    RefusalReason.UNKNOWN_NUMBER: "Add a phone number to this organisation first.",
}
_UNAVAILABLE = "The test call could not be set up. Try again in a moment."

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)


@router.websocket(STREAM_PATH)
async def stream(websocket: WebSocket) -> None:
    """One test call."""
    services = services_of(websocket)
    member = await _member(websocket, services)
    if member is None:
        await websocket.close(POLICY)  # before accepting: the handshake is answered with 403
        return
    await websocket.accept()
    limits = services.stream_limits
    socket = LegSocket(websocket, limits.send_s)
    if not await _starts(socket, limits.start_s):
        await socket.close(PROTOCOL_ERROR)
        return
    offer = await _admit(socket, member, services)
    if offer is None:
        await socket.close(TRY_LATER)
        return
    await socket.send(encode_ready(str(offer.call_id)))
    leg = StreamLeg(socket, BrowserWire(), services.clock, limits)
    await converse(services.front_desk, leg, offer, limits)


def is_own_origin(origin: str | None, settings: Settings) -> bool:
    """Whether a page of ours opened the connection; on loopback its two names count as one."""
    if origin is None:
        return False
    own = {settings.origin}
    for name, other in (("127.0.0.1", "localhost"), ("localhost", "127.0.0.1")):
        if settings.origin.startswith(f"http://{name}:"):
            own.add(settings.origin.replace(name, other, 1))
    return origin in own


async def _member(websocket: WebSocket, services: TelephonyServices) -> SignedInMember | None:
    if not is_own_origin(websocket.headers.get("origin"), services.settings):
        return None
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            return await services.sign_in(websocket)
    except (ProviderError, TimeoutError):
        log.error("member could not be looked up", exc_info=True)
        return None


async def _starts(socket: LegSocket, deadline_s: float) -> bool:
    """Whether the first message is a proper `start`, in time."""
    try:
        async with asyncio.timeout(deadline_s):
            message = await socket.receive()
        if isinstance(message, SocketClosed):
            return False
        if isinstance(message, bytes):
            raise PeerProtocolError("audio before start")
        return isinstance(decode_control(message), Started)
    except TimeoutError:
        log.warning("test call refused", why="no start in time")
    except PeerProtocolError as error:
        log.warning("test call refused", why=error.message)
    return False


async def _admit(socket: LegSocket, member: SignedInMember, services: TelephonyServices) -> CallOffer | None:
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            verdict = await services.front_desk.admit_test_call(member)
    except (ProviderError, TimeoutError):
        log.error("test call could not be admitted", exc_info=True)
        await socket.send(encode_refused("unavailable", _UNAVAILABLE))
        return None
    if isinstance(verdict, Refused):
        log.info("test call refused", why=verdict.why.value)
        await socket.send(encode_refused(verdict.why.value, _MESSAGES.get(verdict.why, _UNAVAILABLE)))
        return None
    return verdict
