"""Errors as the client meets them: RFC 9457 problem documents for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from voxanne.errors import ProviderError, RequestError
from voxanne.trouble import trouble
from voxanne.web.pages import render

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"


def problem(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    """A problem document: `type` names the code, `detail` says what is wrong and what to do."""
    document = {
        "type": f"urn:voxanne:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(document, status, media_type=PROBLEM_JSON, headers=headers)


def wants_page(request: Request) -> bool:
    """People get pages; programs (the API, webhooks) get problem documents."""
    path = request.url.path
    return not path.startswith(("/api/", "/telephony/")) and "text/html" in request.headers.get("accept", "")


def answer_problem(request: Request, status: int, code: str, detail: str, **more: Any) -> Response:
    """The error in the form the client can use."""
    if not wants_page(request):
        return problem(status, code, detail, **more)
    if status == HTTPStatus.UNAUTHORIZED:
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    return render(
        request,
        "web/problem.html",
        {"status": status, "title": HTTPStatus(status).phrase, "detail": detail},
        status_code=status,
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Every error of every route leaves through one of these."""

    @app.exception_handler(RequestError)
    async def on_request_error(request: Request, error: RequestError) -> Response:
        response = answer_problem(request, error.status, error.code, error.message)
        if error.retry_after_s is not None:
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    @app.exception_handler(ProviderError)
    async def on_provider_error(request: Request, error: ProviderError) -> Response:
        log.warning("dependency_failed", code=error.code)
        return answer_problem(request, 503, error.code, f"{error.message} Try again in a moment.")

    @app.exception_handler(RequestValidationError)
    async def on_validation_error(request: Request, error: RequestValidationError) -> Response:
        # `input` is left out: it may hold what a caller said
        fields = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
        detail = "; ".join(f"{f['field']}: {f['message']}" for f in fields)
        return answer_problem(request, 422, "invalid_request", detail, errors=fields)

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).name.lower()
        response = answer_problem(request, error.status_code, code, str(error.detail))
        response.headers.update(error.headers or {})  # `Allow` belongs to a 405
        return response

    @app.exception_handler(Exception)
    async def on_bug(request: Request, error: Exception) -> Response:
        route = request.scope.get("route")  # its pattern: the path itself may hold a secret
        log.error("request_failed", route=getattr(route, "path", ""), **trouble(error))
        return answer_problem(request, 500, "internal_error", "Something went wrong here. It has been logged.")
