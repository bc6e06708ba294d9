"""What holds on every page: nothing foreign runs, nothing is inline, everybody can use it, also without JavaScript."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from tests.integration.web.site import Site
from tests.integration.web.test_calls_pages import say

from voxanne.callflow.actions import EscalationKind
from voxanne.calls import store
from voxanne.calls.records import Speaker, TranscriptSegment
from voxanne.clock import SystemClock
from voxanne.dialogue.clinic import EntryKind
from voxanne.escalations import store as escalations
from voxanne.knowledge.library import Library
from voxanne.knowledge.records import EntryDraft
from voxanne.messages import store as messages
from voxanne.web.pages import STATIC

AUDIT = (Path(__file__).parent / "accessibility.js").read_text()
CANARY = '<img src=x onerror="document.body.dataset.ran=1"><script>document.body.dataset.ran=1</script>\'"{{7*7}}'
PLAIN = (
    "/calls",
    "/calls?q=none&from=x",
    "/live",
    "/messages",
    "/messages?tab=handled",
    "/messages?tab=questions",
    "/knowledge",
    "/knowledge/new",
    *(f"/knowledge/new?kind={kind}" for kind in ("question", "service", "hours", "location", "practitioner")),
    "/knowledge/ask",
    "/test-call",
)


def pages_of(calls: dict[str, UUID]) -> list[str]:
    return [*PLAIN, *(f"/calls/{call_id}" for call_id in calls.values())]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_every_page_is_named_readable_and_fits(
    site: Site, calls: dict[str, UUID], knowledge: None, page: Page, width: int, scheme: str
) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    found = {}
    for path in pages_of(calls):
        await page.goto(site.origin + path)
        if complaints := await page.evaluate(AUDIT):
            found[path] = complaints
    assert found == {}


async def test_no_page_breaks_the_content_security_policy_or_logs_an_error(
    site: Site, calls: dict[str, UUID], knowledge: None, page: Page
) -> None:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for path in pages_of(calls):
        answer = await page.goto(site.origin + path)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        html = await answer.text()
        assert " style=" not in html
        assert "onclick" not in html
        assert "javascript:" not in html
    assert said == []


async def test_the_audit_finds_what_is_wrong(site: Site, page: Page) -> None:
    await page.goto(f"{site.origin}/test-call")
    await page.evaluate(
        """() => {
            const made = document.createElement("main");
            made.id = "main";
            made.append(document.createElement("input"), "pale");
            made.style.color = "#999";
            document.body.append(made);
        }"""
    )
    complaints = " ".join(await page.evaluate(AUDIT))
    for wrong in ("no name: <input>", "not exactly one main", "double id: main", "contrast 2.6"):
        assert wrong in complaints


async def test_what_callers_and_staff_write_is_text_and_never_runs(site: Site, page: Page) -> None:
    call_id = await plant_canaries(site)
    entry_id = await plant_entry(site)
    for path in (
        "/calls",
        f"/calls/{call_id}",
        "/live",
        "/messages",
        "/messages?tab=questions",
        "/knowledge",
        f"/knowledge/{entry_id}",
    ):
        await page.goto(site.origin + path)
        await page.wait_for_load_state("load")
        assert await page.locator("[data-ran]").count() == 0
        assert await page.locator("img[src=x]").count() == 0
    await page.goto(f"{site.origin}/calls/{call_id}")
    await say(site, call_id, 5, CANARY)
    await expect(page.get_by_test_id("segment").nth(1)).to_contain_text("{{7*7}}")
    await page.goto(f"{site.origin}/live")
    await say(site, call_id, 6, CANARY)
    await expect(page.get_by_test_id("live-card")).to_contain_text(CANARY)
    assert await page.locator("[data-ran]").count() == 0
    assert await page.locator("img[src=x]").count() == 0


async def test_pages_work_without_javascript(site: Site, calls: dict[str, UUID], browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(await site.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Status").select_option("failed")
    await page.get_by_role("button", name="Filter").click()
    await expect(page.get_by_test_id("call-row")).to_have_count(1)
    await page.goto(f"{site.origin}/calls/{calls['answered']}")
    await expect(page.get_by_test_id("transcript")).to_contain_text("how much is Botox")
    await expect(page.locator("audio[controls]")).to_be_visible()
    await page.goto(f"{site.origin}/messages")
    await page.get_by_role("button", name="Mark handled").first.click()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await page.goto(f"{site.origin}/knowledge")
    await page.get_by_label("Your question").fill("How much is Botox?")
    await page.get_by_role("button", name="Ask").click()
    await expect(page.get_by_test_id("answer")).to_contain_text("It is £180.")
    await page.get_by_text("MO", exact=True).click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_test_id("sign-in")).to_contain_text("You are signed out")
    await context.close()


async def test_the_keyboard_reaches_the_content_first_and_then_everything(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("main").get_by_role("link", name="Test call")).to_be_focused()
    row = page.get_by_test_id("call-row").first.get_by_role("link")
    await row.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("transcript")).to_be_attached()


async def test_a_page_whose_session_has_ended_goes_to_sign_in_at_its_next_request(
    site: Site, calls: dict[str, UUID], page: Page, context: BrowserContext
) -> None:
    await page.goto(f"{site.origin}/knowledge")
    await context.clear_cookies()
    await page.get_by_label("Search entries").press_sequentially("x")
    await expect(page.get_by_test_id("sign-in")).to_be_visible()


async def test_a_page_nobody_touches_for_a_quarter_of_an_hour_goes_to_sign_in(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.clock.install()
    await page.goto(f"{site.origin}/live")
    await page.clock.fast_forward("14:00")
    await page.keyboard.press("Shift")
    await page.clock.fast_forward("14:00")
    await expect(page.get_by_test_id("live-calls")).to_be_attached()
    await page.clock.fast_forward("02:00")
    await page.wait_for_url("**/sign-in?reason=idle")


def test_vendored_scripts_are_the_published_ones() -> None:
    folder = STATIC / "vendor"
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in folder.glob("*.js")} == set(sums)
    for name, wanted in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted


async def plant_canaries(site: Site) -> UUID:
    """One live call whose every free text is an attack."""
    async with site.database.session(site.organisation_id) as session:
        call_id, _ = await store.open_call(
            session,
            number_id=None,
            number_e164="+442079460100",
            carrier=CANARY,
            carrier_call_id="canary",
            caller_number=CANARY,
            node="test",
            started_at=SystemClock().now(),
        )
        now = SystemClock().now()
        await store.mark_answered(session, call_id, now)
        await store.set_outcome(session, call_id, CANARY)
        citation = {"passage_id": str(uuid4()), "entry_id": "javascript:alert(1)", "title": CANARY}
        segment = TranscriptSegment(0, 0, Speaker.CALLER, CANARY, 0, 900, [citation])
        await store.add_segments(session, call_id, [segment])
        await messages.create_message(
            session,
            call_id=call_id,
            action_id=uuid4(),
            caller_name=CANARY,
            phone=CANARY,
            reason=CANARY,
            is_urgent=True,
            at=now,
        )
        await messages.note_unanswered(session, call_id=call_id, action_id=uuid4(), question=CANARY, at=now)
        await escalations.create_escalation(
            session,
            call_id=call_id,
            action_id=uuid4(),
            kind=EscalationKind.COMPLAINT,
            reason=CANARY,
            caller_number=CANARY,
            is_urgent=True,
            at=now,
        )
    return call_id


async def plant_entry(site: Site) -> UUID:
    library: Library = site.app.state.services[Library]
    draft = EntryDraft(EntryKind.QUESTION, CANARY, CANARY, (CANARY,))
    return (await library.create(site.organisation_id, draft, by=CANARY)).id
