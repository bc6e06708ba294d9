"""Signing in and out. A one-time link asks before it is used up, because mail scanners open links too."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.members import store
from voxanne.members.access import SESSION_IDLE, SESSION_LIFETIME, CurrentMember, member_of, session_cookie_name
from voxanne.members.tokens import hash_token, new_token
from voxanne.settings import Settings
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter(include_in_schema=False)

HOME = "/calls"


@router.get("/")
async def home() -> Response:
    return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """How to get in; a member who is in already goes on to the calls."""
    if await member_of(request) is not None:
        return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
    return render(
        request,
        "members/sign_in.html",
        {"reason": request.query_params.get("reason"), "idle_minutes": int(SESSION_IDLE.total_seconds()) // 60},
    )


@router.get("/sign-in/{token}")
async def confirm_sign_in(request: Request, token: str) -> Response:
    """One button. The link is looked at only when it is pressed, so a preview can neither use nor test it."""
    return render(request, "members/confirm.html", {"token": token})


@router.post("/sign-in/{token}")
async def sign_in(
    request: Request,
    token: str,
    database: Annotated[Database, Depends(provided(Database))],
    settings: Annotated[Settings, Depends(provided(Settings))],
    clock: Annotated[SystemClock, Depends(provided(SystemClock))],
) -> Response:
    """Use the link up and begin a session under a new secret of its own."""
    now = clock.now()
    holder = await store.redeem_sign_in_link(database, hash_token(token), now)
    if holder is None:
        return render(request, "members/link_refused.html", status_code=HTTPStatus.GONE)
    secret = new_token()
    async with database.session(holder.organisation_id) as session:
        await store.add_session(session, holder.member_id, hash_token(secret), now, now + SESSION_LIFETIME)
    response = RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
    response.set_cookie(
        session_cookie_name(settings),
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/sign-out")
async def sign_out(
    request: Request,
    member: CurrentMember,
    database: Annotated[Database, Depends(provided(Database))],
    settings: Annotated[Settings, Depends(provided(Settings))],
) -> Response:
    """End this session on the server, then forget its cookie."""
    name = session_cookie_name(settings)
    async with database.session(member.organisation_id) as session:
        await store.end_session(session, hash_token(request.cookies[name]))
    response = RedirectResponse("/sign-in?reason=signed-out", HTTPStatus.SEE_OTHER)
    response.delete_cookie(name, path="/", secure=settings.is_https, httponly=True, samesite="lax")
    return response
