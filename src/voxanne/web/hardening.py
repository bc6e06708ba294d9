"""Headers that every response carries, and the check that a state-changing request comes from our own pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response

from voxanne.web.problems import answer_problem

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Next = Callable[[Request], Awaitable[Response]]


def is_foreign_origin(origin: str | None, own_origins: frozenset[str]) -> bool:
    """Whether a browser sent this from another site's page. No `Origin` at all means: not a browser."""
    return origin is not None and origin not in own_origins


def harden(own_origins: frozenset[str], is_https: bool) -> Callable[[Request, Next], Awaitable[Response]]:
    """The middleware: refuses foreign state-changing requests with a cookie, adds the headers."""
    headers = dict(HEADERS)
    if is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def middleware(request: Request, call_next: Next) -> Response:
        if (
            request.method not in SAFE_METHODS
            and request.cookies
            and is_foreign_origin(request.headers.get("origin"), own_origins)
        ):
            return answer_problem(request, 403, "foreign_origin", "This request came from another site's page.")
        response = await call_next(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
