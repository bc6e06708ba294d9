"""The media engine alone on one core: machine, pacer, listening and recorder of N calls, real voice detection and
turn judgement, stand-ins for transcription, synthesis and the receptionist.

Callers are in-process legs that speak for 2 s of every 8 and listen to the answer. A frame is late by as much as
it arrives after the sound before it has run out at the caller's ear; the loop is late by as much as a caller's
frame is handed over after its time. Afterwards 100 short calls show whether tasks and memory come back.

    python -m bench.media_engine [--calls 40] [--seconds 30]
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import ctypes
import gc
import os
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import psutil
import structlog
import uvloop
from tests.fakes.receptionist import FakeConversation
from tests.fakes.records import FakeActionDesk, FakeJournal

from voxanne.audio.g711 import decode_ulaw
from voxanne.audio.pcm import Pcm
from voxanne.dialogue.port import CallerFacts, Conversation, Say
from voxanne.live.desk import LiveDesk
from voxanne.live.port import Journal, LiveCall, LiveServices
from voxanne.live.recorder import SealedRecorders
from voxanne.live.sealing import Sealing
from voxanne.live.waiting import SystemCallClock
from voxanne.models.store import ModelStore
from voxanne.settings import read_settings
from voxanne.speech.inference import InferenceThreads, load_session
from voxanne.speech.port import Heard, Sound, SpeechEngines, Vocabulary
from voxanne.speech.silero import SileroVoiceDetector
from voxanne.speech.smart_turn import SmartTurnJudge
from voxanne.storage.keys import MasterKeyRing
from voxanne.telephony.port import CallerAudio, LegClosed, LegCloseReason, LegEvent
from voxanne.telephony.simulated.voice import CallerVoice

RATE_HZ = 8000
FRAME = RATE_HZ // 50
CYCLE_FRAMES = 400  # a caller speaks once in 8 s
PROMISED_LATE_MS, PROMISED_MB = 40.0, 6.0
SILENCE = np.zeros(FRAME, dtype=np.int16)


@dataclass
class StandInTranscriber:
    """As long as a transcription takes, and no work."""

    heard: int = 0

    async def transcribe(self, pcm: Pcm, rate_hz: int, vocabulary: Vocabulary, *, is_partial: bool = False) -> Heard:
        self.heard += 1
        await asyncio.sleep(0.07)
        return Heard(f"Question number {self.heard}, please.")


class StandInSynthesizer:
    async def synthesize(self, text: str, rate_hz: int) -> Sound:
        await asyncio.sleep(0.02)
        return Sound(np.full(rate_hz * 2, 900, dtype=np.int16), rate_hz)


class StandInReceptionist:
    async def begin(self, organisation_id: UUID, caller: CallerFacts) -> Conversation:
        return FakeConversation(answer=lambda turn: [Say("This is the first part of the answer."), Say("And more.")])

    async def fixed_phrases(self, organisation_id: UUID) -> tuple[str, ...]:
        return ()


class NoJournals:
    def open(self, call: LiveCall) -> Journal:
        return FakeJournal()


class NoLedger:
    async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None: ...

    async def lose(self, organisation_id: UUID, call_id: UUID, reason: str) -> None: ...

    async def disable(self, organisation_id: UUID, call_id: UUID) -> None: ...


@dataclass
class BenchLeg:
    """A caller who speaks in turn; measures how late our frames come to the ear."""

    speech: list[Pcm]
    phase: int
    seconds: float
    rate_hz: int = RATE_HZ
    carrier: str = "bench"
    late_ms: list[float] = field(default_factory=list)
    loop_late_ms: list[float] = field(default_factory=list)
    played_until: float = 0.0
    pick_up_ms: float | None = None
    began: float = 0.0
    is_closed: bool = False

    async def events(self) -> AsyncIterator[LegEvent]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(int(self.seconds * 50)):
            due = began + number * 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))
            self.loop_late_ms.append((loop.time() - due) * 1000)
            if self.is_closed:
                break
            at = (number + self.phase) % CYCLE_FRAMES
            yield CallerAudio(self.speech[at] if at < len(self.speech) else SILENCE, number * 20)
        yield LegClosed(LegCloseReason.WE_HUNG_UP if self.is_closed else LegCloseReason.CALLER_HUNG_UP)

    async def play(self, pcm: Pcm) -> None:
        now = time.monotonic()
        if self.pick_up_ms is None:
            self.pick_up_ms = (now - self.began) * 1000
        elif self.played_until > now - 0.2:  # within a spurt, also one that has just run dry
            self.late_ms.append(max(0.0, now - self.played_until) * 1000)
        self.played_until = max(now, self.played_until) + len(pcm) / self.rate_hz

    async def mark(self, name: str) -> None: ...

    async def clear(self) -> None:
        self.played_until = time.monotonic()

    async def hang_up(self) -> None:
        self.is_closed = True


def build_desk(folder: Path, sealing: Sealing, threads: InferenceThreads) -> LiveDesk:
    models = ModelStore(read_settings().data_dir)
    clock = SystemCallClock()
    detector = SileroVoiceDetector(load_session(models.path("silero-vad", "silero_vad.onnx")))
    judge = SmartTurnJudge(load_session(models.path("smart-turn", "smart-turn-v3.2-cpu.onnx")), threads)
    return LiveDesk(
        LiveServices(
            speech=SpeechEngines(StandInTranscriber(), StandInSynthesizer(), detector, judge),
            receptionist=StandInReceptionist(),
            recorders=SealedRecorders(sealing, MasterKeyRing(bytes(range(32))), folder, NoLedger(), clock),
            journals=NoJournals(),
            actions=FakeActionDesk(),
            clock=clock,
        )
    )


async def take_call(desk: LiveDesk, leg: BenchLeg) -> None:
    call = LiveCall(uuid4(), uuid4(), "+442079460100", None, SystemCallClock().now(), "Europe/London", "999")
    leg.began = time.monotonic()
    await desk.conduct(leg, call)


async def measure(desk: LiveDesk, speech: list[Pcm], calls: int, seconds: float) -> tuple[list[BenchLeg], float, float]:
    """Hold `calls` calls for `seconds`; answers their legs, the share of a core, and MB per call."""
    process = psutil.Process()
    gc.collect()
    memory_before, cpu_before, began = process.memory_info().rss, process.cpu_times(), time.monotonic()
    legs = [BenchLeg(speech, phase=number * CYCLE_FRAMES // calls, seconds=seconds) for number in range(calls)]
    memory_mb = 0.0
    async with asyncio.TaskGroup() as group:
        for leg in legs:
            group.create_task(take_call(desk, leg))
            await asyncio.sleep(0.01)
        await asyncio.sleep(seconds * 0.8)
        memory_mb = (process.memory_info().rss - memory_before) / 1e6 / calls
    cpu = process.cpu_times()
    used = (cpu.user + cpu.system) - (cpu_before.user + cpu_before.system)
    return legs, used / (time.monotonic() - began), memory_mb


async def bench(calls: int, seconds: float) -> None:
    voice = CallerVoice("flite/rms").say("How much is a facial, and are you open on Saturday?")
    speech = [decode_ulaw(base64.b64decode(frame)) for frame in voice.frames]
    sealing, threads = Sealing(), InferenceThreads(1)
    sealing.start()
    with tempfile.TemporaryDirectory() as folder:
        desk = build_desk(Path(folder), sealing, threads)
        await measure(desk, speech, 4, 3)  # first runs allocate
        legs, cores, memory_mb = await measure(desk, speech, calls, seconds)
        late = np.concatenate([leg.late_ms for leg in legs])
        loop_late = np.concatenate([leg.loop_late_ms for leg in legs])
        pick_up = [leg.pick_up_ms for leg in legs if leg.pick_up_ms is not None]
        print(f"{'calls':34}{calls:>8}   promised: >= 40 on one core")
        print(f"{'share of one core':34}{cores:8.2f}")
        print(f"{'frame lateness p95, ms':34}{np.percentile(late, 95):8.1f}   promised: < {PROMISED_LATE_MS:.0f}")
        print(f"{'frame lateness p99 / max, ms':34}{np.percentile(late, 99):8.1f} / {late.max():.0f}")
        print(f"{'loop lateness p50 / p95, ms':34}{np.median(loop_late):8.1f} / {np.percentile(loop_late, 95):.1f}")
        print(f"{'pick-up p95, ms':34}{np.percentile(pick_up, 95):8.1f}")
        print(f"{'memory, MB per call':34}{memory_mb:8.1f}   promised: <= {PROMISED_MB:.0f}")
        await bench_return(desk, speech)
    sealing.stop()
    threads.close()


async def bench_return(desk: LiveDesk, speech: list[Pcm]) -> None:
    """100 short calls, 20 at once; tasks and memory before and after."""
    trim = ctypes.CDLL(None).malloc_trim
    process = psutil.Process()
    gc.collect()
    trim(0)
    memory, tasks = process.memory_info().rss, len(asyncio.all_tasks())
    for _ in range(5):
        await measure(desk, speech, 20, 1.5)
    gc.collect()
    trim(0)
    print(f"{'tasks before / after 100 calls':34}{tasks:8} / {len(asyncio.all_tasks())}")
    print(f"{'memory after 100 calls, MB':34}{(process.memory_info().rss - memory) / 1e6:+8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    uvloop.run(bench(options.calls, options.seconds))


if __name__ == "__main__":
    main()
