"""What every answer carries, and which requests never reach a route."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request

from voxanne.web.hardening import MAX_FORM_BYTES, harden

OWN = "http://127.0.0.1:8000"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A page and an API route behind the checks, each telling how much it read."""
    app = FastAPI()
    app.middleware("http")(harden(frozenset({OWN}), is_https=False))

    async def read(request: Request) -> int:
        return len(await request.body())

    for path in ("/knowledge/new", "/api/v1/messages"):
        app.add_api_route(path, read, methods=["GET", "POST"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=OWN) as client:
        yield client


async def test_every_answer_carries_the_headers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/knowledge/new")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy  # covers our own WebSocket too (CSP 3, 6.7.2.8)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(("origin", "status"), [(OWN, 200), ("https://evil.example", 403), ("null", 403)])
async def test_another_sites_page_cannot_act_with_a_members_cookie(
    client: httpx.AsyncClient, origin: str, status: int
) -> None:
    headers = {"Origin": origin, "Cookie": "voxanne=x"}
    assert (await client.post("/knowledge/new", content=b"a=1", headers=headers)).status_code == status


async def test_a_form_longer_than_any_of_ours_is_refused_unread(client: httpx.AsyncClient) -> None:
    fits, too_long = b"x" * MAX_FORM_BYTES, b"x" * (MAX_FORM_BYTES + 1)
    assert (await client.post("/knowledge/new", content=fits)).json() == MAX_FORM_BYTES
    assert (await client.post("/knowledge/new", content=too_long)).status_code == 413
    assert (await client.post("/api/v1/messages", content=too_long)).status_code == 200  # it has a limit of its own


async def test_a_form_that_hides_its_length_is_refused(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    assert (await client.post("/knowledge/new", content=endless())).status_code == 413
    assert (await client.post("/knowledge/new")).json() == 0
