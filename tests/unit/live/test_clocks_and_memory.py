"""The media clock follows the caller's packets; the audio memory holds their last seconds."""

from __future__ import annotations

import random

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from voxanne.live.audio_memory import AudioMemory
from voxanne.live.media_clock import MediaClock


def test_an_hour_of_jitter_and_drift_stays_within_20_ms() -> None:
    noise = random.Random(7)
    clock = MediaClock()
    worst = 0.0
    for number in range(3600 * 50):
        said_ms = number * 20.0
        ours = said_ms * 1.00005 + 40  # the caller's clock runs 50 ppm slow; packets take 40 ms at best
        clock.note(said_ms, ours + noise.expovariate(1 / 15))
        if number > 500 and number % 500 == 0:
            worst = max(worst, abs(clock.at(ours) - said_ms))
    assert worst <= 20


def test_before_any_audio_the_media_clock_stands_at_the_beginning() -> None:
    clock = MediaClock()
    assert not clock.is_known
    assert clock.at(123.0) == 0.0


def test_a_single_late_packet_does_not_move_the_clock() -> None:
    clock = MediaClock()
    clock.note(1_000, 1_050)
    clock.note(1_020, 1_570)
    assert clock.at(2_050) == 2_000


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 120)), max_size=40))
def test_the_memory_holds_what_was_written_last(pieces: list[tuple[int, int]]) -> None:
    memory = AudioMemory(1000, remembered_ms=100)
    reference = np.zeros(4_000, dtype=np.int16)
    end = 0
    for number, (gap, length) in enumerate(pieces, start=1):
        at = end + gap % 60
        if at + length > len(reference):
            break
        piece = np.full(length, number, dtype=np.int16)
        memory.write(piece, at)
        reference[at : at + length] = piece
        end = at + length
    assert np.array_equal(memory.read(0, 10_000), reference[max(0, end - 100) : end])


def test_what_is_no_longer_remembered_is_left_out() -> None:
    memory = AudioMemory(1000, remembered_ms=100)
    memory.write(np.arange(250, dtype=np.int16), 0)
    assert list(memory.read(0, 160)) == list(range(150, 160))
    assert len(memory.read(400, 500)) == 0
