"""The carrier's side of a call: it rings by webhook, opens the media stream it is told to, asks what next.

Everything is as Twilio does it (`twilio_wire` has the source), signed with the installation's token.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
from twilio.request_validator import RequestValidator

from voxanne.errors import PeerProtocolError, ProviderError
from voxanne.telephony.twilio import RESUME_PATH, STATUS_PATH, VOICE_PATH

WEBHOOK_DEADLINE_S = 15.0
"""What Twilio allows a webhook in all."""

_STREAM = re.compile(r'<Stream[^>]*\burl="([^"]+)"')
_PARAMETER = re.compile(r'<Parameter[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')
_SAY = re.compile(r"<Say[^>]*>([^<]*)</Say>")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a simulated call goes. `public_url` is what the server believes to be called: it is signed."""

    url: str
    public_url: str
    auth_token: str
    number: str


@dataclass(frozen=True, slots=True)
class StreamOrder:
    """What the answer to a ringing call told the carrier to connect."""

    url: str
    parameters: dict[str, str]


class CallRefused(ProviderError):
    """The webhook's answer was a sentence instead of a stream."""

    code = "call_refused"


class CarrierCall:
    """One call as the carrier's HTTP side sees it."""

    def __init__(self, client: httpx.AsyncClient, target: Target, caller_number: str) -> None:
        self._client = client
        self._target = target
        self.call_sid = "CA" + secrets.token_hex(16)
        self.account_sid = "AC" + secrets.token_hex(16)
        self.stream_sid = "MZ" + secrets.token_hex(16)
        self.caller_number = caller_number
        self._events = 0

    async def ring(self) -> StreamOrder:
        """Report the ringing call. Raises CallRefused, or ProviderError when nobody answers properly."""
        document = await self._post(VOICE_PATH, "ringing")
        stream = _STREAM.search(document)
        if stream is None:
            said = _SAY.search(document)
            raise CallRefused(f"refused: {unescape(said.group(1)) if said else 'no stream in the answer'}")
        parameters = {unescape(name): unescape(value) for name, value in _PARAMETER.findall(document)}
        return StreamOrder(self._reachable(unescape(stream.group(1))), parameters)

    async def stream_is_over(self) -> str:
        """Ask what comes after the stream; returns what the caller hears, empty for a plain hang-up."""
        document = await self._post(RESUME_PATH, "in-progress")
        said = _SAY.search(document)
        return unescape(said.group(1)) if said else ""

    async def report_completed(self) -> None:
        """The carrier's last status callback."""
        self._events += 1
        await self._post(STATUS_PATH, "completed", SequenceNumber=str(self._events))

    def connected(self) -> str:
        return json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    def start(self, parameters: dict[str, str]) -> str:
        start = {
            "accountSid": self.account_sid,
            "streamSid": self.stream_sid,
            "callSid": self.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": parameters,
        }
        return json.dumps({"event": "start", "sequenceNumber": "1", "start": start, "streamSid": self.stream_sid})

    async def _post(self, path: str, status: str, **more: str) -> str:
        fields = {
            "CallSid": self.call_sid,
            "AccountSid": self.account_sid,
            "From": self.caller_number,
            "To": self._target.number,
            "CallStatus": status,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            **more,
        }
        signature = RequestValidator(self._target.auth_token).compute_signature(self._target.public_url + path, fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        url = self._target.url + path
        try:
            answer = await self._client.post(
                url, content=urlencode(fields), headers=headers, timeout=WEBHOOK_DEADLINE_S
            )
        except httpx.HTTPError as error:
            raise ProviderError(f"{url} does not answer ({type(error).__name__})") from error
        if answer.status_code == httpx.codes.FORBIDDEN:
            raise ProviderError(
                "the server does not accept this machine's signature: use the same VOXANNE_DATA_DIR or "
                "VOXANNE_TWILIO_AUTH_TOKEN, and the same VOXANNE_PUBLIC_URL or port, as the server"
            )
        if answer.is_error:
            raise ProviderError(f"{url} answered {answer.status_code}")
        return answer.text

    def _reachable(self, stream_url: str) -> str:
        """The stream's address by the way we reach the server, which need not be the public one."""
        ours, theirs = urlsplit(self._target.url), urlsplit(stream_url)
        if self._target.url == self._target.public_url:
            return stream_url
        scheme = "wss" if ours.scheme == "https" else "ws"
        return urlunsplit((scheme, ours.netloc, theirs.path, theirs.query, ""))


class StreamMessages:
    """The messages of one started stream, with the carrier's counters. Built by hand: 50 a second each."""

    def __init__(self, call: CarrierCall) -> None:
        self._call = call
        self._sequence = 1
        self._chunk = 0
        self._head = '{"event":"media","sequenceNumber":"'
        self._tail = '"},"streamSid":"' + call.stream_sid + '"}'

    def media(self, frame: str) -> str:
        """20 ms of base64 µ-law, the next on the media clock."""
        self._sequence += 1
        self._chunk += 1
        return (
            f'{self._head}{self._sequence}","media":{{"track":"inbound","chunk":"{self._chunk}",'
            f'"timestamp":"{(self._chunk - 1) * 20}","payload":"{frame}{self._tail}'
        )

    def mark(self, name: str) -> str:
        return self._message("mark", mark={"name": name})

    def digits(self, digits: str) -> Iterator[str]:
        for digit in digits:
            yield self._message("dtmf", dtmf={"track": "inbound_track", "digit": digit})

    def stop(self) -> str:
        return self._message("stop", stop={"accountSid": self._call.account_sid, "callSid": self._call.call_sid})

    def _message(self, event: str, **body: object) -> str:
        self._sequence += 1
        return json.dumps(
            {"event": event, "sequenceNumber": str(self._sequence), "streamSid": self._call.stream_sid, **body}
        )


def media_payload(message: dict[str, object]) -> str:
    """The base64 audio of an outbound media message. Raises PeerProtocolError."""
    media = message.get("media")
    payload = media.get("payload") if isinstance(media, dict) else None
    if not isinstance(payload, str):
        raise PeerProtocolError("the server sent a media message without a payload")
    return payload
