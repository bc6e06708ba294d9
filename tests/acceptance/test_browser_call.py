"""A member signs in, makes a test call with a microphone, follows the words, and plays the recording back."""

from __future__ import annotations

import base64
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.acceptance.product import Product
from voxanne.audio.g711 import decode_ulaw
from voxanne.audio.pcm import Pcm
from voxanne.telephony.simulated.voice import CallerVoice

CHROMIUM = "/usr/bin/chromium"
WORDS_MS = 60_000
"""How long a busy machine may take until what was said stands on the page."""


def microphone(tmp_path: Path, *parts: int | str) -> Path:
    """A wav for the browser's microphone: silences in seconds and sentences, one after the other."""
    voice = CallerVoice()
    pieces: list[Pcm] = []
    for part in parts:
        if isinstance(part, int):
            pieces.append(np.zeros(8000 * part, np.int16))
        else:
            pieces.append(decode_ulaw(b"".join(base64.b64decode(frame) for frame in voice.say(part).frames)))
    path = tmp_path / "microphone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(np.concatenate(pieces).tobytes())
    return path


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """A browser whose microphone asks after the greeting, talks over the answer, leaves a message and says goodbye."""
    spoken = microphone(
        tmp_path,
        10,
        "How much is Botox and are you open on Saturday?",
        3,  # the answer takes longer than this
        "Sorry, could I leave a message, please?",
        6,
        "My name is Emma Carter.",
        6,
        "Zero two zero, seven nine four six, zero one two three.",
        10,
        "Yes, that is right.",
        6,
        "Please call me about my invoice.",
        9,
        "No thank you. Goodbye.",
        30,
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={spoken}%noloop",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        page = browser.new_page(permissions=["microphone"])
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def test_a_member_asks_interrupts_leaves_a_message_and_finds_it_all(product: Product, page: Page) -> None:
    link = product.command("members", "sign-in-link", "owner@demo.example").strip()
    page.goto(link)
    page.get_by_test_id("confirm-sign-in").click()
    page.wait_for_url("**/calls")
    page.goto(f"{product.url}/test-call")
    page.get_by_test_id("start-call").click()

    said = page.get_by_test_id("transcript")
    expect(said).to_contain_text("recorded", timeout=WORDS_MS)
    expect(said).to_contain_text("Botox", timeout=WORDS_MS)
    expect(said).to_contain_text("£", timeout=WORDS_MS)
    expect(said).to_contain_text("your name", timeout=WORDS_MS)
    expect(page.get_by_test_id("test-call")).to_have_attribute("data-state", "ended", timeout=WORDS_MS)

    page.get_by_test_id("open-call").click()
    player = page.get_by_test_id("player")
    for _ in range(20):  # the recording is stored moments after the call
        if player.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_test_id("transcript")).to_contain_text("Botox")
    page.keyboard.press("Space")
    for _ in range(40):  # in steps: the page's policy forbids Playwright's own waiting, which evaluates text
        played_s = page.evaluate("document.querySelector('call-player audio').currentTime")
        if played_s > 1:
            break
        page.wait_for_timeout(250)
    assert played_s > 1
    expect(page.get_by_test_id("call-message")).to_contain_text("02079460123")
