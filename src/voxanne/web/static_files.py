"""Scripts, styles and icons. An address that names its content may be kept for ever; any other is asked for anew."""

from __future__ import annotations

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from voxanne.web.pages import STATIC

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
"""Modules import each other without a version: without this a browser would guess how long an old one is good."""


class DashboardFiles(StaticFiles):
    """The package's static folder, to be mounted at `/static`."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER if scope["query_string"].startswith(b"v=") else ASK_AGAIN
        return response
