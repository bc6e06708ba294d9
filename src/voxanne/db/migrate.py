"""Brings a database to the newest schema with Alembic; safe to run by several nodes at once."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from voxanne.errors import SetupError

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def migrate(database_url: str) -> None:
    """Apply all missing migrations. Raises SetupError when the database cannot be reached or lacks pgvector."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))  # a checkout's path may hold any
    try:
        config.attributes["url"] = make_url(database_url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise SetupError(
            "VOXANNE_DATABASE_URL cannot be used. It must look like postgresql://user:password@host:5432/database."
        ) from error
    try:
        command.upgrade(config, "head")
    except (psycopg.Error, SQLAlchemyError) as error:
        raise SetupError(f"The database could not be migrated: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    """What the server said, in one line and without the statement that it answered."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")
