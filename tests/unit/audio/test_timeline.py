"""Pieces of two tracks end up where they belong, whatever the network did to them."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voxanne.audio.timeline import SNAP_MS, Stereo, Timeline, Track, TrackClock

RATE_HZ = 8000
PACKET = 160


def piece(value: int, samples: int = PACKET) -> np.ndarray:
    return np.full(samples, value, dtype=np.int16)


def whole(timeline: Timeline) -> Stereo:
    return timeline.settle(timeline.end)


def test_a_hole_becomes_silence():
    timeline = Timeline(RATE_HZ)
    timeline.add(Track.CALLER, 0, piece(5))
    timeline.add(Track.CALLER, 2 * PACKET, piece(7))
    caller = whole(timeline)[:, 0]
    assert caller.tolist() == [5] * PACKET + [0] * PACKET + [7] * PACKET


def test_tracks_do_not_touch_each_other():
    timeline = Timeline(RATE_HZ)
    timeline.add(Track.CALLER, 0, piece(5))
    timeline.add(Track.RECEPTIONIST, PACKET // 2, piece(9))
    frames = whole(timeline)
    assert frames[:PACKET, 0].tolist() == [5] * PACKET
    assert frames[:, 1].tolist() == [0] * 80 + [9] * PACKET


def test_what_comes_after_its_place_was_settled_is_counted_not_shifted():
    timeline = Timeline(RATE_HZ)
    timeline.add(Track.CALLER, 0, piece(5))
    timeline.settle(100)
    timeline.add(Track.CALLER, 40, piece(6))
    assert timeline.samples_too_late == 60
    assert whole(timeline)[:, 0].tolist() == [6] * 100


def test_settling_past_the_end_gives_silence_and_later_pieces_keep_their_place():
    timeline = Timeline(RATE_HZ)
    assert timeline.settle(20 * RATE_HZ).shape == (20 * RATE_HZ, 2)
    timeline.add(Track.CALLER, 20 * RATE_HZ, piece(3))
    assert whole(timeline)[:, 0].tolist() == [3] * PACKET


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Track)), st.integers(0, 4000), st.integers(0, 600), st.integers(-9, 9)),
        max_size=30,
    ),
    st.lists(st.integers(0, 5000), max_size=5),
)
def test_settling_in_steps_gives_what_settling_at_once_gives(
    pieces: list[tuple[Track, int, int, int]], steps: list[int]
):
    at_once, in_steps = Timeline(50), Timeline(50)
    for track, position, samples, value in pieces:
        at_once.add(track, position, piece(value, samples))
        in_steps.add(track, position, piece(value, samples))
    made = [in_steps.settle(step) for step in sorted(steps)]
    made.append(in_steps.settle(max(in_steps.end, at_once.end)))
    assert np.array_equal(np.concatenate(made), at_once.settle(in_steps.end))


def test_jittered_timestamps_leave_no_seam():
    clock = TrackClock(RATE_HZ)
    chance = random.Random(7)
    positions = [clock.place(n * 20 + chance.randint(-SNAP_MS // 2, SNAP_MS // 2), PACKET) for n in range(1000)]
    assert positions == [n * PACKET for n in range(1000)]


def test_a_packet_sent_twice_lies_on_itself():
    clock = TrackClock(RATE_HZ)
    assert [clock.place(at, 80) for at in (0, 10, 10, 20)] == [0, 80, 80, 160]


@given(st.lists(st.tuples(st.integers(0, 3_600_000), st.integers(1, 960)), max_size=60))
def test_no_piece_is_ever_placed_further_off_than_the_snap(pieces: list[tuple[int, int]]):
    clock = TrackClock(RATE_HZ)
    for at_ms, samples in pieces:
        assert abs(clock.place(at_ms, samples) - at_ms * RATE_HZ // 1000) <= SNAP_MS * RATE_HZ // 1000


def test_a_sender_whose_clock_runs_fast_stays_aligned_for_an_hour():
    clock = TrackClock(RATE_HZ)
    for n in range(180_000):  # 20.004 ms between packets that claim 20 ms: 720 ms gained in an hour
        at_ms = n * 20_004 // 1000
        assert abs(clock.place(at_ms, PACKET) - at_ms * 8) <= SNAP_MS * 8
