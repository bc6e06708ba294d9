"""Recording 100 calls at once: processor share, what kill -9 costs, and how long an hour takes to finish.

A process of its own records N streams in real time, both sides, 20 ms packets at 8 kHz, and notes in shared memory
what it has handed to each recorder. It is killed with SIGKILL at several moments of the sealing period; what the
files hold is then compared with the notes. The same process without recorders is the baseline.

    python -m bench.recording [--streams 100] [--seconds 20] [--kills 8]
"""

from __future__ import annotations

import argparse
import asyncio
import mmap
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import psutil

from voxanne.clock import SystemClock
from voxanne.live.port import CallRecorder, LiveCall
from voxanne.live.recorder import SealedRecorders
from voxanne.live.sealing import Sealing
from voxanne.recordings.finishing import LogReport, finish_audio, stereo_frames
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.sealed_log import LogSealer, read_header

KEYS = MasterKeyRing(bytes(range(32)))
RATE_HZ = 8000
PACKET = np.full(RATE_HZ // 50, 77, dtype=np.int16)
PROMISED_LOSS_MS = 500
PROMISED_MEMORY_MB = 64


class _NoLedger:
    """Nobody hangs up here."""

    async def finish(self, organisation_id: UUID, call_id: UUID, flaw: str | None) -> None: ...

    async def lose(self, organisation_id: UUID, call_id: UUID, reason: str) -> None: ...

    async def disable(self, organisation_id: UUID, call_id: UUID) -> None: ...


class _NoRecorder:
    """The baseline: what handing out packets costs by itself."""

    def caller(self, pcm: object, at_ms: int) -> None: ...

    def receptionist(self, pcm: object, at_ms: int) -> None: ...

    async def close(self, reason: str) -> None: ...


@dataclass(frozen=True)
class Killed:
    """What a killed process leaves: handed and kept milliseconds of each stream."""

    lost_ms: list[float]
    cores: float


def call_of(number: int) -> LiveCall:
    return LiveCall(UUID(int=number + 1), UUID(int=1), "+442079460100", None, datetime.now(UTC), "Europe/London", "999")


async def record_until_killed(folder: Path, streams: int, is_recording: bool) -> None:
    sealing = Sealing()
    sealing.start()
    recorders = SealedRecorders(sealing, KEYS, folder, _NoLedger(), SystemClock())
    opened: list[CallRecorder] = [
        await recorders.open(call_of(n), RATE_HZ) if is_recording else _NoRecorder() for n in range(streams)
    ]
    with (folder / "handed").open("r+b") as file:
        notes = np.frombuffer(mmap.mmap(file.fileno(), streams * 8), dtype=np.int64)
        start, step = time.monotonic(), 0
        while True:
            for number, recorder in enumerate(opened):
                recorder.caller(PACKET, step * 20)
                recorder.receptionist(PACKET, step * 20)
                notes[number] = (step + 1) * 20
            step += 1
            await asyncio.sleep(max(0.0, start + step * 0.02 - time.monotonic()))


def run_and_kill(streams: int, seconds: float, *, is_recording: bool) -> Killed:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "handed").write_bytes(bytes(streams * 8))
        mode = "record" if is_recording else "baseline"
        child = subprocess.Popen([sys.executable, "-m", "bench.recording", "--child", mode, name, str(streams)])
        watched = psutil.Process(child.pid)
        while not np.frombuffer((folder / "handed").read_bytes(), dtype=np.int64).all():
            time.sleep(0.1)
        before, since = watched.cpu_times(), time.monotonic()
        time.sleep(seconds)
        after, spent = watched.cpu_times(), time.monotonic() - since
        child.send_signal(signal.SIGKILL)
        child.wait()
        cores = (after.user + after.system - before.user - before.system) / spent
        handed = np.frombuffer((folder / "handed").read_bytes(), dtype=np.int64)
        lost = [handed[n] - kept_ms(folder, n) for n in range(streams)] if is_recording else []
        return Killed(lost, cores)


def kept_ms(folder: Path, number: int) -> float:
    report = LogReport()
    with (folder / f"{call_of(number).call_id}.sealed").open("rb") as file:
        frames = sum(len(part) for part in stereo_frames(file, read_header(file), KEYS, report))
    if report.damaged:
        raise SystemExit(f"stream {number} has damaged chunks {report.damaged}")
    return frames * 1000 / RATE_HZ


def finish_an_hour() -> tuple[float, float]:
    """Seconds and megabytes that one hour of both sides talking costs."""
    voice = (np.random.default_rng(1).standard_normal(RATE_HZ // 4) * 2000).astype("<i2").tobytes()
    sealer = LogSealer(KEYS, UUID(int=1), UUID(int=2), RATE_HZ)
    quarter = RATE_HZ // 4
    with tempfile.TemporaryDirectory() as name:
        log, part = Path(name) / "log", Path(name) / "part"
        with log.open("wb") as file:
            file.write(sealer.header.encode())
            for n in range(4 * 3600):
                file.write(sealer.audio(max(0, n - 364) * quarter, [(t, n * quarter, voice) for t in (0, 1)]))
            file.write(sealer.end(4 * 3600 * quarter))
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        finish_audio(log, part, KEYS, lambda: False)
        spent = time.monotonic() - start
        return spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def cost_of_a_piece() -> float:
    """Microseconds that handing one packet to a recorder takes on the event loop."""

    async def measure() -> float:
        with tempfile.TemporaryDirectory() as name:
            recorders = SealedRecorders(Sealing(), KEYS, Path(name), _NoLedger(), SystemClock())
            recorder = await recorders.open(call_of(0), RATE_HZ)
            start = time.perf_counter()
            for n in range(1000):
                recorder.caller(PACKET, n * 20)
            return (time.perf_counter() - start) * 1000

    return asyncio.run(measure())


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--streams", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--kills", type=int, default=8)
    arguments.add_argument("--child", nargs=3)
    chosen = arguments.parse_args()
    if chosen.child:
        mode, folder, streams = chosen.child
        asyncio.run(record_until_killed(Path(folder), int(streams), mode == "record"))
        return
    baseline = run_and_kill(chosen.streams, chosen.seconds / 2, is_recording=False)
    recorded = run_and_kill(chosen.streams, chosen.seconds, is_recording=True)
    killed = [recorded] + [
        run_and_kill(chosen.streams, 1 + n / chosen.kills, is_recording=True) for n in range(1, chosen.kills)
    ]
    seconds, megabytes = finish_an_hour()
    lost = np.array([lost_ms for one in killed for lost_ms in one.lost_ms])
    print(f"{'':<46}{'measured':>10}{'promised':>10}")
    print(f"{'one packet on the event loop, µs':<46}{cost_of_a_piece():>10.1f}{'':>10}")
    print(f"{f'{chosen.streams} streams, cores':<46}{recorded.cores:>10.2f}{'':>10}")
    print(f"{'  of which recording, cores':<46}{recorded.cores - baseline.cores:>10.2f}{'':>10}")
    print(f"{'lost at kill -9, ms, mean':<46}{lost.mean():>10.0f}{'':>10}")
    print(f"{'lost at kill -9, ms, worst':<46}{lost.max():>10.0f}{PROMISED_LOSS_MS:>10}")
    print(f"{'an hour into verified FLAC, s':<46}{seconds:>10.1f}{'':>10}")
    print(f"{'  memory for it, MB':<46}{megabytes:>10.1f}{PROMISED_MEMORY_MB:>10}")


if __name__ == "__main__":
    main()
