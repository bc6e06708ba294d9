"""The Twilio wire against the carrier's documented messages, broken ones, and itself."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.audio.g711 import decode_ulaw, encode_ulaw
from voxanne.errors import PeerProtocolError
from voxanne.telephony.port import CallerAudio, DigitHeard, LegClosed, LegCloseReason, MarkPlayed
from voxanne.telephony.twilio_wire import (
    MAX_HELD_CHUNKS,
    MAX_MESSAGE_BYTES,
    StreamStarted,
    TwilioDecoder,
    TwilioWire,
    encode_clear,
    encode_mark,
    encode_media,
    frames,
)

STREAM = "MZ0123456789abcdef0123456789abcdef"
CALL = "CA0123456789abcdef0123456789abcdef"
FRAME = bytes(range(160))

# the shapes of https://www.twilio.com/docs/voice/media-streams/websocket-messages
CONNECTED = '{"event":"connected","protocol":"Call","version":"1.0.0"}'
START = json.dumps(
    {
        "event": "start",
        "sequenceNumber": "1",
        "start": {
            "accountSid": "AC0123456789abcdef0123456789abcdef",
            "streamSid": STREAM,
            "callSid": CALL,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"token": "one-time"},
        },
        "streamSid": STREAM,
    }
)
DTMF = json.dumps(
    {
        "event": "dtmf",
        "streamSid": STREAM,
        "sequenceNumber": "5",
        "dtmf": {"track": "inbound_track", "digit": "1"},
    }
)
MARK = json.dumps({"event": "mark", "sequenceNumber": "4", "streamSid": STREAM, "mark": {"name": "my label"}})
STOP = json.dumps(
    {
        "event": "stop",
        "sequenceNumber": "6",
        "stop": {"accountSid": "AC0123456789abcdef0123456789abcdef", "callSid": CALL},
        "streamSid": STREAM,
    }
)


def media(number: int, timestamp_ms: int | None = None, payload: bytes = FRAME, **changes: Any) -> str:
    fields: dict[str, Any] = {
        "track": "inbound",
        "chunk": str(number),
        "timestamp": str((number - 1) * 20 if timestamp_ms is None else timestamp_ms),
        "payload": base64.b64encode(payload).decode(),
    }
    fields.update(changes)
    return json.dumps({"event": "media", "sequenceNumber": str(number + 1), "media": fields, "streamSid": STREAM})


def started() -> TwilioDecoder:
    decoder = TwilioDecoder()
    assert decoder.decode(CONNECTED, 0) == []
    decoder.decode(START, 0)
    return decoder


def positions(decoder: TwilioDecoder, *messages: str, now_ms: float = 0) -> list[int]:
    heard = [event for message in messages for event in decoder.decode(message, now_ms)]
    return [event.at_ms for event in heard if isinstance(event, CallerAudio)]


def test_start_names_the_stream_the_call_and_our_parameters() -> None:
    decoder = TwilioDecoder()
    decoder.decode(CONNECTED, 0)
    assert decoder.decode(START, 0) == [StreamStarted(STREAM, CALL, {"token": "one-time"})]


def test_media_is_decoded_to_pcm_at_its_place_on_the_media_clock() -> None:
    decoder = started()
    [first] = decoder.decode(media(1, 5), 0)
    [second] = decoder.decode(media(2, 25), 0)
    assert isinstance(first, CallerAudio)
    assert isinstance(second, CallerAudio)
    assert np.array_equal(first.pcm, decode_ulaw(FRAME))
    assert (first.at_ms, second.at_ms) == (0, 20)


def test_digits_marks_and_stop_are_heard() -> None:
    decoder = started()
    assert decoder.decode(DTMF, 0) == [DigitHeard("1")]
    assert decoder.decode(MARK, 0) == [MarkPlayed("my label")]
    assert decoder.decode(STOP, 0) == [LegClosed(LegCloseReason.CALLER_HUNG_UP)]


def test_what_follows_a_stop_is_ignored() -> None:
    decoder = started()
    decoder.decode(STOP, 0)
    assert decoder.decode(media(1), 0) == []
    assert decoder.decode(STOP, 0) == []


def test_an_unknown_event_is_ignored() -> None:
    assert started().decode('{"event":"reaction","streamSid":"x"}', 0) == []


def test_the_outbound_track_is_not_the_caller() -> None:
    assert started().decode(media(1, track="outbound"), 0) == []


def test_counters_may_be_json_integers() -> None:
    assert positions(started(), media(1, chunk=1, timestamp=0), media(2, chunk=2, timestamp=20)) == [0, 20]


def test_a_duplicate_chunk_is_dropped() -> None:
    assert positions(started(), media(1), media(1), media(2), media(1), media(3)) == [0, 20, 40]


def test_a_duplicate_digit_is_one_digit() -> None:
    decoder = started()
    assert decoder.decode(DTMF, 0) == [DigitHeard("1")]
    assert decoder.decode(DTMF, 0) == []


def test_small_disorder_is_put_in_order() -> None:
    assert positions(started(), media(1), media(3), media(4), media(2), media(5)) == [0, 20, 40, 60, 80]


def test_a_missing_chunk_leaves_a_hole_and_not_a_shift() -> None:
    rest = [media(chunk) for chunk in range(3, 4 + MAX_HELD_CHUNKS)]
    assert positions(started(), media(1), *rest) == [0, 40, 60, 80, 100]


def test_a_chunk_later_than_its_place_is_dropped() -> None:
    rest = [media(chunk) for chunk in range(3, 4 + MAX_HELD_CHUNKS)]
    assert positions(started(), media(1), *rest, media(2)) == [0, 40, 60, 80, 100]


def test_audio_lost_before_the_carrier_leaves_a_hole_at_once() -> None:
    assert positions(started(), media(1, 0), media(2, 60)) == [0, 60]


def test_wandering_timestamps_are_no_holes() -> None:
    assert positions(started(), media(1, 0), media(2, 27), media(3, 38), media(4, 66)) == [0, 20, 40, 60]


def test_a_clock_that_is_slow_for_long_becomes_a_hole_in_the_end() -> None:
    assert positions(started(), media(1, 0), media(2, 30), media(3, 60)) == [0, 20, 60]


def test_audio_still_waiting_is_heard_before_the_stop() -> None:
    decoder = started()
    positions(decoder, media(1), media(3))
    *audio, closed = decoder.decode(STOP, 0)
    assert [event.at_ms for event in audio if isinstance(event, CallerAudio)] == [40]
    assert isinstance(closed, LegClosed)


def test_a_media_clock_that_runs_away_is_refused() -> None:
    decoder = started()
    decoder.decode(media(1, 0), 1000)
    decoder.decode(media(2, 30_000), 2000)
    with pytest.raises(PeerProtocolError, match="ahead of the call"):
        decoder.decode(media(3, 90_000), 3000)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("{", "not JSON"),
        ("", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"no":"event"}', 'no "event"'),
        ('{"event":7}', 'no "event"'),
        (START, "second start"),
        (media(1, payload=b""), "payload is empty"),
        (media(1).replace('"payload": "', '"payload": "*'), "not base64"),
        (media(1, payload=b"", timestamp="0").replace('"payload": ""', '"payload": 5'), "not a string"),
        (media(1, chunk="x"), '"chunk"'),
        (media(1, chunk=True), '"chunk"'),
        (media(1, chunk=-1), '"chunk"'),
        (media(1, chunk="1" * 400), '"chunk"'),
        (media(1, timestamp=None), '"timestamp"'),
        (media(1, timestamp=1.5), '"timestamp"'),
        (media(1, track=3), "track"),
        (media(1).replace(STREAM, "MZother"), "another stream"),
        ('{"event":"media","media":[]}', '"media"'),
        (DTMF.replace('"digit": "1"', '"digit": "99"'), "dtmf.digit"),
        (DTMF.replace('"5"', '"five"'), "sequenceNumber"),
        (MARK.replace('"my label"', "null"), '"name"'),
        (" " * (MAX_MESSAGE_BYTES + 1), "at most"),
    ],
)
def test_a_malformed_message_is_refused_by_name(message: str, complaint: str) -> None:
    with pytest.raises(PeerProtocolError, match=complaint):
        started().decode(message, 0)


@pytest.mark.parametrize("message", [media(1), DTMF, MARK, STOP])
def test_nothing_comes_before_start(message: str) -> None:
    with pytest.raises(PeerProtocolError, match="before start"):
        TwilioDecoder().decode(message, 0)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("audio/x-mulaw", "audio/opus"), "x-mulaw"),
        (('"sampleRate": 8000', '"sampleRate": "8000"'), "8000"),
        (('"channels": 1', '"channels": 2'), "mono"),
        (('{"token": "one-time"}', '{"token": 5}'), "customParameters"),
        (('{"token": "one-time"}', "[]"), "customParameters"),
        ((f'"streamSid": "{STREAM}", "callSid"', '"streamSid": "", "callSid"'), "streamSid"),
    ],
)
def test_a_malformed_start_is_refused_by_name(change: tuple[str, str], complaint: str) -> None:
    message = START.replace(*change)
    assert message != START
    with pytest.raises(PeerProtocolError, match=complaint):
        TwilioDecoder().decode(message, 0)


def test_outbound_messages_are_what_the_carrier_documents() -> None:
    assert json.loads(encode_media(STREAM, FRAME)) == {
        "event": "media",
        "streamSid": STREAM,
        "media": {"payload": base64.b64encode(FRAME).decode()},
    }
    assert json.loads(encode_mark(STREAM, "m1")) == {"event": "mark", "streamSid": STREAM, "mark": {"name": "m1"}}
    assert json.loads(encode_clear(STREAM)) == {"event": "clear", "streamSid": STREAM}


def test_audio_goes_out_in_frames_of_20_ms() -> None:
    wire = TwilioWire(started(), STREAM)
    pcm = np.arange(400, dtype=np.int16)
    payloads = [base64.b64decode(json.loads(message)["media"]["payload"]) for message in wire.encode_audio(pcm)]
    assert [len(payload) for payload in payloads] == [160, 160, 80]
    assert b"".join(payloads) == encode_ulaw(pcm)


@given(st.lists(st.binary(min_size=160, max_size=160), min_size=1, max_size=30))
def test_any_audio_survives_the_wire(payloads: list[bytes]) -> None:
    decoder = started()
    events = [e for i, payload in enumerate(payloads) for e in decoder.decode(media(i + 1, payload=payload), i * 20)]
    assert b"".join(encode_ulaw(e.pcm) for e in events if isinstance(e, CallerAudio)) == encode_ulaw(
        decode_ulaw(b"".join(payloads))
    )
    assert [e.at_ms for e in events if isinstance(e, CallerAudio)] == [i * 20 for i in range(len(payloads))]


@given(st.binary(max_size=2000))
def test_frames_lose_nothing(payload: bytes) -> None:
    assert b"".join(frames(payload)) == payload


@given(st.permutations(range(2, 12)), st.integers(min_value=0, max_value=5))
def test_however_shuffled_audio_never_goes_back_or_twice(order: list[int], repeat: int) -> None:
    heard = positions(started(), media(1), *(media(chunk) for chunk in [*order, *order[:repeat]]))
    assert heard == sorted(set(heard))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["start", "media", "dtmf", "mark", "stop", "connected", "else"]),
    st.dictionaries(
        st.sampled_from(["start", "media", "dtmf", "mark", "streamSid", "sequenceNumber"]),
        JSON_VALUES
        | st.dictionaries(
            st.sampled_from(["track", "chunk", "timestamp", "payload", "digit", "name", "mediaFormat"]), JSON_VALUES
        ),
    ),
    st.booleans(),
)
def test_no_message_makes_the_decoder_fail_otherwise(event: str, rest: dict[str, Any], after_start: bool) -> None:
    decoder = started() if after_start else TwilioDecoder()
    try:
        decoder.decode(json.dumps({"event": event, **rest}), 0)
    except PeerProtocolError:
        return
