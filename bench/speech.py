"""What each local engine costs: milliseconds per transcription, judgement, voice window and sentence.

    python -m bench.speech [--rounds 5] [--voice rms]

Each engine is measured alone on one thread (wall and CPU), then transcriptions and judgements together on
the node's threads, as when ten callers pause at once. Memory is the process's resident size after loading.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable

import numpy as np
import psutil

from bench.callers.clinic_language import ORDINARY, vocabulary_terms
from bench.callers.voices import PHONE_RATE_HZ, VOICES, through_the_phone
from voxanne.audio.pcm import Pcm
from voxanne.models.store import ModelStore
from voxanne.settings import read_settings
from voxanne.speech.engines import LocalSpeech, load_engines
from voxanne.speech.lexicon import Lexicon, prepare
from voxanne.speech.moonshine import MoonshineTranscriber
from voxanne.speech.port import Vocabulary
from voxanne.speech.silero import SileroVoiceDetector
from voxanne.speech.smart_turn import SmartTurnJudge

REPLIES = (
    "Good morning, how can I help you?",
    "Botox is £180 for one area and takes about 30 minutes.",
    "We are open on Saturday from 9am to 4pm, and closed on Sunday.",
    "Could I take your name, please?",
)


def measured(name: str, pieces: list[Callable[[], object]], rounds: int) -> None:
    """Print percentiles over all pieces and rounds, in milliseconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        for piece in pieces:
            wall, cpu = time.perf_counter(), time.thread_time()
            piece()
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.thread_time() - cpu))
    p50, p95 = np.percentile(walls, [50, 95])
    print(f"  {name:<44} p50 {p50:7.2f}   p95 {p95:7.2f}   CPU mean {np.mean(cpus):7.2f} ms", flush=True)


def alone(speech: LocalSpeech, utterances: list[Pcm], rounds: int) -> None:
    ear, judge, detector = speech.engines.transcriber, speech.engines.turn_judge, speech.engines.voice_detector
    assert isinstance(ear, MoonshineTranscriber)
    assert isinstance(judge, SmartTurnJudge)
    assert isinstance(detector, SileroVoiceDetector)
    seconds = np.mean([len(pcm) / PHONE_RATE_HZ for pcm in utterances])
    lexicon = _lexicon(ear)

    def anew(pcm: Pcm, vocabulary: Lexicon | None) -> None:
        ear.drafts.clear()
        ear.transcribe_now(pcm, PHONE_RATE_HZ, vocabulary)

    measured(f"transcription of {seconds:.1f} s", [lambda pcm=pcm: anew(pcm, None) for pcm in utterances], rounds)
    measured(
        f"transcription with {len(lexicon.terms)} clinic terms",
        [lambda pcm=pcm: anew(pcm, lexicon) for pcm in utterances],
        rounds,
    )
    measured(
        "transcription once more, a little longer",
        [
            lambda pcm=pcm, more=more: ear.transcribe_now(pcm[: len(pcm) - more], PHONE_RATE_HZ, lexicon)
            for pcm in utterances
            for more in (1600, 0)
        ],
        rounds,
    )
    measured("turn judgement", [lambda pcm=pcm: judge.judge_now(pcm, PHONE_RATE_HZ) for pcm in utterances], rounds)
    for rate_hz in (8000, 16000):
        stream = detector.open(rate_hz)
        window = np.zeros(rate_hz * 32 // 1000, dtype=np.int16)
        measured(
            f"voice window of 32 ms at {rate_hz} Hz",
            [lambda stream=stream, window=window: stream.push_now(window)] * 200,
            rounds,
        )
    measured("a stream of the voice detector", [lambda: detector.open(8000)] * 50, rounds)
    measured(
        "synthesis of one sentence",
        [lambda text=text: speech.voice.synthesize_now(text, 8000) for text in REPLIES],
        rounds,
    )


def _lexicon(ear: MoonshineTranscriber) -> Lexicon:
    started = time.perf_counter()
    *_, lexicon = prepare(vocabulary_terms(), ear.pronounce, ear.graphs, ear.pieces)
    assert lexicon is not None
    print(f"  {'a vocabulary made ready, once a version':<44} {1000 * (time.perf_counter() - started):11.0f} ms")
    return lexicon


async def together(speech: LocalSpeech, utterances: list[Pcm], callers: int) -> None:
    """All callers pause in the same moment: the time until both answers are there."""
    engines = speech.engines
    vocabulary = Vocabulary(vocabulary_terms(), "bench")
    await engines.transcriber.prepare(vocabulary)

    async def pause(pcm: Pcm) -> float:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            group.create_task(engines.transcriber.transcribe(pcm, PHONE_RATE_HZ, vocabulary))
            group.create_task(engines.turn_judge.judge(pcm, PHONE_RATE_HZ))
        return 1000 * (time.perf_counter() - began)

    waits = await asyncio.gather(*(pause(pcm) for pcm in utterances[:callers]))
    print(
        f"  {callers} callers pause at once: both answers after p50 {np.median(waits):.0f}, at most {max(waits):.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--voice", default="rms", choices=list(VOICES))
    args = parser.parse_args()
    settings = read_settings()
    models = ModelStore(settings.data_dir)
    models.ensure()
    utterances = [through_the_phone(VOICES[args.voice](sentence)) for sentence in ORDINARY[:20]]
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    speech = load_engines(models, threads=settings.speech_threads)
    print(f"engines loaded and warmed in {time.perf_counter() - started:.1f} s, ", end="")
    print(f"{(psutil.Process().memory_info().rss - before) / 2**20:.0f} MiB; {settings.speech_threads} threads")
    alone(speech, utterances, args.rounds)
    for callers in (1, 5, 10):
        asyncio.run(together(speech, utterances, callers))
    speech.close()


if __name__ == "__main__":
    main()
