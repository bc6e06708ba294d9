"""Whole calls with real voices through the carrier's protocol: pick-up, replies, barge-in at 1, 10 and 20 calls.

Starts a node of its own in a fresh data folder, with the callers on the same machine. A reply is timed from the
end of the caller's voice in the audio to the first audible sound of the answer, as heard at real-time playout.

    python -m bench.calls [--calls 1,10,20] [--url http://127.0.0.1:8000] [--voice piper/joe]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import uvloop

from voxanne.settings import read_settings
from voxanne.telephony.simulated.carrier import Target
from voxanne.telephony.simulated.outcome import CallOutcome, figures
from voxanne.telephony.simulated.rehearsal import Plan, simulate
from voxanne.telephony.simulated.script import read_script
from voxanne.telephony.simulated.voice import CallerVoice
from voxanne.telephony.twilio_requests import auth_token

NUMBER = "+442079460100"
VOICE = "piper/joe"  # the turn model knows people: formant voices are judged unfinished, and waited for
SCRIPTS = ("enquiry", "barge-in")
STAGGER_MS = 700  # callers who speak in step would queue up as real ones never do
START_S = 120
STOP_S = 30

# calls at once: pick-up p95, reply p50, reply p95, barge-in max; what is promised
PROMISED = {1: (100, 350, 600, 250), 10: (100, 450, 900, 250), 20: (None, None, 1200, 250)}


@dataclass(frozen=True)
class Round:
    """One number of calls at once, and what it cost the server."""

    calls: int
    outcomes: list[CallOutcome]
    cpu_cores: float
    memory_mb: float


@dataclass(frozen=True)
class Server:
    target: Target
    api_key: str | None
    process: psutil.Process | None

    def cpu_s(self) -> float:
        if self.process is None:
            return 0.0
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory_mb(self) -> float:
        return 0.0 if self.process is None else self.process.memory_info().rss / 1e6


@contextmanager
def own_server() -> Iterator[Server]:
    """A node in a fresh data folder, with the models that this checkout has fetched already."""
    settings = read_settings()
    with tempfile.TemporaryDirectory(prefix="voxanne-bench-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder)
        data_dir.chmod(0o755)  # as root the database server is another user, who must pass through
        if settings.models_dir.is_dir():
            (data_dir / "models").symlink_to(settings.models_dir)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = os.environ | {
            "VOXANNE_DATA_DIR": folder,
            "VOXANNE_PORT": str(port),
            "VOXANNE_PUBLIC_URL": "",
            "VOXANNE_LOG_FORMAT": "json",
        }
        with (data_dir / "server.log").open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "voxanne", "serve", "--demo"],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_it_serves(process, data_dir / "server.log")
            key = subprocess.run(
                [sys.executable, "-m", "voxanne", "api-keys", "create", "--organisation", "demo", "--name", "bench"],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            own = read_settings(data_dir=data_dir, port=port, public_url="")
            yield Server(Target(url, url, auth_token(own), NUMBER), key, psutil.Process(process.pid))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=STOP_S)


def _wait_until_it_serves(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while "Voxanne answers" not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"the server does not start:\n{log.read_text()}")
        time.sleep(0.2)


async def measure(server: Server, calls: int, voice: CallerVoice) -> Round:
    """All scripts with this many calls at once; a single caller goes through each of them in turn."""
    scripts = [read_script(name) for name in SCRIPTS]
    began_s, cpu_s = asyncio.get_running_loop().time(), server.cpu_s()
    outcomes: list[CallOutcome] = []
    for turn in [[script] for script in scripts] if calls == 1 else [scripts]:
        outcomes += await simulate(Plan(server.target, turn, calls, STAGGER_MS, server.api_key), voice)
    elapsed_s = asyncio.get_running_loop().time() - began_s
    return Round(calls, outcomes, (server.cpu_s() - cpu_s) / elapsed_s, server.memory_mb())


def table(rounds: list[Round]) -> str:
    """Measured beside promised, milliseconds."""
    lines = [
        "calls   pick-up p95      reply p50        reply p95        barge-in max     failed  cut off  cores  MB",
        "        ms (promised)    ms (promised)    ms (promised)    ms (promised)",
    ]
    for one in rounds:
        result = figures(one.outcomes)
        measured = (result.pick_up_p95_ms, result.reply_p50_ms, result.reply_p95_ms, result.barge_in_max_ms)
        promised = PROMISED.get(one.calls, (None,) * 4)
        cells = "".join(
            f"{'-' if ms is None else f'{ms:.0f}':>5} {'' if limit is None else f'(≤ {limit})':11}"
            for ms, limit in zip(measured, promised, strict=True)
        )
        lines.append(
            f"{one.calls:5}   {cells}  {result.failed:4}  {result.cut_off:7}  {one.cpu_cores:5.2f}  {one.memory_mb:.0f}"
        )
    for one in rounds:
        late = sum(outcome.late_frames for outcome in one.outcomes)
        if late:
            lines.append(f"{one.calls} calls: {late} frames of the callers left late; the figures are upper bounds")
        lines += sorted({f"{one.calls} calls: {text}" for outcome in one.outcomes for text in outcome.failures})
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", default="1,10,20", help="how many at once, comma-separated")
    parser.add_argument("--url", default="", help="a running node on this machine, instead of one of its own")
    parser.add_argument("--voice", default=VOICE, help="flite/NAME, espeak-ng/NAME or piper/MODEL")
    options = parser.parse_args()
    voice = CallerVoice(options.voice)
    counts = [int(count) for count in options.calls.split(",")]
    if options.url:
        url = options.url.rstrip("/")
        settings = read_settings()
        server = Server(Target(url, settings.public_url or url, auth_token(settings), NUMBER), None, None)
        rounds = [uvloop.run(measure(server, count, voice)) for count in counts]
    else:
        with own_server() as server:
            rounds = [uvloop.run(measure(server, count, voice)) for count in counts]
    print(table(rounds))


if __name__ == "__main__":
    main()
