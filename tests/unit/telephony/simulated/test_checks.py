"""What a simulated caller asks the product afterwards, against a small stand-in of its JSON API."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from voxanne.telephony.simulated import checks
from voxanne.telephony.simulated.checks import ProductChecks
from voxanne.telephony.simulated.outcome import CallOutcome
from voxanne.telephony.simulated.script import HangUp, Script

SINCE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CALLER = "+442079460200"
FLAC = b"fLaC and so on"
SCRIPT = Script("enquiry", "", (HangUp(),), ("botox",), ("£|pounds",), expect_escalated=False)


@dataclass
class Product:
    """Answers as the API is documented; what it has kept can be changed."""

    call: dict[str, Any] = field(
        default_factory=lambda: {"id": "c1", "ended_at": "2026-03-04T09:02:05Z", "is_escalated": False}
    )
    caller_said: str = "How much is Botox?"
    receptionist_said: str = "It is £160."
    recording: bytes | None = FLAC
    sha256: str = hashlib.sha256(FLAC).hexdigest()
    duration_ms: int = 60_000
    status: int = 200

    async def check(self, script: Script = SCRIPT) -> CallOutcome:
        outcome = CallOutcome("enquiry", CALLER, duration_ms=60_500)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app())) as client:
            await ProductChecks(client, "http://product", "vox_key").check(outcome, script, SINCE)
        return outcome

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/api/v1/calls")
        async def calls(request: Request, number: str) -> Response:
            assert request.headers["authorization"] == "Bearer vox_key"
            assert number == CALLER
            assert request.query_params["from"] == SINCE.isoformat()
            return httpx_json({"items": [self.call], "next_cursor": None}, self.status)

        @app.get("/api/v1/calls/c1/transcript")
        async def transcript() -> Response:
            segments = [
                {"speaker": "caller", "text": self.caller_said},
                {"speaker": "receptionist", "text": self.receptionist_said},
            ]
            return httpx_json({"segments": segments})

        @app.get("/api/v1/calls/c1/recording")
        async def recording() -> Response:
            if self.recording is None:
                return Response(status_code=409)
            return httpx_json({"url": "/listen/c1", "sha256": self.sha256, "duration_ms": self.duration_ms})

        @app.get("/listen/c1")
        async def listen() -> Response:
            return Response(self.recording)

        return app


def httpx_json(content: Any, status: int = 200) -> Response:
    return Response(httpx.Response(200, json=content).content, status, media_type="application/json")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "KEPT_DEADLINE_S", 0.05)


async def test_a_call_that_was_kept_passes() -> None:
    outcome = await Product().check()
    assert (outcome.is_recorded, outcome.is_transcribed, outcome.failures) == (True, True, [])


async def test_missing_words_are_named() -> None:
    outcome = await Product(caller_said="How much is it?").check()
    assert outcome.is_transcribed is False
    assert outcome.failures == ["the transcript shows no 'botox' from the caller"]


@pytest.mark.parametrize("said", ["It is 160 pounds.", "It is £160."])
async def test_one_of_several_words_is_enough(said: str) -> None:
    assert (await Product(receptionist_said=said).check()).is_transcribed is True


async def test_a_missing_escalation_is_named() -> None:
    outcome = await Product().check(Script("emergency", "", (HangUp(),), expect_escalated=True))
    assert outcome.failures == ["the call should have been escalated"]


async def test_a_recording_that_never_comes_is_named() -> None:
    outcome = await Product(recording=None).check()
    assert outcome.is_recorded is False
    assert outcome.failures[0].startswith("the recording could not be found")


async def test_a_recording_that_is_not_what_was_announced_is_named() -> None:
    outcome = await Product(sha256="0" * 64).check()
    assert outcome.is_recorded is False
    assert outcome.failures == ["the recording cannot be fetched as announced (200)"]


async def test_a_recording_that_lacks_the_end_is_named() -> None:
    outcome = await Product(duration_ms=30_000).check()
    assert outcome.failures == ["the recording has only 30000 ms of the call"]


async def test_a_call_that_never_ends_is_named() -> None:
    outcome = await Product(call={"id": "c1", "ended_at": None}).check()
    assert outcome.failures[0].startswith("the call could not be found")


@pytest.mark.parametrize("product", [Product(status=401), Product(call={"ended_at": "x"})])
async def test_an_api_that_answers_otherwise_is_named(product: Product) -> None:
    outcome = await product.check()
    assert outcome.failures[0].startswith("the API did not answer as documented")
