"""The protocol of a test call from the dashboard."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.errors import PeerProtocolError
from voxanne.telephony.browser_wire import (
    MAX_AUDIO_BYTES,
    MAX_CONTROL_CHARS,
    MAX_LEAD_MS,
    RATE_HZ,
    BrowserWire,
    Started,
    decode_audio,
    decode_control,
    encode_audio,
    encode_clear,
    encode_ended,
    encode_mark,
    encode_ready,
    encode_refused,
)
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, MarkPlayed


def test_messages_to_the_browser_are_as_documented() -> None:
    assert json.loads(encode_ready("c1")) == {"event": "ready", "call_id": "c1", "rate_hz": 16000}
    assert json.loads(encode_refused("busy", "Later.")) == {"event": "refused", "reason": "busy", "message": "Later."}
    assert json.loads(encode_mark("m7")) == {"event": "mark", "name": "m7"}
    assert json.loads(encode_clear()) == {"event": "clear"}
    assert json.loads(encode_ended("we_hung_up")) == {"event": "ended", "reason": "we_hung_up"}


def test_messages_from_the_browser_are_understood() -> None:
    wire = BrowserWire()
    assert decode_control('{"event":"start","rate_hz":16000}') == Started()
    assert wire.decode('{"event":"marked","name":"m7"}', 0) == [MarkPlayed("m7")]
    assert wire.decode('{"event":"digit","digit":"#"}', 0) == [DigitHeard("#")]
    assert wire.decode('{"event":"hang_up"}', 0) == [LegClosed(LegCloseReason.CALLER_HUNG_UP)]
    assert wire.decode('{"event":"newer"}', 0) == []


def test_the_media_clock_counts_samples() -> None:
    wire = BrowserWire()
    piece = np.zeros(320, dtype="<i2").tobytes()
    heard = [event for _ in range(3) for event in wire.decode(piece, 0)]
    assert [event.at_ms for event in heard if isinstance(event, CallerAudio)] == [0, 20, 40]


def test_samples_are_little_endian() -> None:
    assert list(decode_audio(b"\x01\x00\xff\xff").pcm) == [1, -1]
    assert encode_audio(np.array([1, -1], dtype=np.int16)) == b"\x01\x00\xff\xff"


@given(st.binary(min_size=2, max_size=2000).filter(lambda data: len(data) % 2 == 0))
def test_any_audio_survives_the_wire(data: bytes) -> None:
    assert encode_audio(decode_audio(data).pcm) == data


def test_long_audio_goes_out_in_messages_of_at_most_a_second() -> None:
    messages = BrowserWire().encode_audio(np.zeros(RATE_HZ * 2 + 10, dtype=np.int16))
    assert [len(message) for message in messages] == [MAX_AUDIO_BYTES, MAX_AUDIO_BYTES, 20]


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x00\x00", bytes(MAX_AUDIO_BYTES + 2)])
def test_broken_audio_is_refused(data: bytes) -> None:
    with pytest.raises(PeerProtocolError, match="audio message"):
        BrowserWire().decode(data, 0)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nonsense", "not JSON"),
        ("[" * 4000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"event":3}', "not a JSON object"),
        ('{"event":"start","rate_hz":48000}', "rate_hz"),
        ('{"event":"start","rate_hz":16000}', "second start"),
        ('{"event":"marked"}', "name"),
        ('{"event":"marked","name":""}', "name"),
        ('{"event":"digit","digit":"12"}', "digit"),
        ('{"event":"digit","digit":[]}', "digit"),
        (" " * (MAX_CONTROL_CHARS + 1), "too large"),
    ],
)
def test_a_malformed_control_message_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(PeerProtocolError, match=complaint):
        BrowserWire().decode(text, 0)


def test_a_microphone_that_runs_away_is_refused() -> None:
    wire = BrowserWire()
    second = bytes(MAX_AUDIO_BYTES)
    for _ in range(MAX_LEAD_MS // 1000 + 1):
        wire.decode(second, 0)
    with pytest.raises(PeerProtocolError, match="ahead of the call"):
        wire.decode(second, 0)


@given(st.text(max_size=200))
def test_no_text_makes_the_decoder_fail_otherwise(text: str) -> None:
    try:
        BrowserWire().decode(text, 0)
    except PeerProtocolError:
        return
