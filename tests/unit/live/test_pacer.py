"""Speech goes out at the pace it is heard, and what was heard is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tests.fakes.clock import FakeClock
from tests.fakes.leg import FakeLeg
from tests.fakes.records import FakeRecorder
from tests.fakes.speech import Sayings

from voxanne.callflow.events import Event, SpeechEnded, SpeechPaused, SpeechStarted
from voxanne.live.media_clock import MediaClock
from voxanne.live.pacer import GAP_MS, LEAD_MS, MARK_PATIENCE_MS, STEP_BACK_MS, Pacer
from voxanne.speech.port import Sound

RATE_HZ = 8000


def sound(ms: int, level: int = 700) -> Sound:
    return Sound(np.full(ms * RATE_HZ // 1000, level, dtype=np.int16), RATE_HZ)


@dataclass
class Bench:
    clock: FakeClock = field(default_factory=FakeClock)
    recorder: FakeRecorder = field(default_factory=lambda: FakeRecorder(RATE_HZ))
    media: MediaClock = field(default_factory=MediaClock)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.leg = FakeLeg(self.clock, Sayings())
        self.media.note(0, self.clock.monotonic_ms())

    @asynccontextmanager
    async def running(self, *, answers_marks: bool = True) -> AsyncIterator[Pacer]:
        async with asyncio.TaskGroup() as group:
            tasks: list[asyncio.Task[Any]] = []

            def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
                tasks.append(group.create_task(work))
                return tasks[-1]

            pacer = Pacer(self.leg, self.clock, self.media, self.recorder, self.events.append, spawn)
            spawn(pacer.run())
            if answers_marks:
                spawn(self._answer_marks(pacer))
            yield pacer
            for task in tasks:
                task.cancel()

    async def _answer_marks(self, pacer: Pacer) -> None:
        async for event in self.leg.events():
            name = getattr(event, "name", None)
            if name is not None:
                pacer.note_mark(name)

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def sent_ms(self) -> float:
        return self.leg.heard_ms


async def test_the_first_sound_goes_out_at_once_and_no_more_than_the_lead_ahead() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(1_000))
        await bench.clock.settle()
        assert bench.of(SpeechStarted) == [SpeechStarted(1, 0, 1_000)]
        assert bench.sent_ms() == LEAD_MS
        await bench.clock.advance(400)
        assert LEAD_MS <= bench.sent_ms() - 400 <= LEAD_MS + 40


async def test_a_sentence_is_over_when_its_mark_comes_back() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(1_000))
        await bench.clock.advance(980)
        assert bench.of(SpeechEnded) == []
        await bench.clock.advance(100)
        assert bench.of(SpeechEnded) == [SpeechEnded(1, 1_000, 1_000, 1_000)]


async def test_a_carrier_that_answers_no_marks_is_not_waited_for_long() -> None:
    bench = Bench()
    async with bench.running(answers_marks=False) as pacer:
        pacer.enqueue(1, sound(1_000))
        await bench.clock.advance(1_000 + MARK_PATIENCE_MS - 50)
        assert bench.of(SpeechEnded) == []
        await bench.clock.advance(100)
        assert bench.of(SpeechEnded) == [SpeechEnded(1, 1_000, 1_000, 1_000)]


async def test_sentences_follow_each_other_with_a_breath_between() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(500))
        pacer.enqueue(2, sound(500, level=900))
        await bench.clock.advance(2_000)
        assert [event.at_ms for event in bench.of(SpeechStarted)] == [0, 500 + GAP_MS]
        track = bench.recorder.receptionist_track
        assert int(np.flatnonzero(track == 900)[0]) * 1000 // RATE_HZ == 500 + GAP_MS


async def test_falling_silent_clears_the_carrier_and_knows_what_was_heard() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(2_000))
        await bench.clock.advance(700)
        pacer.hold()
        await bench.clock.settle()
        assert bench.leg.cleared_at
        (paused,) = bench.of(SpeechPaused)
        assert 680 <= paused.heard_ms <= 700
        sent_ms = bench.sent_ms()
        await bench.clock.advance(1_000)
        assert bench.sent_ms() == sent_ms


async def test_going_on_repeats_a_little_and_then_says_all_the_rest() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(2_000))
        await bench.clock.advance(700)
        pacer.hold()
        await bench.clock.advance(1_000)
        pacer.release()
        await bench.clock.advance(1_300 + STEP_BACK_MS + 100)
        (ended,) = bench.of(SpeechEnded)
        assert (ended.heard_ms, ended.duration_ms) == (2_000, 2_000)
        heard_ms = np.count_nonzero(bench.recorder.receptionist_track) * 1000 / RATE_HZ
        assert abs(heard_ms - (2_000 + STEP_BACK_MS)) <= 40


async def test_stopping_reports_what_was_heard_of_what_had_begun() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(2_000))
        pacer.enqueue(2, sound(2_000))
        await bench.clock.advance(700)
        pacer.stop()
        (ended,) = bench.of(SpeechEnded)
        assert ended.speech_id == 1
        assert 680 <= ended.heard_ms <= 700
        assert pacer.is_silent


async def test_the_recording_holds_what_was_heard_and_not_what_was_sent() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(2_000))
        await bench.clock.advance(700)
        pacer.stop()
        await bench.clock.settle()
        assert abs(len(bench.recorder.receptionist_track) * 1000 / RATE_HZ - 700) <= 1


async def test_a_spurt_begins_where_the_media_clock_then_is() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        await bench.clock.advance(5_000)
        bench.media.note(5_250, bench.clock.monotonic_ms())  # the caller's clock runs 5 % fast
        pacer.enqueue(1, sound(300))
        await bench.clock.advance(500)
        (started,) = bench.of(SpeechStarted)
        assert started.at_ms == 5_250
        first = int(np.flatnonzero(bench.recorder.receptionist_track)[0]) * 1000 // RATE_HZ
        assert first == 5_250


async def test_a_mark_from_before_a_clear_means_nothing() -> None:
    bench = Bench()
    async with bench.running(answers_marks=False) as pacer:
        pacer.enqueue(1, sound(500))
        await bench.clock.advance(450)
        pacer.hold()
        pacer.release()
        pacer.note_mark("0.1")
        await bench.clock.advance(100)
        assert bench.of(SpeechEnded) == []


async def test_a_stall_of_ours_is_a_pause_to_the_caller_and_shifts_what_follows() -> None:
    bench = Bench()
    async with bench.running() as pacer:
        pacer.enqueue(1, sound(2_000))
        await bench.clock.advance(400)
        bench.clock.jump(600)  # the process stood still
        await bench.clock.advance(20)
        pacer.hold()
        (paused,) = bench.of(SpeechPaused)
        assert 480 <= paused.heard_ms <= 600
