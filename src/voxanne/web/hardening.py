"""Headers that every response carries, and two checks: that a state-changing request comes from our own pages, and
that nobody sends more than a page's form can hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response

from voxanne.web.problems import answer_problem

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
MAX_FORM_BYTES = 1 << 20
READ_WITH_A_LIMIT = ("/api/", "/telephony/")
"""Paths whose routes read their bodies piece by piece, up to limits of their own."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Next = Callable[[Request], Awaitable[Response]]


def is_foreign_origin(origin: str | None, own_origins: frozenset[str]) -> bool:
    """Whether a browser sent this from another site's page. No `Origin` at all means: not a browser."""
    return origin is not None and origin not in own_origins


def is_too_long(request: Request) -> bool:
    """Whether a form is longer than any of ours, or hides its length. It would be read whole, also for a stranger."""
    if request.method in SAFE_METHODS or request.url.path.startswith(READ_WITH_A_LIMIT):
        return False
    length = request.headers.get("content-length")
    if length is None:
        return "transfer-encoding" in request.headers
    return not length.isdigit() or int(length) > MAX_FORM_BYTES


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
        if is_too_long(request):
            return answer_problem(request, 413, "too_large", "That is more than a form of ours can hold.")
        response = await call_next(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
