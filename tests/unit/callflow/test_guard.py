"""Calls in which nobody is there."""

from __future__ import annotations

from voxanne.callflow.guard import RunawayGuard


def test_a_recording_that_repeats_itself_is_recognised() -> None:
    guard = RunawayGuard()
    said = [guard.note_turn("you have reached the office", was_forced=False) for _ in range(5)]
    assert said == [False, False, False, False, True]


def test_a_caller_who_repeats_a_short_answer_is_no_recording() -> None:
    guard = RunawayGuard()
    assert not any(guard.note_turn("yes please", was_forced=False) for _ in range(20))


def test_hold_lines_are_recognised_however_they_vary() -> None:
    guard = RunawayGuard()
    lines = ["Your call is important to us.", "Please hold, you are number 4.", "All our agents are busy."]
    assert [guard.note_turn(line, was_forced=False) for line in lines] == [False, False, True]


def test_endless_speech_is_recognised() -> None:
    guard = RunawayGuard()
    assert [guard.note_turn(f"and then number {n}", was_forced=True) for n in range(3)] == [False, False, True]


def test_music_is_recognised_and_words_take_it_back() -> None:
    guard = RunawayGuard()
    assert not guard.note_wordless(60_000)
    assert not guard.note_turn("hello", was_forced=False)
    assert not guard.note_wordless(60_000)
    assert guard.note_wordless(30_000)
