"""Live and one-shot resampling keep time, level and alignment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxanne.audio.pcm import Pcm
from voxanne.audio.resampling import StreamResampler, resample

PAIRS = [(8000, 16000), (16000, 8000), (24000, 8000), (24000, 16000), (48000, 16000), (44100, 8000)]


def tone(rate_hz: int, tone_hz: int, seconds: float = 1.0) -> Pcm:
    t = np.arange(int(rate_hz * seconds)) / rate_hz
    return np.asarray(8000 * np.sin(2 * np.pi * tone_hz * t), dtype=np.int16)


def stream(resampler: StreamResampler, pcm: Pcm, pieces: list[int]) -> Pcm:
    made, at = [], 0
    for size in pieces:
        made.append(resampler.push(pcm[at : at + size]))
        at += size
    made.append(resampler.push(pcm[at:]))
    made.append(resampler.finish())
    return np.concatenate(made)


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS)
@pytest.mark.parametrize("tone_hz", [300, 1000, 3000])
def test_a_streamed_tone_stays_the_same_tone_at_the_same_moment(from_hz: int, to_hz: int, tone_hz: int):
    made = stream(StreamResampler(from_hz, to_hz), tone(from_hz, tone_hz), [from_hz // 50] * 49)
    wanted = tone(to_hz, tone_hz)
    assert len(made) == len(wanted)
    error = (made.astype(float) - wanted)[200:-200]
    assert np.std(error) < 8000 / 1000  # 57 dB below the tone


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS)
def test_a_stream_holds_back_at_most_three_milliseconds(from_hz: int, to_hz: int):
    resampler = StreamResampler(from_hz, to_hz)
    sent = got = 0
    for _ in range(50):
        got += len(resampler.push(np.zeros(from_hz // 50, dtype=np.int16)))
        sent += from_hz // 50
        assert sent / from_hz - got / to_hz <= 0.003


def test_what_lies_above_the_new_band_is_removed():
    made = stream(StreamResampler(16000, 8000), tone(16000, 6000), [320] * 49)
    assert np.max(np.abs(made[100:-100])) < 20


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=12), st.sampled_from(PAIRS))
def test_how_a_stream_is_cut_into_pieces_does_not_change_it(pieces: list[int], pair: tuple[int, int]):
    pcm = tone(pair[0], 700, 0.1)
    whole = stream(StreamResampler(*pair), pcm, [])
    assert np.max(np.abs(stream(StreamResampler(*pair), pcm, pieces).astype(int) - whole)) <= 1


def test_full_scale_does_not_wrap_around():
    square = np.where(np.arange(8000) % 80 < 40, 32767, -32768).astype(np.int16)
    made = stream(StreamResampler(8000, 16000), square, [160] * 49)
    assert made[6:74].min() > 0  # overshoot at the edges is clipped, not turned into its opposite


def test_equal_rates_pass_through_untouched():
    pcm = tone(8000, 440, 0.1)
    assert StreamResampler(8000, 8000).push(pcm) is pcm
    assert resample(pcm, 8000, 8000) is pcm


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS)
def test_one_shot_resampling_scales_the_length(from_hz: int, to_hz: int):
    made = resample(tone(from_hz, 440), from_hz, to_hz)
    assert made.dtype == np.int16
    assert abs(len(made) - to_hz) <= 1
