"""What the local engines do beyond the ports' contract."""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest
from bench.callers.clinic_language import HELD_OUT, ORDINARY, TUNED, utterances, vocabulary_terms
from bench.callers.voices import VOICES, through_the_phone
from scipy.signal import lfilter

from voxanne.audio.pcm import Pcm
from voxanne.models.store import ModelStore
from voxanne.speech.engines import LocalSpeech, load_engines
from voxanne.speech.lexicon import plain
from voxanne.speech.moonshine import MoonshineTranscriber
from voxanne.speech.port import Vocabulary

NO_WORDS = Vocabulary()
CLINIC = Vocabulary(vocabulary_terms(), "1")


@pytest.fixture(scope="module")
def speech(model_store: ModelStore) -> Iterator[LocalSpeech]:
    speech = load_engines(model_store, threads=2)
    yield speech
    speech.close()


def say(text: str, voice: str = "rms") -> Pcm:
    return through_the_phone(VOICES[voice](text))


async def test_clinic_words_are_understood_on_a_phone_line(speech: LocalSpeech) -> None:
    right = as_decoded = 0
    said = [*utterances(TUNED)[::4], *utterances(HELD_OUT)[::4]]
    for term, sentence in said:
        heard = await speech.engines.transcriber.transcribe(say(sentence), 8000, CLINIC)
        right += plain(term) in plain(heard.text)
        as_decoded += plain(term) in plain(heard.as_decoded)
    assert as_decoded < 0.6 * len(said)  # else this test proves nothing
    assert right >= 0.85 * len(said)


async def test_ordinary_sentences_are_not_changed_by_the_vocabulary(speech: LocalSpeech) -> None:
    for sentence in ORDINARY[::6]:
        heard = await speech.engines.transcriber.transcribe(say(sentence), 8000, CLINIC)
        assert heard.text == heard.as_decoded


async def test_two_terms_in_one_sentence_are_both_put_right(speech: LocalSpeech) -> None:
    heard = await speech.engines.transcriber.transcribe(
        say("How much is Botox, and do you do microneedling?"), 8000, CLINIC
    )
    assert "Botox" in heard.text
    assert "microneedling" in heard.text


async def test_speech_of_half_a_minute_is_heard_to_its_end(speech: LocalSpeech) -> None:
    pause = np.zeros(4000, dtype=np.int16)
    long = np.concatenate([part for sentence in ORDINARY[:12] for part in (say(sentence), pause)])
    assert len(long) / 8000 > 25
    heard = await speech.engines.transcriber.transcribe(long, 8000, NO_WORDS)
    assert len(heard.text.split()) > 0.85 * sum(len(sentence.split()) for sentence in ORDINARY[:12])


@pytest.mark.parametrize("kind", ["noise", "hum", "tone", "click", "babble"])
async def test_noise_is_not_words(speech: LocalSpeech, kind: str) -> None:
    time = np.arange(16000) / 8000
    sounds = {
        "noise": np.random.default_rng(0).normal(0, 300, 16000),
        "hum": 1000 * np.sin(2 * np.pi * 50 * time),
        "tone": 4000 * (np.sin(2 * np.pi * 697 * time) + np.sin(2 * np.pi * 1209 * time)),
        "babble": lfilter([40], [1, -1.6, 0.9], np.random.default_rng(0).normal(0, 1, 32000))
        * (1 + np.sin(2 * np.pi * 4 * np.arange(32000) / 8000)),
        "click": np.where(np.arange(16000) == 8000, 20000, 0),
    }
    heard = await speech.engines.transcriber.transcribe(sounds[kind].astype(np.int16), 8000, NO_WORDS)
    assert heard.text == ""


async def test_what_the_receptionist_says_can_be_understood(speech: LocalSpeech) -> None:
    sound = await speech.engines.synthesizer.synthesize("Botox costs £120 and takes 30 mins.", 8000)
    heard = await speech.engines.transcriber.transcribe(sound.pcm, 8000, NO_WORDS)
    assert "120" in heard.text
    assert "30 minutes" in heard.text or "thirty minutes" in heard.text


async def test_two_calls_with_one_new_vocabulary_prepare_it_once(speech: LocalSpeech) -> None:
    vocabulary = Vocabulary(("Botox", "Profhilo", "smear test"), "shared")
    heard = await asyncio.gather(
        *(speech.engines.transcriber.transcribe(say("Do you do Botox?"), 8000, vocabulary) for _ in range(3))
    )
    assert {one.text for one in heard} == {heard[0].text}


async def test_an_unfinished_sentence_is_judged_so(speech: LocalSpeech) -> None:
    judged = []
    for sentence in ORDINARY[:20]:
        pcm = say(sentence)
        judged.append(await speech.engines.turn_judge.judge(pcm[: len(pcm) * 11 // 20], 8000))
    assert sum(probability < 0.5 for probability in judged) >= 12


async def test_a_voice_is_found_after_a_minute_of_line_noise(speech: LocalSpeech) -> None:
    stream = speech.engines.voice_detector.open(8000)
    await stream.push(np.random.default_rng(0).normal(0, 60, 60 * 8000).astype(np.int16))
    voiced = await stream.push(say(ORDINARY[1]))
    assert max(voiced) > 0.9


def test_other_rates_than_the_detectors_own_are_refused(speech: LocalSpeech) -> None:
    with pytest.raises(ValueError, match="8000 or 16000"):
        speech.engines.voice_detector.open(44100)


@pytest.mark.parametrize("sentence", ORDINARY[:6])
async def test_words_heard_early_do_not_change_what_is_heard_at_the_end(speech: LocalSpeech, sentence: str) -> None:
    ear = speech.engines.transcriber
    assert isinstance(ear, MoonshineTranscriber)
    pcm = say(sentence)
    ear.drafts.clear()
    alone = await ear.transcribe(pcm, 8000, NO_WORDS)
    ear.drafts.clear()
    for share in (0.4, 0.7):
        await ear.transcribe(pcm[: int(share * len(pcm))], 8000, NO_WORDS, is_partial=True)
    assert (await ear.transcribe(pcm, 8000, NO_WORDS)).text == alone.text
