"""How well the clinic's own words are understood on a phone line, and what it costs.

    python -m bench.vocabulary [--voices joe,rms,...] [--noise-db 20] [--misses] [--fit]

Each term is said once in a carrier sentence by each voice, resampled to 8 kHz and sent through µ-law.
A term is right when its letters are in the transcript. Columns: as decoded; put right by sound alone;
put right by sound and by asking the model again (what the product does). Ordinary sentences hold none of
the terms: word error rate before and after, and how many the vocabulary changed. `--fit` fits the weights
of the final score on the tuned terms and the first ordinary sentences, and prints them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.callers.clinic_language import HELD_OUT, ORDINARY, ORDINARY_TUNED, TUNED, utterances, vocabulary_terms
from bench.callers.voices import PHONE_RATE_HZ, VOICES, through_the_phone
from voxanne.audio.pcm import Pcm
from voxanne.audio.resampling import resample
from voxanne.models.store import ModelStore
from voxanne.settings import read_settings
from voxanne.speech import correction
from voxanne.speech.correction import Candidate, Weights, features
from voxanne.speech.engines import load_engines
from voxanne.speech.hypothesis import Hypothesis, decode
from voxanne.speech.lexicon import Lexicon, plain, prepare
from voxanne.speech.moonshine import MoonshineTranscriber
from voxanne.speech.moonshine_graphs import RATE_HZ


class Bench:
    """One loaded recogniser and one clinic's lexicon."""

    def __init__(self) -> None:
        models = ModelStore(read_settings().data_dir)
        models.ensure()
        self.speech = load_engines(models, threads=1)
        transcriber = self.speech.engines.transcriber
        assert isinstance(transcriber, MoonshineTranscriber)
        self.ear = transcriber
        self.lexicon = self._lexicon()

    def _lexicon(self) -> Lexicon:
        started = time.perf_counter()
        ear = self.ear
        *_, lexicon = prepare(vocabulary_terms(), ear.pronounce, ear.graphs, ear.pieces)
        assert lexicon is not None
        print(f"vocabulary of {len(lexicon.terms)} terms prepared in {1000 * (time.perf_counter() - started):.0f} ms")
        return lexicon

    def hypothesis(self, pcm: Pcm) -> Hypothesis:
        audio = resample(pcm, PHONE_RATE_HZ, RATE_HZ).astype(np.float32) / 32768
        place = self.ear.graphs.begin(self.ear.graphs.encode(audio))
        return decode(self.ear.graphs, place, int(len(audio) / RATE_HZ * 6.5) + 6)

    def by_sound_alone(self, heard: Hypothesis) -> str:
        """The most promising stretch replaced when it sounds much like a term; the model is not asked."""
        tokens = list(heard.tokens)
        near = self.ear.corrector.sound_alikes(heard, self.lexicon)
        promise, best = max(near, key=lambda one: one[0], default=(0.0, None))
        if best is not None and promise > 0:
            tokens[best.start : best.end] = self.lexicon.tokens[best.term]
        return self.ear.pieces.text(tokens)

    def measure(self, pcm: Pcm) -> tuple[str, str, str, float, float]:
        """Decoded, by sound alone, put right; CPU ms of this thread without and with the vocabulary."""
        self.ear.drafts.clear()
        started = time.thread_time()
        plain_text = self.ear.transcribe_now(pcm, PHONE_RATE_HZ, None).text
        between = time.thread_time()
        self.ear.drafts.clear()
        right = self.ear.transcribe_now(pcm, PHONE_RATE_HZ, self.lexicon).text
        ended = time.thread_time()
        sound = self.by_sound_alone(self.hypothesis(pcm))
        return plain_text, sound, right, 1000 * (between - started), 1000 * (ended - between)


def run_terms(bench: Bench, voice: str, terms: tuple[str, ...], args: argparse.Namespace) -> None:
    rows = []
    for number, (term, sentence) in enumerate(utterances(terms)):
        *texts, without_ms, with_ms = bench.measure(say(voice, sentence, args, number))
        rows.append([*(plain(term) in plain(text) for text in texts), without_ms, with_ms])
        if args.misses and not rows[-1][2]:
            print(f"      {sentence} | {texts[0]} | {texts[2]}")
    none, sound, right, without_ms, with_ms = np.mean(np.array(rows, dtype=float), axis=0)
    print(
        f"  {voice:<10} {len(rows):>3} terms   {none:6.1%} {sound:6.1%} {right:6.1%}   "
        f"{without_ms:5.1f} → {with_ms:5.1f} ms ({with_ms / without_ms - 1:+.0%})",
        flush=True,
    )


def run_ordinary(bench: Bench, voice: str, sentences: tuple[str, ...], args: argparse.Namespace) -> None:
    changed, before, after, words, costs = 0, 0, 0, 0, []
    for number, sentence in enumerate(sentences):
        decoded, _, right, without_ms, with_ms = bench.measure(say(voice, sentence, args, number))
        said = _words(sentence)
        words += len(said)
        before += edits(said, _words(decoded))
        after += edits(said, _words(right))
        changed += plain(decoded) != plain(right)
        costs.append((without_ms, with_ms))
        if args.misses and plain(decoded) != plain(right):
            print(f"      {sentence} | {decoded} | {right}")
    without_ms, with_ms = np.mean(np.array(costs), axis=0)
    print(
        f"  {voice:<10} {len(sentences):>3} sentences   WER {before / words:.2%} → {after / words:.2%}   "
        f"changed {changed}   {without_ms:5.1f} → {with_ms:5.1f} ms ({with_ms / without_ms - 1:+.0%})",
        flush=True,
    )


def say(voice: str, sentence: str, args: argparse.Namespace, seed: int) -> Pcm:
    return through_the_phone(VOICES[voice](sentence), args.noise_db, seed)


def edits(said: list[str], heard: list[str]) -> int:
    """Words substituted, missed and added."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        previous, row[0] = row[0], number
        for place, other in enumerate(heard, start=1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (word != other))
    return row[-1]


def _words(text: str) -> list[str]:
    return [word for part in text.replace("-", " ").split() if (word := plain(part))]


def fit(bench: Bench, voices: list[str], args: argparse.Namespace) -> None:
    """Logistic regression, L2 0.05, of "this term was said" on the features of every candidate asked."""
    correction.PROMISING, correction.PROMISING_BESIDE, correction.ASKED = -5.0, 99.0, 12
    rows, labels = [], []
    for voice in voices:
        for number, (term, sentence) in enumerate(_tuned()):
            for candidate in _candidates(bench, say(voice, sentence, args, number)):
                rows.append(features(candidate, bench.lexicon))
                labels.append(bench.lexicon.terms[candidate.term] == term)
    x, y = np.array(rows), np.array(labels, dtype=float)

    def loss(weights: NDArray[np.float64]) -> float:
        odds = x @ weights
        return float(np.sum(np.logaddexp(0, odds) - y * odds) + 0.05 * np.sum(weights[1:] ** 2))

    scale = np.maximum(x.std(axis=0), 1e-9)
    scale[0] = 1.0
    x = x / scale
    weights = minimize(loss, np.zeros(x.shape[1])).x / scale
    print(f"{len(y)} candidates, {int(y.sum())} right")
    for field, weight in zip(fields(Weights), weights, strict=True):
        print(f"    {field.name}: float = {weight:.3f}")


def _tuned() -> Iterator[tuple[str, str]]:
    yield from utterances(TUNED)
    yield from (("", sentence) for sentence in ORDINARY[:ORDINARY_TUNED])


def _candidates(bench: Bench, pcm: Pcm) -> list[Candidate]:
    return bench.ear.corrector.candidates(bench.hypothesis(pcm), bench.lexicon)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", default="joe,rms,awb,slt", help=f"of {', '.join(VOICES)}")
    parser.add_argument("--noise-db", type=float, default=None, help="white noise this far below the voice")
    parser.add_argument("--misses", action="store_true", help="print what was not understood")
    parser.add_argument("--fit", action="store_true", help="fit the weights instead of measuring")
    args = parser.parse_args()
    voices = args.voices.split(",")
    bench = Bench()
    if args.fit:
        fit(bench, voices, args)
        return
    for title, terms in (("tuned terms", TUNED), ("held-out terms", HELD_OUT)):
        print(f"{title}: decoded, by sound alone, put right; CPU without → with the vocabulary")
        for voice in voices:
            run_terms(bench, voice, terms, args)
    tuned, held_out = ORDINARY[:ORDINARY_TUNED], ORDINARY[ORDINARY_TUNED:]
    for title, sentences in (("ordinary sentences", tuned), ("held-out ordinary sentences", held_out)):
        print(f"{title}: without → with the vocabulary")
        for voice in voices:
            run_ordinary(bench, voice, sentences, args)


if __name__ == "__main__":
    main()
