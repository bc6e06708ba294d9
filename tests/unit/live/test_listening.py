"""Speech that starts, goes on and pauses, from probabilities and positions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from tests.fakes.speech import FakeVoiceStream

from voxanne.audio.pcm import Pcm
from voxanne.callflow.events import CallerSpeechContinued, CallerSpeechPaused, CallerSpeechStarted, Event
from voxanne.live.listening import DROUGHT_MS, FADING_MS, PREROLL_MS, WAITING_LIMIT_MS, WINDOW_MS, Listening

RATE_HZ = 8000
FRAME = RATE_HZ // 50
VOICE = np.full(FRAME, 3_000, dtype=np.int16)
SILENCE = np.zeros(FRAME, dtype=np.int16)


class Probabilities:
    """A voice stream that answers what a test says, one window at a time."""

    def __init__(self, answers: list[float]) -> None:
        self._answers = answers

    async def push(self, pcm: Pcm) -> list[float]:
        return [self._answers.pop(0)]


class Ear:
    """A listening ear to which a test sends frames."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.has_room = True
        self.listening = Listening(FakeVoiceStream(RATE_HZ), RATE_HZ, lambda: self.has_room, self.events.append)
        self.at_ms = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Ear]:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.listening.run())
            yield self
            task.cancel()

    async def hears(self, *, voice_ms: int = 0, silence_ms: int = 0) -> None:
        for frame in [VOICE] * (voice_ms // 20) + [SILENCE] * (silence_ms // 20):
            self.listening.hear(frame, self.at_ms, float(self.at_ms))
            self.at_ms += 20
            for _ in range(3):
                await asyncio.sleep(0)


async def test_speech_starts_where_its_first_voiced_window_began() -> None:
    async with Ear().open() as ear:
        await ear.hears(silence_ms=640)
        await ear.hears(voice_ms=100)
        assert ear.events == [CallerSpeechStarted(640)]


async def test_a_click_is_no_speech() -> None:
    async with Ear().open() as ear:
        await ear.hears(silence_ms=640)
        await ear.hears(voice_ms=40, silence_ms=400)
        assert ear.events == []


async def test_a_pause_is_told_after_two_silent_windows_and_dated_back_to_the_end_of_the_voice() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=960, silence_ms=60)
        assert not any(isinstance(event, CallerSpeechPaused) for event in ear.events)
        await ear.hears(silence_ms=20)
        assert ear.events[-1] == CallerSpeechPaused(960 - FADING_MS, 960, 2 * WINDOW_MS + FADING_MS)


async def test_a_busy_node_waits_a_window_longer_for_a_pause() -> None:
    async with Ear().open() as ear:
        ear.has_room = False
        await ear.hears(voice_ms=960, silence_ms=80)
        assert not any(isinstance(event, CallerSpeechPaused) for event in ear.events)
        await ear.hears(silence_ms=20)
        assert ear.events[-1] == CallerSpeechPaused(960 - FADING_MS, 960, 3 * WINDOW_MS + FADING_MS)


async def test_a_voice_that_fades_pauses_only_once_it_is_silent() -> None:
    ear = Ear()
    listening = Listening(Probabilities([0.9] * 10 + [0.6] * 5 + [0.1]), RATE_HZ, lambda: True, ear.events.append)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(listening.run())
        for number in range(16):
            listening.hear(np.zeros(RATE_HZ * WINDOW_MS // 1000, dtype=np.int16), number * WINDOW_MS, 0.0)
            assert not any(isinstance(event, CallerSpeechPaused) for event in ear.events)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        task.cancel()
    assert ear.events[-1] == CallerSpeechPaused(320 - FADING_MS, 320, 6 * WINDOW_MS + FADING_MS)


async def test_a_breath_shorter_than_that_is_part_of_the_speech() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=480, silence_ms=40)
        await ear.hears(voice_ms=480, silence_ms=200)
        pauses = [event for event in ear.events if isinstance(event, CallerSpeechPaused)]
        assert len(pauses) == 1


async def test_long_speech_is_told_at_barge_in_length_and_then_each_second() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=3_200)
        told = [event.voiced_ms for event in ear.events if isinstance(event, CallerSpeechContinued)]
        assert told == [128, 1_024, 2_016, 3_008]


async def test_whether_there_is_room_is_asked_each_time() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=500)
        ear.has_room = False
        await ear.hears(voice_ms=1_000)
        told = [event.is_room_for_partial for event in ear.events if isinstance(event, CallerSpeechContinued)]
        assert told == [True, False]


async def test_a_lost_packet_leaves_a_hole_and_no_shift() -> None:
    async with Ear().open() as ear:
        await ear.hears(silence_ms=400)
        ear.at_ms += 100
        await ear.hears(voice_ms=320, silence_ms=200)
        started, *_, paused = ear.events
        assert isinstance(started, CallerSpeechStarted)
        assert isinstance(paused, CallerSpeechPaused)
        assert abs(started.at_ms - 500) <= WINDOW_MS
        assert abs(paused.at_ms + FADING_MS - 820) <= WINDOW_MS
        assert np.flatnonzero(ear.listening.before(1_020, 1_020))[0] * 1000 // RATE_HZ == 500


async def test_after_a_long_outage_positions_are_right_again() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=640)
        ear.at_ms += 20_000
        await ear.hears(silence_ms=320)
        await ear.hears(voice_ms=320)
        starts = [event.at_ms for event in ear.events if isinstance(event, CallerSpeechStarted)]
        assert abs(starts[1] - 20_960) <= 2 * WINDOW_MS
        assert any(isinstance(event, CallerSpeechPaused) for event in ear.events)


async def test_a_packet_that_comes_twice_or_late_is_heard_once() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=320)
        for at_ms in (100, 200, 280):
            ear.listening.hear(VOICE, at_ms, 320.0)
        await ear.hears(voice_ms=320, silence_ms=200)
        assert ear.events[-1] == CallerSpeechPaused(640 - FADING_MS, 640, 2 * WINDOW_MS + FADING_MS)


async def test_audio_that_stops_coming_is_silence() -> None:
    async with Ear().open() as ear:
        await ear.hears(voice_ms=640)
        ear.listening.check_drought(640.0 + DROUGHT_MS + 1)
        assert isinstance(ear.events[-1], CallerSpeechPaused)


async def test_an_utterance_is_handed_out_with_a_little_before_it() -> None:
    async with Ear().open() as ear:
        await ear.hears(silence_ms=640)
        await ear.hears(voice_ms=640)
        pcm = ear.listening.utterance(640, 1_280)
        assert len(pcm) * 1000 // RATE_HZ == 640 + PREROLL_MS
        assert np.count_nonzero(pcm) * 1000 // RATE_HZ == 640


async def test_a_detector_that_falls_behind_loses_the_oldest_audio_and_counts_it() -> None:
    ear = Ear()
    for number in range(WAITING_LIMIT_MS // 20 + 50):
        ear.listening.hear(VOICE, number * 20, 0.0)
    assert ear.listening.dropped_samples == 50 * FRAME
