"""Calls from Twilio: the signed webhooks and the media stream's WebSocket. A thin edge.

    POST /telephony/twilio/voice    a call rings: connect its media to us, or say why not
    WS   /telephony/twilio/stream   its media, opened with the one-time token of the answer above
    POST /telephony/twilio/resume   the stream is over: hang up, or apologise when it broke
    POST /telephony/twilio/status   status callbacks

A webhook always gets an answer that the caller can hear, also when the database is down: Twilio waits
15 s in all, so every question to the house has a deadline well below that.
"""

from __future__ import annotations

import asyncio

import structlog
from fastapi import APIRouter, Request, Response, WebSocket

from voxanne.errors import PeerProtocolError, ProviderError
from voxanne.telephony import twilio_twiml as twiml
from voxanne.telephony.front_desk import CallEnding, CallOffer, Refused, TelephonyServices, services_of
from voxanne.telephony.leg_socket import (
    INTERNAL_ERROR,
    POLICY,
    PROTOCOL_ERROR,
    TRY_LATER,
    LegSocket,
    SocketClosed,
)
from voxanne.telephony.stream_leg import StreamLeg, converse
from voxanne.telephony.twilio_requests import (
    SIGNATURE_HEADER,
    carrier_event,
    incoming_call,
    is_signed,
    public_url,
    signed_fields,
)
from voxanne.telephony.twilio_wire import StreamStarted, TwilioDecoder, TwilioWire

VOICE_PATH = "/telephony/twilio/voice"
STREAM_PATH = "/telephony/twilio/stream"
RESUME_PATH = "/telephony/twilio/resume"
STATUS_PATH = "/telephony/twilio/status"

HOUSE_DEADLINE_S = 8.0

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)


@router.post(VOICE_PATH)
async def voice(request: Request) -> Response:
    """A call rings."""
    services = services_of(request)
    fields = await signed_fields(request, services.settings, services.twilio_auth_token)
    call = incoming_call(fields)
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            verdict = await services.front_desk.admit(call)
    except (ProviderError, TimeoutError):
        log.error("call could not be admitted", carrier_call_id=call.carrier_call_id, exc_info=True)
        return _xml(twiml.out_of_order())
    if isinstance(verdict, Refused):
        log.info("call refused", carrier_call_id=call.carrier_call_id, why=verdict.why.value)
        return _xml(twiml.refuse(verdict.why))
    stream_url = public_url(services.settings, STREAM_PATH, websocket=True)
    resume_url = public_url(services.settings, RESUME_PATH)
    return _xml(twiml.connect(stream_url, verdict.stream_token, resume_url))


@router.post(RESUME_PATH)
async def resume(request: Request) -> Response:
    """The media stream is over, or never came about."""
    services = services_of(request)
    fields = await signed_fields(request, services.settings, services.twilio_auth_token)
    call = incoming_call(fields)
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            ending = await services.front_desk.ending_of(call.carrier, call.carrier_call_id)
    except (ProviderError, TimeoutError):
        log.error("call's ending is unknown", carrier_call_id=call.carrier_call_id, exc_info=True)
        return _xml(twiml.out_of_order())
    return _xml(twiml.hang_up() if ending is CallEnding.FINISHED else twiml.cut_off())


@router.post(STATUS_PATH)
async def status(request: Request) -> Response:
    """A status callback; the carrier repeats it when we answer 503."""
    services = services_of(request)
    fields = await signed_fields(request, services.settings, services.twilio_auth_token)
    event = carrier_event(fields)
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            await services.front_desk.note_carrier_event(event)
    except (ProviderError, TimeoutError):
        log.error("status callback could not be kept", carrier_call_id=event.carrier_call_id, exc_info=True)
        return Response(status_code=503)
    return Response(status_code=204)


@router.websocket(STREAM_PATH)
async def stream(websocket: WebSocket) -> None:
    """A call's media."""
    services = services_of(websocket)
    token = services.twilio_auth_token
    if SIGNATURE_HEADER in websocket.headers and not is_signed(websocket, services.settings, token, None):
        await websocket.close(POLICY)  # before accepting: the handshake is answered with 403
        return
    if services.waiting_room.is_full:
        log.warning("stream refused", why="too many connections that never start")
        await websocket.close(TRY_LATER)
        return
    with services.waiting_room.place():
        await websocket.accept()
        socket = LegSocket(websocket, services.stream_limits.send_s)
        decoder = TwilioDecoder()
        started = await _started_in_time(socket, decoder, services)
        offer = await _redeem(socket, started, services) if started is not None else None
    if started is not None and offer is not None:
        wire = TwilioWire(decoder, started.stream_sid)
        leg = StreamLeg(socket, wire, services.clock, services.stream_limits)
        await converse(services.front_desk, leg, offer, services.stream_limits)


async def _started_in_time(
    socket: LegSocket, decoder: TwilioDecoder, services: TelephonyServices
) -> StreamStarted | None:
    """The stream's `start`, or None when it was refused or gone before it."""
    try:
        async with asyncio.timeout(services.stream_limits.start_s):
            return await _started(socket, decoder, services)
    except TimeoutError:
        log.warning("stream refused", why="no start in time")
    except PeerProtocolError as error:
        log.warning("stream refused", why=error.message)
    await socket.close(PROTOCOL_ERROR)
    return None


async def _started(socket: LegSocket, decoder: TwilioDecoder, services: TelephonyServices) -> StreamStarted | None:
    """The stream's `start`, or None when the connection ended before it. Raises PeerProtocolError."""
    while True:
        message = await socket.receive()
        if isinstance(message, SocketClosed):
            return None
        for event in decoder.decode(message, services.clock.monotonic_ms()):
            if isinstance(event, StreamStarted):
                return event


async def _redeem(socket: LegSocket, started: StreamStarted, services: TelephonyServices) -> CallOffer | None:
    token = started.parameters.get(twiml.TOKEN_PARAMETER, "")
    try:
        async with asyncio.timeout(HOUSE_DEADLINE_S):
            offer = await services.front_desk.redeem(token, started.call_sid)
    except (ProviderError, TimeoutError):
        log.error("stream token could not be checked", exc_info=True)
        await socket.close(INTERNAL_ERROR)
        return None
    if offer is None:
        log.warning("stream refused", why="its token is unknown, used or expired")
        await socket.close(POLICY)
    return offer


def _xml(document: str) -> Response:
    return Response(document, media_type="text/xml")
