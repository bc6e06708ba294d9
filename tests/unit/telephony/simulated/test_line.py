"""What a simulated caller hears, at real-time playout."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voxanne.audio.g711 import encode_ulaw
from voxanne.telephony.simulated.line import PhoneLine

SILENCE = encode_ulaw(np.zeros(160, dtype=np.int16))
TONE = encode_ulaw((np.sin(np.arange(160) / 3) * 8000).astype(np.int16))


def test_audio_is_heard_when_it_arrives_and_not_before() -> None:
    line = PhoneLine()
    line.receive_audio(TONE, 1000)
    assert line.first_media_at_ms == 1000
    assert line.first_heard_after(0, 999) is None
    heard_ms = line.first_heard_after(0, 1010)
    assert heard_ms is not None
    assert 1000 <= heard_ms < 1001


def test_audio_sent_ahead_is_heard_in_real_time() -> None:
    line = PhoneLine()
    for _ in range(10):
        line.receive_audio(SILENCE, 0)
    line.receive_audio(TONE, 0)
    heard_ms = line.first_heard_after(0, 1000)
    assert heard_ms is not None
    assert 200 <= heard_ms < 201
    assert not line.is_silent(210, 100)
    assert line.is_silent(330, 100)


def test_silence_and_clicks_are_not_audible() -> None:
    line = PhoneLine()
    click = np.zeros(160, dtype=np.int16)
    click[80] = 20_000
    line.receive_audio(SILENCE, 0)
    line.receive_audio(encode_ulaw(click), 20)
    assert line.first_heard_after(0, 1000) is None
    assert line.first_media_at_ms == 0


def test_marks_come_back_when_their_audio_was_played() -> None:
    line = PhoneLine()
    line.receive_audio(TONE, 0)
    line.receive_mark("one", 0)
    line.receive_audio(TONE, 0)
    line.receive_mark("two", 0)
    assert line.due_marks(19) == []
    assert line.due_marks(20) == ["one"]
    assert line.due_marks(100) == ["two"]
    assert line.due_marks(200) == []


def test_clear_throws_away_what_was_not_heard_and_returns_its_marks() -> None:
    line = PhoneLine()
    for _ in range(50):
        line.receive_audio(TONE, 0)
    line.receive_mark("end", 0)
    line.clear(105)
    assert line.due_marks(105) == ["end"]
    assert line.is_silent(206, 100)
    assert line.falls_silent_after(50, 400) == 105


def test_a_reply_that_pauses_between_sentences_has_not_stopped() -> None:
    line = PhoneLine()
    for at_ms in (0, 20, 40, 300, 320, 900):
        line.receive_audio(TONE, at_ms)
    assert 339 <= line.falls_silent_after(10, 400) <= 340


def test_only_what_begins_after_the_moment_is_a_reply() -> None:
    line = PhoneLine()
    line.receive_audio(TONE, 0)
    line.receive_audio(TONE, 500)
    heard_ms = line.first_heard_after(10, 1000)
    assert heard_ms is not None
    assert 500 <= heard_ms < 501
    assert line.is_heard_between(0, 5)
    assert not line.is_heard_between(30, 490)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), max_size=40), st.integers(0, 2000))
def test_nothing_is_heard_after_a_clear_that_arrived_before_it(frames: list[tuple[bool, int]], cut_ms: int) -> None:
    line = PhoneLine()
    now_ms = 0
    for is_loud, gap_ms in frames:
        now_ms += gap_ms
        line.receive_audio(TONE if is_loud else SILENCE, now_ms)
    clear_ms = max(now_ms, cut_ms)
    line.clear(clear_ms)
    assert not line.is_heard_between(clear_ms, clear_ms + 10_000)
    assert line.falls_silent_after(clear_ms, 400) == clear_ms
