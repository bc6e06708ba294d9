"""The test call: talk to the receptionist from the browser, and read along."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from voxanne.members.access import CurrentMember
from voxanne.web.pages import render

router = APIRouter()


@router.get("/test-call")
async def show_test_call(request: Request, member: CurrentMember) -> Response:
    return render(request, "calls/test_call.html", {"section": "test-call"})
