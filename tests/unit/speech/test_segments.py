import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voxanne.audio.pcm import Pcm
from voxanne.speech.segments import LONGEST_S, SHORTEST_S, split_at_pauses

RATE_HZ = 8000


def speech(seconds: float, pauses_at: tuple[float, ...] = ()) -> Pcm:
    """Noise with 300 ms of silence at each place."""
    pcm = np.random.default_rng(1).integers(-8000, 8000, int(seconds * RATE_HZ)).astype(np.int16)
    for pause in pauses_at:
        start = int(pause * RATE_HZ)
        pcm[start : start + 3 * RATE_HZ // 10] = 0
    return pcm


def test_speech_that_fits_is_one_piece() -> None:
    pcm = speech(LONGEST_S)
    assert len(split_at_pauses(pcm, RATE_HZ)) == 1


def test_long_speech_is_cut_inside_the_pause() -> None:
    first, second = split_at_pauses(speech(16, pauses_at=(3.0, 8.0)), RATE_HZ)
    assert 8.0 <= len(first) / RATE_HZ <= 8.3
    assert len(first) + len(second) == 16 * RATE_HZ


def test_of_two_equal_pauses_the_later_one_is_taken() -> None:
    first, _ = split_at_pauses(speech(16, pauses_at=(6.0, 10.0)), RATE_HZ)
    assert 10.0 <= len(first) / RATE_HZ <= 10.3


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 60), st.sampled_from([8000, 16000]))
def test_pieces_joined_are_the_speech_and_none_is_too_long(seconds: float, rate_hz: int) -> None:
    pcm = np.random.default_rng(int(seconds * 10)).integers(-9, 9, int(seconds * rate_hz)).astype(np.int16)
    pieces = split_at_pauses(pcm, rate_hz)
    np.testing.assert_array_equal(np.concatenate(pieces), pcm)
    assert all(len(piece) <= LONGEST_S * rate_hz for piece in pieces)
    assert all(len(piece) >= SHORTEST_S * rate_hz / 2 for piece in pieces[:-1])
