"""One Chromium process for a whole run of tests: starting it for every test would take most of their time."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_S = 30
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--remote-debugging-port=0",
)


@contextmanager
def running_chromium() -> Iterator[str]:
    """The browser's DevTools address; its microphone is Chromium's own beeping fake."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "these tests need Chromium: apt install chromium"
    profile = Path(tempfile.mkdtemp(prefix="voxanne-chromium-"))
    process = subprocess.Popen(
        [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{_port(process, profile / 'DevToolsActivePort')}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _port(process: subprocess.Popen[bytes], announced: Path) -> int:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if announced.exists() and (lines := announced.read_text().splitlines()):
            return int(lines[0])
        assert process.poll() is None, "Chromium stopped while starting"
        time.sleep(0.05)
    raise AssertionError("Chromium did not start in time")
