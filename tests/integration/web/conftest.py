"""The dashboard served on loopback, with a fictional clinic's days in it, and a headless Chromium."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from tests.fakes import clinic_days
from tests.fakes.stored_recordings import keep_recording
from tests.integration.web.chromium import running_chromium
from tests.integration.web.site import Site, make_site, served

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.db.notifications import ChangeNotifications
from voxanne.knowledge.demo import load_demo
from voxanne.knowledge.library import Library
from voxanne.recordings.playback import Playback

# patience for a machine that is busy with other things; what is there at once is not waited for
expect.set_options(timeout=20_000)


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
    return await _fill(site, tmp_path, quiet_calls=0)


@pytest.fixture
async def many_calls(site: Site, tmp_path: Path) -> dict[str, UUID]:
    """The same among sixty ordinary ones."""
    return await _fill(site, tmp_path, quiet_calls=60)


async def _fill(site: Site, folder: Path, quiet_calls: int) -> dict[str, UUID]:
    ids = await clinic_days.fill(site.database, site.organisation_id, SystemClock().now(), quiet_calls=quiet_calls)
    async with site.database.session(site.organisation_id) as session:
        playback = site.app.state.services[Playback]
        for name, seconds in (("answered", 58.0), ("urgent", 26.0)):
            await keep_recording(session, playback, ids[name], seconds, folder)
    return ids


@pytest.fixture
async def knowledge(site: Site) -> None:
    """The demo clinic's entries."""
    await load_demo(site.app.state.services[Library], site.organisation_id)


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """One headless Chromium for all tests of the run; its DevTools address."""
    with running_chromium() as address:
        yield address


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(chromium)


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser window without a past."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext, site: Site) -> Page:
    """A page whose member has signed in; the list of calls is open."""
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(await site.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/calls")
    return page
