"""Twilio Media Streams, protocol "Call" 1.0.0: what the carrier's WebSocket messages say, and ours to it.

Law: this module is pure. Time is an argument; text goes in, values come out.

    carrier                                     us
    connected                               ──▶
    start  (streamSid, callSid, parameters) ──▶
    media  (20 ms of µ-law, base64)         ──▶ ◀── media   appended to the carrier's playout buffer
    dtmf                                    ──▶ ◀── mark    comes back once played, or cleared
    mark                                    ──▶ ◀── clear   empties the buffer
    stop                                    ──▶

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages. `sequenceNumber`, `chunk` and
`timestamp` are JSON strings of digits (a JSON integer is taken as well: several test doubles send one).
The WebSocket is TCP, so disorder can only come from a proxy or another carrier's imitation. Rules:

- refused with PeerProtocolError, which ends the call: not JSON, wrong types, bad base64, audio before
  `start`, a second `start`, another stream's id, more than 64 KiB, a clock that runs away;
- tolerated: an unknown event, the outbound track, a message after `stop`, a duplicate (dropped), and
  media out of order by up to three chunks (put in order; a hole stays a hole).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any

import orjson

from voxanne.audio.g711 import decode_ulaw, encode_ulaw
from voxanne.audio.pcm import Pcm
from voxanne.errors import PeerProtocolError
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, LegEvent, MarkPlayed

RATE_HZ = 8000
FRAME_BYTES = 160
"""20 ms of µ-law at 8000 Hz, the carrier's own framing."""

MAX_MESSAGE_BYTES = 65_536
MAX_HELD_CHUNKS = 3
MAX_LEAD_MS = 30_000
"""How far a media clock may run ahead of ours before it is no clock: real ones never run ahead at all."""

_SNAP_MS = 20  # timestamps wander by some ms around a continuous stream; less than a frame is no hole
_MAX_COUNTER_DIGITS = 15
_MAX_NAME_CHARS = 256
_SEEN_NUMBERS = 64
_DIGITS = frozenset("0123456789*#ABCD")


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """The `start` message: which stream, which call, and the parameters of our own TwiML."""

    stream_sid: str
    call_sid: str
    parameters: dict[str, str] = field(default_factory=dict)


WireEvent = StreamStarted | CallerAudio | DigitHeard | MarkPlayed | LegClosed


class TwilioDecoder:
    """Reads one stream's messages in the order they come. Keeps at most three chunks waiting."""

    def __init__(self) -> None:
        self._started: StreamStarted | None = None
        self._stopped = False
        self._seen: list[int] = []
        self._held: dict[int, tuple[int, bytes]] = {}
        self._next_chunk: int | None = None
        self._first_timestamp_ms = 0
        self._first_heard_at_ms = 0.0
        self._next_sample = 0

    def decode(self, text: str | bytes, now_ms: float) -> list[WireEvent]:
        """What one message says, in order; often one event, none for what is tolerated.

        `now_ms` is our monotonic clock. Raises PeerProtocolError naming what is wrong.
        """
        message = _parse(text)
        event = message.get("event")
        if not isinstance(event, str):
            raise PeerProtocolError('message has no "event"')
        if self._stopped:
            return []
        match event:
            case "start":
                return [self._start(message)]
            case "media":
                return self._media(message, now_ms)
            case "dtmf":
                return self._dtmf(message)
            case "mark":
                return self._mark(message)
            case "stop":
                return self._stop(message)
            case _:  # "connected" carries nothing we need; anything else is newer than us
                return []

    def _start(self, message: dict[str, Any]) -> StreamStarted:
        if self._started is not None:
            raise PeerProtocolError("a second start on one stream")
        start = _object(message, "start")
        media_format = _object(start, "mediaFormat")
        if media_format.get("encoding") != "audio/x-mulaw" or media_format.get("sampleRate") != RATE_HZ:
            raise PeerProtocolError("mediaFormat is not audio/x-mulaw at 8000 Hz")
        if media_format.get("channels") != 1:
            raise PeerProtocolError("mediaFormat is not mono")
        parameters = start.get("customParameters", {})
        if not isinstance(parameters, dict) or not all(isinstance(value, str) for value in parameters.values()):
            raise PeerProtocolError("customParameters is not an object of strings")
        self._started = StreamStarted(_name(start, "streamSid"), _name(start, "callSid"), parameters)
        return self._started

    def _media(self, message: dict[str, Any], now_ms: float) -> list[WireEvent]:
        self._check_stream(message, "media")
        media = _object(message, "media")
        track = media.get("track", "inbound")
        if not isinstance(track, str):
            raise PeerProtocolError("media.track is not a string")
        if track != "inbound":
            return []
        chunk = _counter(media, "chunk")
        timestamp_ms = _counter(media, "timestamp")
        payload = _payload(media)
        if self._next_chunk is None:
            self._next_chunk = chunk
            self._first_timestamp_ms = timestamp_ms
            self._first_heard_at_ms = now_ms
        at_ms = timestamp_ms - self._first_timestamp_ms
        if at_ms - (now_ms - self._first_heard_at_ms) > MAX_LEAD_MS:
            raise PeerProtocolError(f"media.timestamp runs more than {MAX_LEAD_MS} ms ahead of the call")
        if chunk < self._next_chunk or chunk in self._held:
            return []  # a duplicate, or so late that its place has been passed
        self._held[chunk] = (at_ms, payload)
        return self._in_order()

    def _in_order(self) -> list[WireEvent]:
        """The waiting chunks that may go on: all that follow without a gap, more when too many wait."""
        ready: list[WireEvent] = []
        while self._held:
            chunk = min(self._held)
            if chunk != self._next_chunk and len(self._held) <= MAX_HELD_CHUNKS:
                break
            at_ms, payload = self._held.pop(chunk)
            self._next_chunk = chunk + 1
            ready.append(self._place(at_ms, payload))
        return ready

    def _place(self, at_ms: int, payload: bytes) -> CallerAudio:
        """Put audio on the media clock: holes stay, overlaps and wandering timestamps do not."""
        continues_at_ms = self._next_sample * 1000 // RATE_HZ
        if at_ms < continues_at_ms + _SNAP_MS:
            at_ms = continues_at_ms
        else:
            self._next_sample = at_ms * RATE_HZ // 1000
        self._next_sample += len(payload)
        return CallerAudio(decode_ulaw(payload), at_ms)

    def _dtmf(self, message: dict[str, Any]) -> list[WireEvent]:
        self._check_stream(message, "dtmf")
        digit = _object(message, "dtmf").get("digit")
        if not isinstance(digit, str) or digit not in _DIGITS:
            raise PeerProtocolError("dtmf.digit is not one of 0-9, *, #, A-D")
        return [] if self._is_duplicate(message) else [DigitHeard(digit)]

    def _mark(self, message: dict[str, Any]) -> list[WireEvent]:
        self._check_stream(message, "mark")
        name = _name(_object(message, "mark"), "name")
        return [] if self._is_duplicate(message) else [MarkPlayed(name)]

    def _stop(self, message: dict[str, Any]) -> list[WireEvent]:
        self._check_stream(message, "stop")
        self._stopped = True
        rest: list[WireEvent] = [self._place(at_ms, payload) for _, (at_ms, payload) in sorted(self._held.items())]
        self._held.clear()
        return [*rest, LegClosed(LegCloseReason.CALLER_HUNG_UP)]

    def _check_stream(self, message: dict[str, Any], event: str) -> None:
        if self._started is None:
            raise PeerProtocolError(f"{event} before start")
        if message.get("streamSid", self._started.stream_sid) != self._started.stream_sid:
            raise PeerProtocolError(f"{event} names another stream")

    def _is_duplicate(self, message: dict[str, Any]) -> bool:
        if "sequenceNumber" not in message:
            return False
        number = _counter(message, "sequenceNumber")
        if number in self._seen:
            return True
        self._seen = [*self._seen[1 - _SEEN_NUMBERS :], number]
        return False


class TwilioWire:
    """One started stream's messages as leg events and back."""

    rate_hz = RATE_HZ
    carrier = "twilio"

    def __init__(self, decoder: TwilioDecoder, stream_sid: str) -> None:
        self._decoder = decoder
        self._stream_sid = stream_sid

    def decode(self, message: str | bytes, now_ms: float) -> list[LegEvent]:
        events = self._decoder.decode(message, now_ms)
        return [event for event in events if not isinstance(event, StreamStarted)]

    def encode_audio(self, pcm: Pcm) -> list[str]:
        return [encode_media(self._stream_sid, frame) for frame in frames(encode_ulaw(pcm))]

    def encode_mark(self, name: str) -> str:
        return encode_mark(self._stream_sid, name)

    def encode_clear(self) -> str:
        return encode_clear(self._stream_sid)

    def encode_goodbye(self, reason: LegCloseReason) -> list[str]:
        return []  # the carrier has no such message: closing the connection lets its next TwiML run


def encode_media(stream_sid: str, payload: bytes) -> str:
    """µ-law audio (usually 160 bytes = 20 ms) for the carrier's playout buffer."""
    media = {"payload": base64.b64encode(payload).decode("ascii")}
    return orjson.dumps({"event": "media", "streamSid": stream_sid, "media": media}).decode()


def encode_mark(stream_sid: str, name: str) -> str:
    """A mark behind everything sent so far; the carrier returns it once that was played or cleared."""
    return orjson.dumps({"event": "mark", "streamSid": stream_sid, "mark": {"name": name}}).decode()


def encode_clear(stream_sid: str) -> str:
    """Empty the carrier's playout buffer; its marks come back at once."""
    return orjson.dumps({"event": "clear", "streamSid": stream_sid}).decode()


def frames(payload: bytes) -> list[bytes]:
    """µ-law audio cut into the carrier's 20 ms frames; the last one may be shorter."""
    return [payload[start : start + FRAME_BYTES] for start in range(0, len(payload), FRAME_BYTES)]


def _parse(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_BYTES:
        raise PeerProtocolError(f"message of {len(text)} bytes; at most {MAX_MESSAGE_BYTES} are allowed")
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise PeerProtocolError("message is not JSON") from error
    if not isinstance(message, dict):
        raise PeerProtocolError("message is not a JSON object")
    return message


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    if not isinstance(value, dict):
        raise PeerProtocolError(f'"{key}" is not an object')
    return value


def _name(parent: dict[str, Any], key: str) -> str:
    value = parent.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_NAME_CHARS:
        raise PeerProtocolError(f'"{key}" is not a string of 1 to {_MAX_NAME_CHARS} characters')
    return value


def _counter(parent: dict[str, Any], key: str) -> int:
    value = parent.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > _MAX_COUNTER_DIGITS:
        raise PeerProtocolError(f'"{key}" is not a string of digits')
    return int(value)


def _payload(media: dict[str, Any]) -> bytes:
    value = media.get("payload")
    if not isinstance(value, str):
        raise PeerProtocolError("media.payload is not a string")
    try:
        payload = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PeerProtocolError("media.payload is not base64") from error
    if not payload:
        raise PeerProtocolError("media.payload is empty")
    return payload
