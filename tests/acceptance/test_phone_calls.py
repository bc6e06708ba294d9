"""Whole phone calls with real audio: a synthetic caller rings over the carrier's protocol, the API shows the rest."""

from __future__ import annotations

import hashlib
import io
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile

from tests.acceptance.product import VOXANNE, Product, running_product
from voxanne.models.store import ModelStore

SETTLE_S = 30


class Api:
    """The JSON API, as an outsider's program reads it."""

    def __init__(self, product: Product, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(base_url=product.url, headers=headers, timeout=20, trust_env=False)

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *failure: object) -> None:
        self._client.close()

    def get(self, path: str, **query: str) -> Any:
        answer = self._client.get(f"/api/v1{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    def newest_call(self) -> Any:
        return self.get("/calls", limit="1")["items"][0]

    def recording(self, call_id: str) -> tuple[Any, bytes]:
        """What the API says of a recording, and the audio behind its signed address; waits until it is stored."""
        deadline = time.monotonic() + SETTLE_S
        while True:
            answer = self._client.get(f"/api/v1/calls/{call_id}/recording")
            if answer.is_success:
                described = answer.json()
                return described, httpx.get(described["url"], timeout=20, trust_env=False).content
            assert time.monotonic() < deadline, answer.text
            time.sleep(0.3)

    def until(self, path: str, is_so: Any) -> Any:
        deadline = time.monotonic() + SETTLE_S
        while not is_so(found := self.get(path)):
            assert time.monotonic() < deadline, found
            time.sleep(0.2)
        return found


@pytest.fixture
def api(product: Product, api_key: str) -> Iterator[Api]:
    with Api(product, api_key) as api:
        yield api


def test_a_caller_asks_two_things_leaves_a_message_and_is_found_with_recording_and_transcript(
    product: Product, api: Api
) -> None:
    product.command("simulate", "--script", "enquiry")
    call = api.newest_call()
    assert call["status"] == "completed"

    segments = api.get(f"/calls/{call['id']}/transcript")["segments"]
    caller = " ".join(s["text"] for s in segments if s["speaker"] == "caller").lower()
    receptionist = " ".join(s["text"] for s in segments if s["speaker"] == "receptionist").lower()
    assert "botox" in caller
    assert "recorded" in receptionist
    assert "saturday" in receptionist
    assert any(s["citations"] for s in segments if s["speaker"] == "receptionist")

    described, audio = api.recording(call["id"])
    assert hashlib.sha256(audio).hexdigest() == described["sha256"]
    pcm, rate_hz = soundfile.read(io.BytesIO(audio), dtype="int16")
    assert pcm.shape[1] == 2
    assert abs(len(pcm) * 1000 / rate_hz - described["duration_ms"]) < 25
    caller_leg, receptionist_leg = np.abs(pcm).mean(axis=0)
    assert caller_leg > 50
    assert receptionist_leg > 50

    messages = [m for m in api.get("/messages")["items"] if m["call_id"] == call["id"]]
    assert len(messages) == 1
    assert messages[0]["phone"].replace(" ", "").endswith("2079460123")


def test_an_emergency_is_told_the_number_to_dial_and_the_call_is_urgent(product: Product, api: Api) -> None:
    product.command("simulate", "--script", "emergency")
    call = api.newest_call()
    assert call["is_escalated"]
    assert call["is_urgent"]


def test_a_medical_question_is_handed_on_and_never_answered(product: Product, api: Api) -> None:
    product.command("simulate", "--script", "medical-question")
    assert api.newest_call()["is_escalated"]


def test_a_caller_who_interrupts_is_listened_to(product: Product, api: Api) -> None:
    product.command("simulate", "--script", "barge-in")


def test_three_callers_at_once_are_each_served_and_kept(product: Product, api: Api) -> None:
    product.command("simulate", "--calls", "3", "--script", "enquiry")


def test_unsigned_webhooks_are_refused(product: Product) -> None:
    form = {"CallSid": "CA" + "0" * 32, "To": "+442079460100", "From": "+442079460123", "CallStatus": "ringing"}
    for path in ("voice", "status", "resume"):
        assert httpx.post(f"{product.url}/telephony/twilio/{path}", data=form, trust_env=False).status_code == 403


def test_after_kill_9_in_mid_call_the_call_is_closed_and_its_recording_is_there(model_store: ModelStore) -> None:
    with running_product() as product, Api(product, product.api_key()) as api:
        caller = subprocess.Popen(
            [*VOXANNE, "simulate", "--script", "silent"],
            env=product.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        live = api.until("/calls", lambda page: page["items"] and page["items"][0]["status"] == "in_progress")
        time.sleep(5)  # so that there are some seconds to lose
        product.kill()
        caller.wait(timeout=60)
        product.start()

        call_id = live["items"][0]["id"]
        call = api.until(f"/calls/{call_id}", lambda call: call["ended_at"] is not None)
        assert call["end_reason"] == "node_stopped"
        described, audio = api.recording(call_id)
        assert described["duration_ms"] >= 4000
        assert hashlib.sha256(audio).hexdigest() == described["sha256"]


def test_ctrl_c_in_mid_call_stops_cleanly_and_keeps_the_call(model_store: ModelStore) -> None:
    with running_product() as product, Api(product, product.api_key()) as api:
        caller = subprocess.Popen(
            [*VOXANNE, "simulate", "--script", "silent"],
            env=product.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        live = api.until("/calls", lambda page: page["items"] and page["items"][0]["status"] == "in_progress")
        time.sleep(3)
        product.stop()
        caller.wait(timeout=60)
        product.start()

        call_id = live["items"][0]["id"]
        call = api.get(f"/calls/{call_id}")
        assert call["ended_at"] is not None
        described, _ = api.recording(call_id)
        assert described["duration_ms"] >= 2500
