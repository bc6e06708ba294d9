"""The waveform outline keeps loudness, place and track."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voxanne.audio.peaks import POINTS, PeakMeter


def outline(frames: np.ndarray, pieces: int = 1):
    meter = PeakMeter(8000)
    for part in np.array_split(frames, pieces):
        meter.add(part)
    return meter.finish()


def test_a_click_shows_in_its_track_at_its_place():
    frames = np.zeros((8000 * 60, 2), dtype=np.int16)
    frames[8000 * 30, 1] = -32768
    peaks = outline(frames)
    assert len(peaks.caller) == len(peaks.receptionist) == POINTS
    assert max(peaks.caller) == 0.0
    assert peaks.receptionist.index(1.0) == POINTS // 2


def test_a_short_recording_has_one_point_for_each_20_ms():
    assert len(outline(np.zeros((8000, 2), dtype=np.int16)).caller) == 50


def test_nothing_recorded_is_an_empty_outline():
    assert outline(np.zeros((0, 2), dtype=np.int16)).caller == []


@given(st.integers(1, 3000), st.integers(1, 40))
def test_pieces_of_any_size_give_the_same_outline(samples: int, pieces: int):
    frames = np.random.default_rng(samples).integers(-32768, 32767, (samples, 2)).astype(np.int16)
    assert outline(frames, pieces) == outline(frames)
