"""What every engine behind the speech ports does, run against the fakes and the real ones."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from bench.callers.voices import VOICES, through_the_phone
from tests.fakes.speech import Sayings, fake_engines

from voxanne.audio.pcm import Pcm
from voxanne.audio.resampling import resample
from voxanne.models.store import ModelStore
from voxanne.speech.engines import LocalSpeech, load_engines
from voxanne.speech.lexicon import plain
from voxanne.speech.port import SpeechEngines, Vocabulary

SENTENCE = "What time do you close today?"
WINDOW_MS = 32
NO_WORDS = Vocabulary()


@dataclass
class Case:
    """Engines, and how a caller of theirs says something at 8 kHz."""

    engines: SpeechEngines
    say: Callable[[str], Pcm]


@pytest.fixture(scope="module")
def local(model_store: ModelStore) -> Iterator[LocalSpeech]:
    speech = load_engines(model_store, threads=2)
    yield speech
    speech.close()


@pytest.fixture(params=["local", "fake"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "local":
        local: LocalSpeech = request.getfixturevalue("local")
        return Case(local.engines, lambda text: through_the_phone(VOICES["rms"](text)))
    sayings = Sayings()
    return Case(
        fake_engines(sayings),
        lambda text: np.full(16000, sayings.loudness_of(text), dtype=np.int16),
    )


def silence(seconds: float, rate_hz: int = 8000) -> Pcm:
    return np.zeros(int(seconds * rate_hz), dtype=np.int16)


# transcriber


async def test_what_was_said_is_heard(case: Case) -> None:
    heard = await case.engines.transcriber.transcribe(case.say(SENTENCE), 8000, NO_WORDS)
    assert plain(heard.text) == plain(SENTENCE)
    assert plain(heard.as_decoded) == plain(SENTENCE)
    assert 0.5 < heard.confidence <= 1.0


async def test_silence_and_nothing_are_heard_as_nothing(case: Case) -> None:
    for pcm in (silence(2.0), silence(0.02), silence(0)):
        heard = await case.engines.transcriber.transcribe(pcm, 8000, NO_WORDS)
        assert heard.text == ""


async def test_a_partial_transcription_hears_the_same(case: Case) -> None:
    heard = await case.engines.transcriber.transcribe(case.say(SENTENCE), 8000, NO_WORDS, is_partial=True)
    assert plain(heard.text) == plain(SENTENCE)


async def test_an_abandoned_transcription_harms_no_other(case: Case) -> None:
    speech = case.say(SENTENCE)
    abandoned = asyncio.create_task(case.engines.transcriber.transcribe(speech, 8000, NO_WORDS))
    kept = asyncio.create_task(case.engines.transcriber.transcribe(speech, 8000, NO_WORDS))
    await asyncio.sleep(0)
    abandoned.cancel()
    assert plain((await kept).text) == plain(SENTENCE)


async def test_a_vocabulary_may_be_prepared_again_and_again(case: Case) -> None:
    vocabulary = Vocabulary(("Botox", "lip filler"), "1")
    await case.engines.transcriber.prepare(vocabulary)
    await case.engines.transcriber.prepare(vocabulary)
    await case.engines.transcriber.prepare(NO_WORDS)
    heard = await case.engines.transcriber.transcribe(case.say(SENTENCE), 8000, vocabulary)
    assert plain(heard.text) == plain(SENTENCE)


# synthesizer


@pytest.mark.parametrize("rate_hz", [8000, 16000])
async def test_a_sentence_becomes_sound_at_the_rate_asked_for(case: Case, rate_hz: int) -> None:
    sound = await case.engines.synthesizer.synthesize(SENTENCE, rate_hz)
    assert sound.rate_hz == rate_hz
    assert sound.pcm.dtype == np.int16
    assert 800 < sound.duration_ms < 4000


async def test_speech_begins_and_ends_at_once(case: Case) -> None:
    sound = await case.engines.synthesizer.synthesize(SENTENCE, 8000)
    loud = np.flatnonzero(np.abs(sound.pcm.astype(int)) > 100)
    assert loud[0] < 0.06 * 8000
    assert len(sound.pcm) - loud[-1] < 0.06 * 8000


async def test_the_same_sentence_sounds_the_same(case: Case) -> None:
    first = await case.engines.synthesizer.synthesize(SENTENCE, 8000)
    second = await case.engines.synthesizer.synthesize(SENTENCE, 8000)
    np.testing.assert_array_equal(first.pcm, second.pcm)


# voice detector


@pytest.mark.parametrize("rate_hz", [8000, 16000])
async def test_a_voice_is_told_from_silence(case: Case, rate_hz: int) -> None:
    stream = case.engines.voice_detector.open(rate_hz)
    quiet = await stream.push(silence(1.0, rate_hz))
    voiced = await stream.push(resample(case.say(SENTENCE), 8000, rate_hz))
    assert max(quiet) < 0.5
    assert float(np.median(voiced)) > 0.5


async def test_windows_do_not_depend_on_how_audio_is_cut(case: Case) -> None:
    speech = case.say(SENTENCE)
    whole = await case.engines.voice_detector.open(8000).push(speech)
    stream = case.engines.voice_detector.open(8000)
    in_pieces = [
        window for start in range(0, len(speech), 160) for window in await stream.push(speech[start : start + 160])
    ]
    assert len(whole) == len(speech) * 1000 // 8000 // WINDOW_MS
    np.testing.assert_allclose(in_pieces, whole, atol=1e-5)


async def test_streams_do_not_hear_each_other(case: Case) -> None:
    speaking, silent = case.engines.voice_detector.open(8000), case.engines.voice_detector.open(8000)
    speech = case.say(SENTENCE)
    for start in range(0, len(speech), 256):
        await speaking.push(speech[start : start + 256])
        assert max(await silent.push(silence(WINDOW_MS / 1000)), default=0.0) < 0.5


# turn judge


@pytest.mark.parametrize("seconds", [0.0, 0.5, 3.0, 20.0])
async def test_a_judgement_is_a_probability_whatever_the_length(case: Case, seconds: float) -> None:
    assert 0.0 <= await case.engines.turn_judge.judge(silence(seconds), 8000) <= 1.0


async def test_a_finished_question_is_judged_complete(case: Case) -> None:
    assert await case.engines.turn_judge.judge(case.say(SENTENCE), 8000) > 0.5
