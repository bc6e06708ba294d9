"""Takes the README's screenshots from a running product: `.venv/bin/python -m scripts.screenshots`.

Starts a product of its own on a fresh data folder, has synthetic callers ring it, and looks at its pages.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.acceptance.product import Product, running_product

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDE, NARROW = (1440, 900), (390, 844)
CHROMIUM = ("/usr/bin/chromium", ["--no-sandbox", "--disable-gpu"])
SCRIPTS = ("medical-question", "emergency", "barge-in", "enquiry")


def take(product: Product) -> None:
    """Sign in and photograph each page, wide and narrow."""
    link = product.command("members", "sign-in-link", "owner@demo.example").strip()
    with sync_playwright() as playwright:
        path, flags = CHROMIUM
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
        page = context.new_page()
        page.goto(link)
        page.get_by_test_id("confirm-sign-in").click()
        page.wait_for_url("**/calls")
        call = page.get_by_test_id("call-row").first.locator("a").first.get_attribute("href")
        pages = {
            "calls": "/calls",
            "call": str(call),
            "live": "/live",
            "messages": "/messages",
            "knowledge": "/knowledge",
            "test-call": "/test-call",
        }
        for (width, height), suffix in ((WIDE, ""), (NARROW, "-narrow")):
            page.set_viewport_size({"width": width, "height": height})
            for name, address in pages.items():
                page.goto(product.url + address)
                page.wait_for_timeout(1500)  # waveforms are drawn after the page has loaded
                page.screenshot(path=IMAGES / f"{name}{suffix}.png")
        browser.close()


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_product() as product:
        for script in SCRIPTS:
            product.command("simulate", "--script", script)
        take(product)
