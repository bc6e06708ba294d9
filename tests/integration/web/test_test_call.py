"""A test call's browser side: microphone, loudspeaker, marks and clear, against a line that goes by script."""

from __future__ import annotations

import re
from uuid import UUID

import numpy as np
from playwright.async_api import BrowserContext, Page, expect
from tests.integration.web.scripted_line import ScriptedLine
from tests.integration.web.site import Site
from tests.integration.web.test_calls_pages import say


async def begin(site: Site, page: Page, line: ScriptedLine) -> None:
    site.app.include_router(line.router())
    await page.goto(f"{site.origin}/test-call")
    await page.get_by_test_id("start-call").click()


async def test_a_whole_test_call_sends_the_microphone_and_says_what_was_heard(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    line = ScriptedLine(calls["live"])
    await begin(site, page, line)
    await expect(page.get_by_test_id("test-call-title")).to_have_text("You are talking to the receptionist")
    await say(site, calls["live"], 3, "Is anyone there?")
    await expect(page.get_by_test_id("transcript")).to_contain_text("Is anyone there?")
    await expect(page.get_by_test_id("level")).not_to_have_js_property("value", 0)
    await line.wait_for_marks(2)
    await page.get_by_test_id("hang-up").click()
    await expect(page.get_by_test_id("test-call-title")).to_have_text("The call is over")
    await expect(page.get_by_test_id("open-call")).to_have_attribute("href", f"/calls/{calls['live']}")
    # m1 was played out; m2 came back because it was cleared, long before its twenty seconds were over
    assert line.marks_heard == ["m1", "m2"]
    await expect(page.get_by_test_id("test-call-time")).to_have_text(re.compile(r"^0:0\d$|^0:1\d$"))
    pcm = np.frombuffer(line.audio, dtype="<i2")
    assert len(pcm) % 320 == 0
    assert np.abs(pcm.astype(np.int32)).max() > 1000


async def test_a_muted_microphone_sends_silence_but_keeps_the_line_alive(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    line = ScriptedLine(calls["live"])
    await begin(site, page, line)
    await page.get_by_test_id("mute").click()
    await expect(page.get_by_test_id("test-call")).to_contain_text("You are muted")
    await line.wait_for_audio(3200)  # what was on its way when the button was pressed
    muted = np.frombuffer(await line.wait_for_audio(9600), dtype="<i2")
    assert not muted.any()
    await expect(page.get_by_test_id("mute")).to_have_attribute("aria-pressed", "true")


async def test_a_busy_line_says_so_and_can_be_tried_again(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await begin(site, page, ScriptedLine(calls["live"], refusal="All lines are busy. Try again in a minute."))
    await expect(page.get_by_test_id("test-call")).to_contain_text("All lines are busy.")
    await expect(page.get_by_test_id("start-call")).to_have_text("Call again")


async def test_a_refused_microphone_is_explained(site: Site, page: Page, context: BrowserContext) -> None:
    await context.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
    )
    await page.goto(f"{site.origin}/test-call")
    await page.get_by_test_id("start-call").click()
    await expect(page.get_by_test_id("test-call-title")).to_have_text("The microphone is blocked")
    await expect(page.get_by_test_id("start-call")).to_be_visible()
