"""The product as a stranger meets it: a process of its own, started by its command, spoken to from outside."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.prepare import DATA_DIR

START_S = 90
STOP_S = 20
VOXANNE = [sys.executable, "-m", "voxanne"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Product:
    """A running `voxanne serve --demo` with a data folder of its own."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "VOXANNE_DATA_DIR": str(data_dir),
            "VOXANNE_PORT": str(self.port),
            "VOXANNE_LOG_FORMAT": "json",
            **settings,
        }
        self.sign_in_link = ""
        self.output: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._reader = threading.Thread()

    def start(self) -> None:
        """Start and wait until it serves; fails with its output when it does not."""
        lines: queue.Queue[str | None] = queue.Queue()
        self._process = process = subprocess.Popen(
            [*VOXANNE, "serve", "--demo"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

        def read() -> None:
            assert process.stdout is not None
            with process.stdout:
                for line in process.stdout:
                    self.output.append(line)
                    lines.put(line)
            lines.put(None)

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        deadline = time.monotonic() + START_S
        while True:
            line = lines.get(timeout=max(0.1, deadline - time.monotonic()))
            if line is None:
                raise AssertionError("the product stopped while starting:\n" + "".join(self.output))
            if "/sign-in/" in line:
                self.sign_in_link = line[line.index("http") :].strip()
                return

    def command(self, *arguments: str) -> str:
        """Run another `voxanne` command against the same data folder; returns its standard output."""
        done = subprocess.run(
            [*VOXANNE, *arguments], env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def api_key(self) -> str:
        return self.command("api-keys", "create", "--organisation", "demo", "--name", "tests").strip()

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> float:
        """Stop it; returns the seconds that took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(with_signal)
        self._process.wait(timeout=STOP_S)
        seconds = time.monotonic() - began
        self._reader.join(timeout=STOP_S)
        return seconds

    def kill(self) -> None:
        """What a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=STOP_S)
        self._reader.join(timeout=STOP_S)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None


@contextmanager
def running_product(**settings: str) -> Iterator[Product]:
    """A product on a fresh data folder, stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="voxanne-product-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder)
        data_dir.chmod(0o755)  # as root the database server is another user, who must pass through
        (data_dir / "models").symlink_to(DATA_DIR / "models")
        product = Product(data_dir, **settings)
        try:
            product.start()
            yield product
        finally:
            if product.is_running:
                product.stop()
