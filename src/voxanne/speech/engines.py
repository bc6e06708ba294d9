"""Loading the four local engines, once per node and before any call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hibari import Hibari

from voxanne.models.store import ModelStore
from voxanne.speech.hibari import HibariSynthesizer
from voxanne.speech.inference import InferenceThreads, Priority, load_session
from voxanne.speech.moonshine import MoonshineTranscriber
from voxanne.speech.moonshine_graphs import MoonshineGraphs, Pieces
from voxanne.speech.phrase_cache import PhraseCache
from voxanne.speech.port import SpeechEngines
from voxanne.speech.pronunciation import pronouncer
from voxanne.speech.silero import SileroVoiceDetector
from voxanne.speech.smart_turn import SmartTurnJudge

_WARMING_RATE_HZ = 8000


@dataclass(frozen=True, slots=True)
class LocalSpeech:
    """The local engines, with what their owner needs beside the ports: phrases to pin, threads to close."""

    engines: SpeechEngines
    phrases: PhraseCache
    voice: HibariSynthesizer
    threads: InferenceThreads

    def close(self) -> None:
        """Stop the inference threads; engines refuse work from then on."""
        self.threads.close()


def load_engines(models: ModelStore, *, threads: int) -> LocalSpeech:
    """Load and warm every engine (about 1.5 s). Raises SetupError when a model has not been fetched."""
    pool = InferenceThreads(threads)
    ears = models.path("moonshine-tiny-en", "tokenizer.bin").parent
    speaker = Hibari()
    transcriber = MoonshineTranscriber(
        MoonshineGraphs.load(ears), Pieces.load(ears / "tokenizer.bin"), pronouncer(speaker), pool
    )
    voice = HibariSynthesizer(speaker, pool)
    judge = SmartTurnJudge(load_session(models.path("smart-turn", "smart-turn-v3.2-cpu.onnx")), pool)
    detector = SileroVoiceDetector(load_session(models.path("silero-vad", "silero_vad.onnx")))
    phrases = PhraseCache(voice, ahead=HibariSynthesizer(speaker, pool, priority=Priority.BACKGROUND))
    _warm(transcriber, voice, judge, detector)
    engines = SpeechEngines(
        transcriber=transcriber,
        synthesizer=phrases,
        voice_detector=detector,
        turn_judge=judge,
        names={
            "transcriber": "moonshine tiny-en",
            "synthesizer": "hibari heart",
            "voice_detector": "silero",
            "turn_judge": "smart-turn v3.2",
        },
        has_room=pool.has_room,
    )
    return LocalSpeech(engines, phrases, voice, pool)


def _warm(
    transcriber: MoonshineTranscriber, voice: HibariSynthesizer, judge: SmartTurnJudge, detector: SileroVoiceDetector
) -> None:
    """Run each engine once: first runs allocate, compile and load lexicons, and no caller should wait for that."""
    spoken = voice.synthesize_now("Good morning, how can I help you?", _WARMING_RATE_HZ).pcm
    transcriber.transcribe_now(spoken, _WARMING_RATE_HZ, None)
    judge.judge_now(spoken, _WARMING_RATE_HZ)
    for rate_hz in (8000, 16000):
        detector.open(rate_hz).push_now(np.zeros(rate_hz // 10, dtype=np.int16))
