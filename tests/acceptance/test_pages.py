"""The dashboard of the running product: every page is there, says nothing on the console, and lets in only once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.acceptance.product import Product

CHROMIUM = "/usr/bin/chromium"
PAGES = ("/calls", "/live", "/messages", "/messages?tab=questions", "/knowledge", "/knowledge/new", "/test-call")


def sign_in_link(product: Product) -> str:
    return product.command("members", "sign-in-link", "owner@demo.example").strip()


@pytest.fixture
def page(product: Product) -> Iterator[Page]:
    """A browser whose member has signed in."""
    link = sign_in_link(product)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.goto(link)
        page.get_by_test_id("confirm-sign-in").click()
        page.wait_for_url("**/calls")
        yield page
        browser.close()


def test_every_page_is_there_and_says_nothing_on_the_console(product: Product, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for path in PAGES:
        answer = page.goto(product.url + path)
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("h1")).to_be_visible()
    assert said == []


def test_the_demo_clinics_knowledge_answers_a_test_question(product: Product, page: Page) -> None:
    page.goto(f"{product.url}/knowledge")
    page.get_by_label("Your question").fill("How much is lip filler?")
    page.get_by_role("button", name="Ask").click()
    answer = page.get_by_test_id("answer")
    expect(answer).to_contain_text("£", timeout=30_000)
    answer.get_by_role("link", name="lip filler").first.click()
    expect(page.get_by_label("Name of the service")).to_have_value("lip filler")


def test_a_sign_in_link_lets_in_one_browser_only(product: Product) -> None:
    link = sign_in_link(product)
    with httpx.Client() as first, httpx.Client() as second:
        assert first.get(link).status_code == 200
        assert first.post(link).status_code == 303
        assert second.post(link).status_code == 410
        assert first.get(f"{product.url}/calls").status_code == 200
        assert second.get(f"{product.url}/calls").status_code == 401
