"""The dashboard served on loopback, with a fictional clinic's days in it, and a headless Chromium."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright
from tests.fakes import clinic_days
from tests.fakes.stored_recordings import keep_recording
from tests.integration.web.site import Site, make_site, served

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.recordings.playback import Playback

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
async def site(database: Database, database_url: str, organisation_id: UUID, tmp_path: Path) -> AsyncIterator[Site]:
    notifications = ChangeNotifications(database_url)
    listening = asyncio.ensure_future(notifications.run())
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        port = listener.getsockname()[1]
        site = await make_site(database, notifications, organisation_id, tmp_path, port)
        async with served(site, listener):
            yield site
    listening.cancel()
    await asyncio.wait((listening,))


@pytest.fixture
async def calls(site: Site, tmp_path: Path) -> dict[str, UUID]:
    """The ids of the seeded calls that tests look at, by name."""
    ids = await clinic_days.fill(site.database, site.organisation_id, SystemClock().now())
    async with site.database.session(site.organisation_id) as session:
        playback = site.app.state.services[Playback]
        for name, seconds in (("answered", 58.0), ("urgent", 26.0)):
            await keep_recording(session, playback, ids[name], seconds, tmp_path)
    return ids


@pytest.fixture
async def context() -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        yield context
        await browser.close()


@pytest.fixture
async def page(context: BrowserContext, site: Site) -> Page:
    """A page whose member has signed in; the list of calls is open."""
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(await site.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/calls")
    return page
