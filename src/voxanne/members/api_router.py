"""What every router of the JSON API has in common: its prefix, its errors, and that strangers are turned away first."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from voxanne.errors import InvalidRequest
from voxanne.members.access import current_client
from voxanne.web.bodies import BoundedRequest
from voxanne.web.openapi import problems

API_PREFIX = "/api/v1"


class ApiRoute(APIRoute):
    """Reads what came only for a program with a valid key, only up to a limit, and only what can be stored."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        has_body = self.body_field is not None

        async def handle_bounded(request: Request) -> Response:
            bounded = BoundedRequest(request.scope, request.receive)
            if has_body:
                # a body is parsed before any dependency: a stranger must not learn what is wrong with it
                await current_client(bounded)
            try:
                await bounded.refuse_unstorable(has_body=has_body)
            except InvalidRequest:
                await current_client(bounded)
                raise
            return await handle(bounded)

        return handle_bounded


def api_router(tag: str) -> APIRouter:
    """A router below `/api/v1` whose routes document the problems that any of them can answer."""
    return APIRouter(prefix=API_PREFIX, tags=[tag], route_class=ApiRoute, responses=problems(401, 422, 503))
