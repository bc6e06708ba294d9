"""Getting in, getting out, and staying out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from tests.integration.web.site import EMAIL, Site

from voxanne.clock import SystemClock
from voxanne.members.invitations import make_sign_in_link
from voxanne.web.pages import static_url

PAGES = ("/calls", "/live", "/messages", "/knowledge", "/knowledge/new", "/test-call", "/knowledge/ask")
BROWSER = {"Accept": "text/html"}


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a cookie jar, at the real server."""
    async with httpx.AsyncClient(base_url=site.origin, headers=BROWSER) as visitor:
        yield visitor


async def sign_in(site: Site, visitor: httpx.AsyncClient) -> httpx.Response:
    return await visitor.post(await site.sign_in_link())


async def test_opening_the_link_uses_nothing_up_and_pressing_the_button_signs_in(
    site: Site, visitor: httpx.AsyncClient
) -> None:
    link = await site.sign_in_link()
    for _ in range(3):  # a mail scanner, a preview, the member
        assert (await visitor.get(link)).status_code == 200
    answer = await visitor.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/calls")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert (await visitor.get("/calls")).status_code == 200


async def test_a_link_works_once_only(site: Site, visitor: httpx.AsyncClient) -> None:
    link = await site.sign_in_link()
    await visitor.post(link)
    async with httpx.AsyncClient(headers=BROWSER) as another:
        answer = await another.post(link)
    assert answer.status_code == 410
    assert "no longer works" in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_expired_or_invented_link_is_refused_with_a_page(site: Site, visitor: httpx.AsyncClient) -> None:
    long_ago = SystemClock().now() - timedelta(hours=2)
    expired = await make_sign_in_link(site.database, site.settings, "ours", EMAIL, long_ago)
    for link in (expired, f"{site.origin}/sign-in/invented"):
        answer = await visitor.post(link)
        assert answer.status_code == 410
        assert "voxanne members sign-in-link" in answer.text


@pytest.mark.parametrize("path", PAGES)
async def test_without_a_session_a_page_leads_to_sign_in_and_a_program_gets_401(
    site: Site, visitor: httpx.AsyncClient, path: str
) -> None:
    page = await visitor.get(path)
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in")
    fetched = await visitor.get(path, headers={"Accept": "*/*"})
    assert fetched.status_code == 401
    forged = await visitor.get(path, headers={"Cookie": "voxanne=invented", "Accept": "*/*"})
    assert forged.status_code == 401


async def test_signing_out_ends_the_session_on_the_server(site: Site, visitor: httpx.AsyncClient) -> None:
    await sign_in(site, visitor)
    stolen = dict(visitor.cookies)
    assert (await visitor.post("/sign-out")).headers["location"] == "/sign-in?reason=signed-out"
    async with httpx.AsyncClient(base_url=site.origin, cookies=stolen) as thief:
        assert (await thief.get("/calls")).status_code == 401


async def test_another_sites_page_cannot_sign_a_member_out(site: Site, visitor: httpx.AsyncClient) -> None:
    await sign_in(site, visitor)
    answer = await visitor.post("/sign-out", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert (await visitor.get("/calls")).status_code == 200


async def test_the_first_page_leads_to_the_calls(site: Site, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/")).headers["location"] == "/calls"
    await sign_in(site, visitor)
    assert (await visitor.get("/sign-in")).headers["location"] == "/calls"


async def test_an_open_event_stream_ends_soon_after_the_session_does(site: Site, visitor: httpx.AsyncClient) -> None:
    await sign_in(site, visitor)
    async with visitor.stream("GET", "/live/stream", timeout=20) as stream:
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("retry:")
        await visitor.post("/sign-out")
        assert [line async for line in lines][-1:] in ([], [""])


async def test_scripts_that_name_their_content_are_kept_and_others_asked_for_anew(
    site: Site, visitor: httpx.AsyncClient
) -> None:
    named = await visitor.get(static_url("js/session.js"))
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    imported = await visitor.get("/static/js/time.js")
    assert imported.headers["cache-control"] == "no-cache"
    again = await visitor.get("/static/js/time.js", headers={"If-None-Match": imported.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
