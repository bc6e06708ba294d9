"""The list of calls and one call, in a real browser."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect
from tests.fakes.stored_recordings import keep_recording
from tests.integration.web.site import Site

from voxanne.calls import store
from voxanne.calls.feed import segment_payload, status_payload
from voxanne.calls.records import CallStatus, Speaker, TranscriptSegment
from voxanne.clock import SystemClock
from voxanne.recordings.playback import Playback


async def test_the_list_shows_newest_calls_with_what_matters(
    site: Site, many_calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls")
    rows = page.get_by_test_id("call-row")
    await expect(rows).to_have_count(50)
    urgent = rows.filter(has_text="+44 20 7946 0188")
    await expect(urgent).to_contain_text("Urgent")
    await expect(urgent).to_contain_text("Escalated")
    await expect(rows.filter(has_text="+44 20 7946 0131")).to_contain_text("Missing")
    await expect(page.get_by_test_id("count")).to_have_text("67 calls")


async def test_filters_stand_in_the_address_and_can_be_shared(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls")
    await page.get_by_label("Status").select_option("failed")
    await expect(page.get_by_test_id("call-row")).to_have_count(1)
    await expect(page).to_have_url(f"{site.origin}/calls?q=&from=&to=&status=failed&number=")
    await page.reload()
    await expect(page.get_by_test_id("call-row")).to_have_count(1)
    await expect(page.get_by_label("Status")).to_have_value("failed")


async def test_typing_part_of_a_number_finds_its_calls(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls")
    await page.get_by_label("Caller's number").press_sequentially("7946 0188")
    await expect(page.get_by_test_id("call-row")).to_have_count(1)
    await page.get_by_label("Caller's number").fill("999999")
    await expect(page.get_by_test_id("empty")).to_contain_text("No call matches")


async def test_a_filter_that_cannot_be_read_is_said_beside_its_field(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls?from=yesterday&status=lost&q=Amara")
    await expect(page.locator("#from-error")).to_contain_text("YYYY-MM-DD")
    await expect(page.locator("#q-error")).to_contain_text("digits")
    await expect(page.get_by_test_id("call-row").first).to_be_visible()


async def test_pages_go_older_and_newer_again(site: Site, many_calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls")
    first = await page.get_by_test_id("call-row").all_inner_texts()
    await page.get_by_role("link", name="Older").click()
    await expect(page.get_by_test_id("call-row")).to_have_count(17)
    await page.get_by_role("link", name="Newer").click()
    await expect(page.get_by_test_id("call-row")).to_have_count(50)
    assert await page.get_by_test_id("call-row").all_inner_texts() == first


async def test_a_call_that_changes_is_announced_without_moving_the_rows(
    site: Site, many_calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls")
    await ring(site)
    await expect(page.locator("calls-notice")).to_contain_text("One call has changed")
    await expect(page.get_by_test_id("call-row")).to_have_count(50)


async def test_a_recording_plays_and_its_transcript_follows_and_leads(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls/{calls['answered']}")
    await expect(page.locator(".player__waves canvas").first).to_be_attached()
    fourth = page.get_by_test_id("segment").nth(3)
    await fourth.get_by_role("button").click()
    await expect(fourth).to_have_class("segment segment--caller segment--playing")
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    at_ms = float(await fourth.get_attribute("data-start") or "0")
    assert await current_time(page) >= at_ms / 1000
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


async def test_the_player_obeys_the_keyboard(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls/{calls['answered']}")
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_enabled()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    assert await current_time(page) == 10
    await page.keyboard.press("ArrowLeft")
    assert await current_time(page) == 5
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    await page.get_by_label("Speed").select_option("1.5")
    assert await page.evaluate("document.querySelector('call-player audio').playbackRate") == 1.5


async def test_a_call_page_tells_what_came_of_the_call(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls/{calls['answered']}")
    await expect(page.get_by_test_id("outcome")).to_have_text("Message")
    await expect(page.get_by_test_id("call-message")).to_contain_text("Amara Lindqvist")
    await expect(page.get_by_test_id("latencies").locator("li")).to_have_count(5)
    await expect(page.get_by_test_id("events")).to_contain_text("Reply cut short")
    await expect(page.get_by_test_id("transcript").get_by_role("link", name="Anti-wrinkle injections")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lost", "This recording is missing"),
        ("declined", "did not want this call to be recorded"),
        ("live", "still being recorded"),
    ],
)
async def test_a_recording_that_cannot_be_played_says_why(
    site: Site, calls: dict[str, UUID], page: Page, name: str, reason: str
) -> None:
    await page.goto(f"{site.origin}/calls/{calls[name]}")
    await expect(page.get_by_test_id("recording")).to_contain_text(reason)
    await expect(page.get_by_test_id("player")).to_have_count(0)


async def test_a_recording_that_is_being_saved_appears_when_it_is(
    site: Site, calls: dict[str, UUID], page: Page, tmp_path: Path
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await end(site, calls["live"])
    await page.goto(f"{site.origin}/calls/{calls['live']}")
    await expect(page.get_by_test_id("recording")).to_have_attribute("data-state", "recording")
    async with site.database.session(site.organisation_id) as session:
        await keep_recording(session, site.app.state.services[Playback], calls["live"], 4.0, tmp_path)
    await expect(page.locator(".player__waves canvas").first).to_be_attached()
    await page.get_by_role("button", name="Play", exact=True).click()
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert said == []


async def test_an_incomplete_recording_plays_and_says_what_it_lacks(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    async with site.database.session(site.organisation_id) as session:
        await session.execute("update recordings set reason = 'storage_full' where call_id = %s", (calls["answered"],))
    await page.goto(f"{site.origin}/calls/{calls['answered']}")
    await expect(page.get_by_test_id("recording")).to_contain_text("This recording may be incomplete")
    await expect(page.get_by_test_id("player")).to_be_visible()


async def test_a_server_that_fails_is_said_without_losing_the_page(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/calls")
    await page.route("**/calls?*", lambda route: route.abort())
    await page.get_by_label("Status").select_option("failed")
    await expect(page.get_by_test_id("trouble")).to_contain_text("does not answer")
    await expect(page.get_by_test_id("call-row").first).to_be_visible()


async def test_a_call_that_is_not_there_gets_a_clear_page(site: Site, calls: dict[str, UUID], page: Page) -> None:
    answer = await page.goto(f"{site.origin}/calls/{uuid4()}")
    assert answer is not None
    assert answer.status == 404
    await expect(page.get_by_test_id("problem")).to_contain_text("no such call")


async def test_words_appear_grey_while_they_are_said_and_final_afterwards(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    live = calls["live"]
    await page.goto(f"{site.origin}/calls/{live}")
    segments = page.get_by_test_id("segment")
    await expect(segments).to_have_count(3)
    await say(site, live, 3, "And how much", is_final=False)
    await expect(segments.nth(3)).to_have_class("segment segment--caller segment--partial")
    await say(site, live, 3, "And how much is that?")
    await expect(segments.nth(3)).to_have_class("segment segment--caller")
    await expect(segments).to_have_count(4)
    await say(site, live, 4, "uh", is_final=False)
    await say(site, live, 4, "")
    await expect(segments).to_have_count(4)
    await end(site, live)
    await expect(page.get_by_test_id("call-status")).to_contain_text("Completed")
    await expect(page.get_by_test_id("live-state")).to_have_count(0)


async def test_live_cards_come_change_and_go(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/live")
    cards = page.get_by_test_id("live-card")
    await expect(cards).to_have_count(2)
    await expect(page.get_by_test_id("count-live")).to_have_text("2")
    new = await ring(site)
    await expect(cards).to_have_count(3)
    await say(site, new, 0, "Is anyone there?")
    await expect(page.locator(f"[data-call='{new}']")).to_contain_text("Is anyone there?")
    await end(site, new)
    await expect(page.locator(f"[data-call='{new}']")).to_contain_text("Ended")


async def current_time(page: Page) -> float:
    return float(await page.evaluate("document.querySelector('call-player audio').currentTime"))


async def ring(site: Site) -> UUID:
    """A new call, told to everybody who follows."""
    async with site.database.session(site.organisation_id) as session:
        call_id, _ = await store.open_call(
            session,
            number_id=None,
            number_e164="+442079460100",
            carrier="twilio",
            carrier_call_id=str(uuid4()),
            caller_number="+442079460155",
            node="test",
            started_at=SystemClock().now(),
        )
        call = await store.find_call(session, call_id)
        assert call is not None
        await store.publish(session, call_id, "status", status_payload(call))
    return call_id


async def say(site: Site, call_id: UUID, position: int, text: str, *, is_final: bool = True) -> None:
    """Words on a call, as a live call's diary tells them."""
    segment = TranscriptSegment(position, position, Speaker.CALLER, text, 20_000, 21_000)
    async with site.database.session(site.organisation_id) as session:
        if is_final and text:
            await store.add_segments(session, call_id, [segment])
        kind = "segment" if is_final else "partial"
        await store.publish(session, call_id, kind, segment_payload(segment, is_final=is_final))


async def end(site: Site, call_id: UUID) -> None:
    async with site.database.session(site.organisation_id) as session:
        await store.mark_ended(
            session,
            call_id,
            status=CallStatus.COMPLETED,
            end_reason="caller_hung_up",
            outcome="answered",
            at=SystemClock().now(),
        )
        call = await store.find_call(session, call_id)
        assert call is not None
        await store.publish(session, call_id, "ended", status_payload(call))
