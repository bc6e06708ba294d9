"""Messages and knowledge as staff work with them."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.async_api import Page, expect
from tests.integration.web.site import Site


async def test_messages_stand_urgent_first_and_handling_one_can_be_undone(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/messages")
    rows = page.get_by_test_id("message")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("Urgent")
    await expect(rows.first.get_by_role("link", name="+44 20 7946 0188")).to_have_attribute("href", "tel:+442079460188")
    await rows.first.get_by_role("button", name="Mark handled").click()
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Undo").click()
    await expect(rows).to_have_count(2)
    await rows.first.get_by_role("button", name="Mark handled").click()
    await page.get_by_role("link", name="Handled", exact=True).click()
    await expect(rows).to_contain_text("handled by Maya Okonkwo")


async def test_an_escalation_is_taken_up_from_the_call_itself(site: Site, calls: dict[str, UUID], page: Page) -> None:
    await page.goto(f"{site.origin}/calls/{calls['urgent']}")
    await page.get_by_role("button", name="Mark as taken up").click()
    await expect(page).to_have_url(f"{site.origin}/calls/{calls['urgent']}")
    await expect(page.get_by_text("taken up by Maya Okonkwo")).to_be_visible()
    await page.goto(f"{site.origin}/messages")
    await expect(page.get_by_test_id("escalation")).to_have_count(0)


async def test_an_unanswered_question_becomes_an_entry_and_leaves_the_list(
    site: Site, calls: dict[str, UUID], page: Page
) -> None:
    await page.goto(f"{site.origin}/messages?tab=questions")
    await page.get_by_role("link", name="Answer it").click()
    await expect(page.get_by_label("Question")).to_have_value("Do you take American Express?")
    await page.get_by_label("Answer", exact=True).fill("Yes, we take all major cards.")
    await page.get_by_role("button", name="Add the entry").click()
    await expect(page.get_by_test_id("entries")).to_contain_text("Do you take American Express?")
    await page.goto(f"{site.origin}/messages?tab=questions")
    await expect(page.get_by_test_id("empty")).to_contain_text("Nothing went unanswered")


async def test_a_service_is_refused_with_reasons_beside_its_fields_then_saved(site: Site, page: Page) -> None:
    await page.goto(f"{site.origin}/knowledge/new?kind=service")
    await page.get_by_label("Name of the service").fill("Dermaplaning")
    await page.get_by_label("Price", exact=True).fill("cheap")
    await page.get_by_role("button", name="Add the entry").click()
    await expect(page.locator("#price-error")).to_contain_text("amount in pounds")
    await expect(page.locator("#answer-error")).to_be_visible()
    await expect(page.get_by_label("Price", exact=True)).to_have_value("cheap")
    await page.get_by_label("Price", exact=True).fill("85.50")
    await page.get_by_label("Duration in minutes").fill("45")
    await page.get_by_label("What the receptionist may say").fill("A gentle exfoliation of the face.")
    await page.get_by_label("Also called").fill("face shaving\nblading")
    await page.get_by_role("button", name="Add the entry").click()
    await expect(page.get_by_role("status").first).to_contain_text("Added.")
    await expect(page.get_by_test_id("entry")).to_contain_text("£85.50 · 45 min")
    await page.get_by_role("link", name="Dermaplaning").click()
    await expect(page.get_by_label("Also called")).to_have_value("face shaving\nblading")


async def test_two_members_cannot_overwrite_each_other(site: Site, knowledge: None, page: Page) -> None:
    await page.goto(f"{site.origin}/knowledge?q=parking")
    address = await page.get_by_test_id("entry").first.get_by_role("link").get_attribute("href")
    other = await page.context.new_page()
    for tab in (page, other):
        await tab.goto(f"{site.origin}{address}")
    for tab, text in ((other, "Theirs."), (page, "Mine.")):
        await tab.get_by_label("What the receptionist may say").or_(tab.get_by_label("Answer", exact=True)).fill(text)
        await tab.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this entry")


async def test_opening_hours_keep_breaks_and_days_off(site: Site, page: Page) -> None:
    await page.goto(f"{site.origin}/knowledge/new?kind=hours")
    await page.get_by_label("Title").fill("Opening hours")
    await page.get_by_label("What the receptionist may say").fill("We are open on weekdays.")
    await page.get_by_label("Monday closes", exact=True).fill("12:30")
    await page.get_by_label("Monday opens again").fill("13:30")
    await page.get_by_label("Days that differ").fill("2026-12-25 Christmas Day: closed")
    await page.get_by_role("button", name="Add the entry").click()
    await expect(page.locator("#week-error")).to_contain_text("Monday: give both times")
    await page.get_by_label("Monday closes again").fill("18:00")
    await page.get_by_role("button", name="Add the entry").click()
    await page.get_by_role("link", name="Opening hours").last.click()
    await expect(page.get_by_label("Monday closes again")).to_have_value("18:00")
    await expect(page.get_by_label("Days that differ")).to_have_value("2026-12-25 Christmas Day: closed")


async def test_deleting_asks_first(site: Site, knowledge: None, page: Page) -> None:
    await page.goto(f"{site.origin}/knowledge?kind=policy")
    before = await page.get_by_test_id("entry").count()
    await page.get_by_test_id("entry").first.get_by_role("link").click()
    await expect(page.get_by_role("button", name="Delete for good")).to_be_hidden()
    await page.get_by_text("Delete this entry").click()
    await page.get_by_role("button", name="Delete for good").click()
    await expect(page.get_by_role("status").first).to_contain_text("Deleted.")
    await page.goto(f"{site.origin}/knowledge?kind=policy")
    await expect(page.get_by_test_id("entry")).to_have_count(before - 1)


async def test_a_test_question_shows_reply_sources_and_scores(site: Site, knowledge: None, page: Page) -> None:
    await page.goto(f"{site.origin}/knowledge")
    await page.get_by_label("Your question").fill("Do you sell gift vouchers?")
    await page.get_by_role("button", name="Ask").click()
    answer = page.get_by_test_id("answer")
    await expect(answer).to_contain_text("It is £180.")
    await expect(answer.get_by_role("link", name="Botox")).to_have_attribute("href", f"/knowledge/{UUID(int=2)}")
    await expect(answer.locator(".hit").first).to_contain_text("gift vouchers")
    await expect(page).to_have_url(f"{site.origin}/knowledge")


@pytest.mark.parametrize("q", ["gift voucher", "zzzz"])
async def test_the_knowledge_is_searched_while_typing(site: Site, knowledge: None, page: Page, q: str) -> None:
    await page.goto(f"{site.origin}/knowledge")
    await page.get_by_label("Search entries").press_sequentially(q)
    if q == "zzzz":
        await expect(page.get_by_test_id("empty")).to_contain_text("Nothing found")
    else:
        await expect(page.get_by_test_id("entry").first).to_contain_text("gift vouchers")
