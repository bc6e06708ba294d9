"""Twilio's requests as values: who signed them and what they say.

The signature covers the URL that Twilio was given and every form field
(https://www.twilio.com/docs/usage/security#validating-requests). That URL is rebuilt from our own
settings and the request's path, never from the `Host` header: behind a proxy the header is the proxy's
affair, and an attacker may write into it what he likes.
"""

from __future__ import annotations

import asyncio
import secrets
from urllib.parse import parse_qsl

import phonenumbers
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from twilio.request_validator import RequestValidator

from voxanne.errors import Forbidden, InvalidRequest, SetupError
from voxanne.settings import Settings
from voxanne.telephony.front_desk import CarrierCallState, CarrierEvent, IncomingCall

SIGNATURE_HEADER = "X-Twilio-Signature"
MAX_BODY_BYTES = 65_536
BODY_DEADLINE_S = 5.0
_MAX_FIELDS = 200
_TOKEN_FILE = "twilio_auth_token"  # noqa: S105  the file's name, not a secret

Fields = ImmutableMultiDict[str, str]

_STATES = {
    "queued": CarrierCallState.RINGING,
    "initiated": CarrierCallState.RINGING,
    "ringing": CarrierCallState.RINGING,
    "in-progress": CarrierCallState.IN_PROGRESS,
    "completed": CarrierCallState.COMPLETED,
    "busy": CarrierCallState.NOT_CONNECTED,
    "failed": CarrierCallState.NOT_CONNECTED,
    "no-answer": CarrierCallState.NOT_CONNECTED,
    "canceled": CarrierCallState.NOT_CONNECTED,
}


def auth_token(settings: Settings) -> str:
    """The operator's token, else this installation's own: made once, readable by its user alone.

    Without an operator's token only software on this machine that may read the data folder can sign a
    request, so nothing is accepted from outside. Raises SetupError when the file cannot be used.
    """
    if settings.twilio_auth_token is not None:
        return settings.twilio_auth_token.get_secret_value()
    path = settings.keys_dir / _TOKEN_FILE
    try:
        settings.keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            # written beside and linked into place: whoever comes second reads the first one's token
            draft = path.with_suffix(f".{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        token = path.read_text().strip()
    except OSError as error:
        raise SetupError(f"{path} cannot be used ({error.strerror}). Make it readable by this user.") from error
    if not token:
        raise SetupError(f"{path} is empty. Remove it, and a new one is made.")
    return token


def public_url(settings: Settings, path: str, *, websocket: bool = False) -> str:
    """An address of ours as the carrier was given it."""
    origin = settings.origin
    if websocket:
        origin = "ws" + origin.removeprefix("http")
    return origin + path


def is_signed(connection: HTTPConnection, settings: Settings, token: str, fields: Fields | None) -> bool:
    """Whether Twilio (or whoever holds the token) signed exactly this request; `fields` of its form."""
    signature = connection.headers.get(SIGNATURE_HEADER, "")
    url = public_url(settings, connection.url.path, websocket=connection.scope["type"] == "websocket")
    if connection.url.query:
        url += f"?{connection.url.query}"
    return bool(signature) and bool(RequestValidator(token).validate(url, fields or {}, signature))


async def signed_fields(request: Request, settings: Settings, token: str) -> Fields:
    """The form of a signed request. Raises Forbidden when unsigned or altered, InvalidRequest for no form."""
    body = await _body(request)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise InvalidRequest("the body is not a form") from error
    if any("\0" in text for pair in pairs for text in pair):
        raise InvalidRequest("the form holds a NUL, which no field can")
    fields: Fields = ImmutableMultiDict(pairs)
    if not is_signed(request, settings, token, fields):
        raise Forbidden("the request is not signed by the carrier")
    return fields


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_DEADLINE_S):
            async for piece in request.stream():
                body += piece
                if len(body) > MAX_BODY_BYTES:
                    raise InvalidRequest(f"the form is larger than {MAX_BODY_BYTES} bytes")
    except (TimeoutError, ClientDisconnect) as error:
        raise InvalidRequest("the form did not arrive in time") from error
    return bytes(body)


def incoming_call(fields: Fields) -> IncomingCall:
    """The call of a voice webhook. Raises InvalidRequest when it names no call."""
    return IncomingCall(
        carrier="twilio",
        carrier_call_id=_call_sid(fields),
        called_e164=e164(fields.get("To", "")) or "",
        caller_e164=e164(fields.get("From", "")),
    )


def carrier_event(fields: Fields) -> CarrierEvent:
    """A status callback. Raises InvalidRequest when it names no call.

    `SequenceNumber` starts at 0 and counts the call's events; where it is missing the status itself
    tells one event from another, for each is reported once.
    """
    call_sid = _call_sid(fields)
    status = fields.get("CallStatus", "")
    return CarrierEvent(
        carrier="twilio",
        event_id=f"{call_sid}:{fields.get('SequenceNumber', '')}:{status}"[:200],
        carrier_call_id=call_sid,
        state=_STATES.get(status),
        fields={name: fields[name] for name in ("CallStatus", "CallDuration", "Timestamp") if name in fields},
    )


def e164(number: str) -> str | None:
    """A number in E.164, or None for "anonymous", SIP addresses and what is no number."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _call_sid(fields: Fields) -> str:
    call_sid = fields.get("CallSid", "")
    if not 0 < len(call_sid) <= 64 or not call_sid.isascii() or not call_sid.isalnum():
        raise InvalidRequest("CallSid is missing or not one")
    return call_sid
