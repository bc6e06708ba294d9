"""How a route gets the services of its node: by their type, from the application that serves it.

app = create_app(...); provide(app, Database, database)

@router.get("/calls")
async def calls(database: Annotated[Database, Depends(provided(Database))]) -> ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from fastapi import FastAPI
from starlette.requests import HTTPConnection

Service = TypeVar("Service")


def provide(app: FastAPI, kind: type[Any], service: object) -> None:
    """Make `service` what `provided(kind)` gives."""
    if not hasattr(app.state, "services"):
        app.state.services = {}
    app.state.services[kind] = service


def service_of(connection: HTTPConnection, kind: type[Service]) -> Service:
    """The node's service of this kind; a missing one is a mistake in the wiring."""
    return cast(Service, connection.app.state.services[kind])


def provided(kind: type[Service]) -> Callable[[HTTPConnection], Service]:
    """A FastAPI dependency that gives the node's service of this kind."""

    def give(connection: HTTPConnection) -> Service:
        return service_of(connection, kind)

    return give
