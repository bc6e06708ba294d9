"""Another maker's implementation of the carrier rings the running product: it judges our protocol, we its call."""

from __future__ import annotations

import asyncio
import base64
import re

import httpx
from streamdouble import api as streamdouble
from streamdouble.session import SessionConfig
from twilio.request_validator import RequestValidator

from tests.acceptance.product import Product
from voxanne.settings import read_settings
from voxanne.telephony.simulated.voice import CallerVoice, quiet_line
from voxanne.telephony.twilio_requests import auth_token

GREETING_FRAMES = 9 * 50  # what the greeting takes, in frames of 20 ms
ANSWER_FRAMES = 10 * 50
SETTLE_S = 30


def frames_of_a_question(text: str) -> list[bytes]:
    silence = base64.b64decode(quiet_line().frames[0])
    question = [base64.b64decode(frame) for frame in CallerVoice().say(text).frames]
    return [silence] * GREETING_FRAMES + question + [silence] * ANSWER_FRAMES


def stream_of_a_ringing_call(product: Product, call_sid: str) -> tuple[str, str]:
    """Ring with a signed webhook; returns the stream's address and its token."""
    settings = read_settings(data_dir=product.data_dir, port=product.port)
    url = f"{product.url}/telephony/twilio/voice"
    form = {"CallSid": call_sid, "To": "+442079460100", "From": "+442079460321", "CallStatus": "ringing"}
    signature = RequestValidator(auth_token(settings)).compute_signature(url, form)
    answer = httpx.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=20, trust_env=False)
    address = re.search(r'<Stream url="([^"]+)"', answer.text)
    token = re.search(r'name="token" value="([^"]+)"', answer.text)
    assert address, answer.text
    assert token, answer.text
    return address[1], token[1]


async def test_an_outside_client_is_answered_without_a_violation_and_its_words_are_kept(
    product: Product, api_key: str
) -> None:
    address, token = await asyncio.to_thread(stream_of_a_ringing_call, product, "CA" + "5d" * 16)
    config = SessionConfig(custom_parameters={"token": token}, quiet_period_s=0.3)
    report = await streamdouble.call(address, frames=frames_of_a_question("How much is Botox?"), config=config)
    assert report.violations == []
    assert len(report.audio_received) > 8000 * 5

    headers = {"Authorization": f"Bearer {api_key}"}
    async with httpx.AsyncClient(base_url=f"{product.url}/api/v1", headers=headers, trust_env=False) as api:
        async with asyncio.timeout(SETTLE_S):
            while True:
                calls = (await api.get("/calls", params={"number": "+442079460321"})).json()["items"]
                if calls and calls[0]["ended_at"]:
                    break
                await asyncio.sleep(0.2)
        segments = (await api.get(f"/calls/{calls[0]['id']}/transcript")).json()["segments"]
    assert any(s["speaker"] == "caller" and "botox" in s["text"].lower() for s in segments)
    assert any(s["speaker"] == "receptionist" and "£" in s["text"] for s in segments)
