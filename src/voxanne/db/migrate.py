"""Brings a database to the newest schema with Alembic; safe to run by several nodes at once."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from voxanne.errors import SetupError

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def migrate(database_url: str) -> None:
    """Apply all missing migrations. Raises SetupError when the database cannot be reached or lacks pgvector."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except psycopg.Error as error:
        raise SetupError(f"The database could not be migrated: {error}") from error
