"""Sessions on PostgreSQL, each bound to one organisation by row-level security.

    async with database.session(organisation_id) as session:   # one transaction
        call = await session.row(Call, "select ... where id = %s", (call_id,))

The pool's connections run as the role `voxanne_app`, which row-level security applies to; the
organisation is a transaction-local setting that every policy reads. Without it a query sees no rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import psycopg
from psycopg.rows import class_row, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from voxanne.errors import ProviderError

Params = Sequence[Any] | Mapping[str, Any]
Row = TypeVar("Row")

APPLICATION_ROLE = "voxanne_app"
CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_MS = 10_000


class DatabaseUnavailable(ProviderError):
    """The database did not answer in time; nothing was written."""

    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("The database does not answer.", is_retryable=True)


class Session:
    """One transaction. `organisation_id` is None only for look-ups that precede an organisation."""

    def __init__(self, connection: psycopg.AsyncConnection[Any], organisation_id: UUID | None) -> None:
        self.connection = connection
        self._organisation_id = organisation_id

    @property
    def organisation_id(self) -> UUID:
        assert self._organisation_id is not None, "this session precedes any organisation"
        return self._organisation_id

    async def rows(self, into: type[Row], query: LiteralString, params: Params = ()) -> list[Row]:
        """All rows, each as an instance of the dataclass `into` (columns by field name)."""
        async with self.connection.cursor(row_factory=class_row(into)) as cursor:
            await cursor.execute(query, params)
            return await cursor.fetchall()

    async def row(self, into: type[Row], query: LiteralString, params: Params = ()) -> Row | None:
        """The first row as `into`, or None."""
        async with self.connection.cursor(row_factory=class_row(into)) as cursor:
            await cursor.execute(query, params)
            return await cursor.fetchone()

    async def records(self, query: LiteralString, params: Params = ()) -> list[dict[str, Any]]:
        """All rows as dictionaries, for results that have no dataclass of their own."""
        async with self.connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query, params)
            return await cursor.fetchall()

    async def value(self, query: LiteralString, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        cursor = await self.connection.execute(query, params)
        row = await cursor.fetchone()
        return None if row is None else row[0]

    async def execute(self, query: LiteralString, params: Params = ()) -> int:
        """Run a statement; returns the number of rows it touched."""
        cursor = await self.connection.execute(query, params)
        return cursor.rowcount


async def _become_application(connection: psycopg.AsyncConnection[Any]) -> None:
    await connection.execute(f"set role {APPLICATION_ROLE}")
    await connection.commit()


class Database:
    """The node's pool of connections. Open it inside the running event loop."""

    def __init__(self, url: str, *, max_connections: int = 12) -> None:
        self.url = url
        self._pool = AsyncConnectionPool(
            url,
            min_size=2,
            max_size=max_connections,
            open=False,
            timeout=CONNECT_TIMEOUT_S,
            configure=_become_application,
            check=AsyncConnectionPool.check_connection,
            kwargs={
                "connect_timeout": CONNECT_TIMEOUT_S,
                # generic plans cost 90 ms on common search words, and lose the composite index
                "options": f"-c plan_cache_mode=force_custom_plan -c statement_timeout={STATEMENT_TIMEOUT_MS}"
                " -c timezone=UTC",
            },
            name="voxanne",
        )

    async def open(self) -> None:
        try:
            await self._pool.open(wait=True, timeout=CONNECT_TIMEOUT_S)
        except PoolTimeout as error:
            raise DatabaseUnavailable from error

    async def close(self) -> None:
        await self._pool.close(timeout=2)

    @asynccontextmanager
    async def session(self, organisation_id: UUID) -> AsyncIterator[Session]:
        """One transaction that sees and writes only this organisation's rows.

        Commits at the end, rolls back when the block raises. Raises DatabaseUnavailable.
        """
        async with self._transaction() as connection:
            await connection.execute("select set_config('voxanne.organisation_id', %s, true)", (str(organisation_id),))
            yield Session(connection, organisation_id)

    @asynccontextmanager
    async def before_organisation(self) -> AsyncIterator[Session]:
        """One transaction for the look-ups that find the organisation: it sees no table's rows and may
        only call the functions made for that (`number_route`, `member_session`, `api_key_holder`, ...)."""
        async with self._transaction() as connection:
            yield Session(connection, None)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        try:
            async with self._pool.connection() as connection, connection.transaction():
                yield connection
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise DatabaseUnavailable from error

    async def answers(self) -> bool:
        """Whether a real query gets an answer now."""
        try:
            async with self.before_organisation() as session:
                return bool(await session.value("select 1") == 1)
        except DatabaseUnavailable:
            return False
