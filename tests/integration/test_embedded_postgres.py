"""The embedded PostgreSQL on machines that are not ours: other locales, processes that were killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from voxanne.db.embedded import EmbeddedPostgres


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="voxanne-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the database server is another user, who must pass through
        yield Path(folder)


def test_a_locale_this_machine_lacks_does_not_matter(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    server = EmbeddedPostgres(data_dir)
    try:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("select lower('É')").fetchone() == ("é",)
    finally:
        server.stop()
    assert os.environ["LC_ALL"] == "xx_YY.UTF-8"


def test_a_holder_that_was_killed_does_not_keep_the_server_running(data_dir: Path) -> None:
    script = (
        "import os, pathlib, signal, sys\n"
        "from voxanne.db.embedded import EmbeddedPostgres\n"
        "EmbeddedPostgres(pathlib.Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(data_dir)], check=False)
    assert killed.returncode == -9
    pid_file = data_dir / "postgres" / "postmaster.pid"
    assert pid_file.exists()  # it left the server running

    server = EmbeddedPostgres(data_dir)
    assert json.loads((data_dir / "postgres" / ".handle_pids.json").read_text()) == [os.getpid()]
    server.stop()
    assert not pid_file.exists()
