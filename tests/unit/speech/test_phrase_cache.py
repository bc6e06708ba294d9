import asyncio

import numpy as np
import pytest

from voxanne.errors import ProviderError
from voxanne.speech.phrase_cache import PhraseCache
from voxanne.speech.port import Sound

RATE_HZ = 8000


class SlowVoice:
    """Speaks 100 samples per character once let go; counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_speak = asyncio.Event()
        self.may_speak.set()
        self.fails = False

    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        self.asked.append(text)
        await self.may_speak.wait()
        if self.fails:
            raise ProviderError("The voice fails.")
        return Sound(np.zeros(100 * len(text), dtype=np.int16), rate_hz)


async def test_a_sentence_is_rendered_once() -> None:
    voice = SlowVoice()
    cache = PhraseCache(voice)
    first = await cache.synthesize("Good morning.", RATE_HZ)
    assert await cache.synthesize("Good  morning. ", RATE_HZ) is first
    assert voice.asked == ["Good morning."]


async def test_each_rate_is_a_sound_of_its_own() -> None:
    voice = SlowVoice()
    cache = PhraseCache(voice)
    await cache.synthesize("Hello.", 8000)
    await cache.synthesize("Hello.", 16000)
    assert len(voice.asked) == 2


async def test_two_callers_share_one_synthesis_and_one_may_leave() -> None:
    voice = SlowVoice()
    voice.may_speak.clear()
    cache = PhraseCache(voice)
    leaving = asyncio.create_task(cache.synthesize("Hello.", RATE_HZ))
    staying = asyncio.create_task(cache.synthesize("Hello.", RATE_HZ))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    voice.may_speak.set()
    assert (await staying).duration_ms > 0
    assert voice.asked == ["Hello."]
    assert leaving.cancelled()


async def test_the_least_recently_used_sentence_goes_first() -> None:
    voice = SlowVoice()
    cache = PhraseCache(voice, max_bytes=2 * 200 * 5)
    for text in ("aaaaa", "bbbbb", "aaaaa", "ccccc"):
        await cache.synthesize(text, RATE_HZ)
    assert cache.is_ready("aaaaa", RATE_HZ)
    assert not cache.is_ready("bbbbb", RATE_HZ)


async def test_pinned_phrases_stay_and_take_no_room() -> None:
    voice = SlowVoice()
    cache = PhraseCache(voice, max_bytes=200 * 5)
    await cache.pin("clinic", ["ppppp", "qqqqq"], RATE_HZ)
    await cache.synthesize("aaaaa", RATE_HZ)
    assert all(cache.is_ready(text, RATE_HZ) for text in ("ppppp", "qqqqq", "aaaaa"))
    await cache.pin("clinic", ["ppppp"], RATE_HZ)
    assert voice.asked.count("ppppp") == 1


async def test_what_an_owner_no_longer_pins_is_let_go_unless_another_wants_it() -> None:
    cache = PhraseCache(SlowVoice(), max_bytes=0)
    await cache.pin("clinic", ["ppppp", "qqqqq"], RATE_HZ)
    await cache.pin("another", ["qqqqq"], RATE_HZ)
    await cache.pin("clinic", ["rrrrr"], RATE_HZ)
    assert not cache.is_ready("ppppp", RATE_HZ)
    assert cache.is_ready("qqqqq", RATE_HZ)
    assert cache.is_ready("rrrrr", RATE_HZ)


async def test_a_sentence_larger_than_the_cache_is_spoken_but_not_kept() -> None:
    cache = PhraseCache(SlowVoice(), max_bytes=10)
    assert (await cache.synthesize("Hello.", RATE_HZ)).duration_ms > 0
    assert not cache.is_ready("Hello.", RATE_HZ)


async def test_a_failure_is_told_and_not_kept() -> None:
    voice = SlowVoice()
    voice.fails = True
    cache = PhraseCache(voice)
    with pytest.raises(ProviderError):
        await cache.synthesize("Hello.", RATE_HZ)
    voice.fails = False
    assert (await cache.synthesize("Hello.", RATE_HZ)).duration_ms > 0
