"""The wire of a test call from the dashboard: a browser's microphone and loudspeaker over one WebSocket.

Law: this module is pure. It turns received messages into values and values into messages; it knows no
socket, no clock and no call.

    URL       WS /telephony/browser/stream     same origin, session cookie of a signed-in member
    audio     binary messages, int16 little-endian mono PCM at 16000 Hz, both ways; 20 ms = 320 samples
              = 640 bytes is usual, at most 1 s (32,000 bytes) in one message, always whole samples
    control   text messages, each one JSON object with an "event", at most 4 KiB

    browser                                              server
    ───────                                              ──────
    opens the WebSocket                              ──▶ refuses with HTTP 403 (no session, other origin)
    {"event":"start","rate_hz":16000}                ──▶ must come first, within 10 s
                                                     ◀── {"event":"ready","call_id":"<uuid>","rate_hz":16000}
                                                         or {"event":"refused","reason":"busy"|"draining"|
                                                             "unavailable","message":"..."}, then closes
    binary microphone audio, all the time            ──▶
                                                     ◀── binary audio: append to the playout queue
                                                     ◀── {"event":"mark","name":"m7"}: append to that queue
    {"event":"marked","name":"m7"}                   ──▶ once everything before the mark has been HEARD,
                                                         or the mark was thrown away by a clear
                                                     ◀── {"event":"clear"}: empty the queue at once; answer
                                                         every mark that was in it, in order
    {"event":"digit","digit":"5"}                    ──▶ 0-9, *, #, A-D: a key of the on-screen keypad
    {"event":"hang_up"}                              ──▶ the caller hangs up; the server then closes
                                                     ◀── {"event":"ended","reason":"..."}, then closes (1000)

Rules for the browser. Keep sending microphone audio while the receptionist speaks (that is how an
interruption is noticed); with the microphone muted send silence, for 60 s without any message end the
call. Play the queue in order without gaps on the audio clock; the server sends at most about 200 ms
ahead of what should be heard, so the queue stays short. "reason" in `ended` is one of `we_hung_up`,
`caller_hung_up`, `peer_silent`, `protocol_error`. Close codes: 1000 normal, 1002 protocol error, 1009
message too large, 1012 server stopping, 1013 refused for now.
Unknown events are ignored by both sides, so that either may be newer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.errors import PeerProtocolError
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, LegEvent, MarkPlayed

RATE_HZ = 16_000
MAX_AUDIO_BYTES = 2 * RATE_HZ
MAX_CONTROL_CHARS = 4096
MAX_MARK_CHARS = 64
MAX_LEAD_MS = 30_000
"""How far a microphone may run ahead of our clock before it is none: real ones never run ahead."""

DIGITS = frozenset("0123456789*#ABCD")

_LITTLE_ENDIAN = np.dtype("<i2")


@dataclass(frozen=True, slots=True)
class Started:
    """The browser is ready to talk."""


@dataclass(frozen=True, slots=True)
class Audio:
    """Microphone audio: int16 mono at 16000 Hz."""

    pcm: Pcm


@dataclass(frozen=True, slots=True)
class Marked:
    """Everything before the mark `name` was heard or thrown away."""

    name: str


@dataclass(frozen=True, slots=True)
class Digit:
    digit: str


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller pressed "hang up"."""


BrowserMessage = Started | Audio | Marked | Digit | HungUp


class BrowserWire:
    """One started test call's messages as leg events and back; its media clock counts samples."""

    rate_hz = RATE_HZ
    carrier = "browser"

    def __init__(self) -> None:
        self._samples = 0
        self._first_heard_at_ms: float | None = None

    def decode(self, message: str | bytes, now_ms: float) -> list[LegEvent]:
        """What a message says. Raises PeerProtocolError."""
        if isinstance(message, bytes):
            return [self._audio(decode_audio(message).pcm, now_ms)]
        match decode_control(message):
            case Marked(name):
                return [MarkPlayed(name)]
            case Digit(digit):
                return [DigitHeard(digit)]
            case HungUp():
                return [LegClosed(LegCloseReason.CALLER_HUNG_UP)]
            case Started():
                raise PeerProtocolError("a second start on one connection")
            case _:
                return []

    def _audio(self, pcm: Pcm, now_ms: float) -> CallerAudio:
        at_ms = self._samples * 1000 // RATE_HZ
        if self._first_heard_at_ms is None:
            self._first_heard_at_ms = now_ms
        if at_ms - (now_ms - self._first_heard_at_ms) > MAX_LEAD_MS:
            raise PeerProtocolError(f"audio runs more than {MAX_LEAD_MS} ms ahead of the call")
        self._samples += len(pcm)
        return CallerAudio(pcm, at_ms)

    def encode_audio(self, pcm: Pcm) -> list[bytes]:
        return [encode_audio(pcm[start : start + RATE_HZ]) for start in range(0, len(pcm), RATE_HZ)]

    def encode_mark(self, name: str) -> str:
        return encode_mark(name)

    def encode_clear(self) -> str:
        return encode_clear()

    def encode_goodbye(self, reason: LegCloseReason) -> list[str]:
        return [encode_ended(reason.value)]


def decode_audio(data: bytes) -> Audio:
    """A binary message as audio. Raises PeerProtocolError for half samples, nothing, or more than 1 s."""
    if len(data) > MAX_AUDIO_BYTES:
        raise PeerProtocolError(f"audio message of {len(data)} bytes; at most {MAX_AUDIO_BYTES} are allowed")
    if not data or len(data) % 2:
        raise PeerProtocolError("audio message does not hold whole 16-bit samples")
    return Audio(np.frombuffer(data, dtype=_LITTLE_ENDIAN).astype(np.int16))


def decode_control(text: str) -> BrowserMessage | None:
    """A text message as a value; None for an event that this version does not know.

    Raises PeerProtocolError naming what is wrong.
    """
    if len(text) > MAX_CONTROL_CHARS:
        raise PeerProtocolError("control message is too large")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PeerProtocolError("control message is not JSON") from error
    if not isinstance(message, dict) or not isinstance(message.get("event"), str):
        raise PeerProtocolError('control message is not a JSON object with an "event"')
    match message["event"]:
        case "start":
            return _start(message)
        case "marked":
            return Marked(_mark_name(message))
        case "digit":
            return _digit(message)
        case "hang_up":
            return HungUp()
        case _:
            return None


def encode_audio(pcm: Pcm) -> bytes:
    """int16 mono samples at 16000 Hz as one binary message."""
    return bytes(pcm.astype(_LITTLE_ENDIAN, copy=False).tobytes())


def encode_ready(call_id: str) -> str:
    return json.dumps({"event": "ready", "call_id": call_id, "rate_hz": RATE_HZ})


def encode_refused(reason: str, message: str) -> str:
    return json.dumps({"event": "refused", "reason": reason, "message": message})


def encode_mark(name: str) -> str:
    return json.dumps({"event": "mark", "name": name})


def encode_clear() -> str:
    return json.dumps({"event": "clear"})


def encode_ended(reason: str) -> str:
    return json.dumps({"event": "ended", "reason": reason})


def _start(message: dict[str, Any]) -> Started:
    if message.get("rate_hz") != RATE_HZ:
        raise PeerProtocolError(f'"rate_hz" of start must be {RATE_HZ}')
    return Started()


def _mark_name(message: dict[str, Any]) -> str:
    name = message.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= MAX_MARK_CHARS:
        raise PeerProtocolError(f'"name" of marked must be a string of 1 to {MAX_MARK_CHARS} characters')
    return name


def _digit(message: dict[str, Any]) -> Digit:
    digit = message.get("digit")
    if not isinstance(digit, str) or digit not in DIGITS:
        raise PeerProtocolError('"digit" must be one of 0-9, *, #, A-D')
    return Digit(digit)
