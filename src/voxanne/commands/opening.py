"""Opens the database for a command: beside a running node, or alone. Raises SetupError with the remedy."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import psycopg

from voxanne.db.database import Database, DatabaseUnavailable
from voxanne.db.embedded import EmbeddedPostgres
from voxanne.db.migrate import migrate
from voxanne.errors import SetupError
from voxanne.settings import Settings, prepare_data_dir

MAX_CONNECTIONS = 2


@contextmanager
def opened_postgres(settings: Settings) -> Iterator[str]:
    """The URL of the database: the one that is set, or of the embedded server, attached to when it runs already.

    The data folder must be prepared. The embedded server stops with the last process that uses it.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    server = EmbeddedPostgres(settings.data_dir)
    try:
        yield server.url
    finally:
        server.stop()


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The open database with the newest schema.

    The embedded one is migrated on the way; one of the operator's own is migrated only when told to.
    """
    if settings.database_url is None:
        prepare_data_dir(settings)
    with opened_postgres(settings) as url:
        if settings.database_url is None:
            migrate(url)
        database = Database(url, max_connections=MAX_CONNECTIONS)
        try:
            await database.open()
            yield database
        except DatabaseUnavailable as error:
            raise SetupError("The database does not answer. Start it, or correct VOXANNE_DATABASE_URL.") from error
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedObject) as e:
            raise SetupError("The database lacks the newest schema. Run `voxanne migrate` first.") from e
        finally:
            await database.close()
