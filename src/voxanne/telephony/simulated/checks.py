"""Whether the product kept what was said: asked through its JSON API, as any other program would."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from typing import Any

import httpx

from voxanne.errors import ProviderError
from voxanne.telephony.simulated.outcome import CallOutcome
from voxanne.telephony.simulated.script import Script

REQUEST_DEADLINE_S = 10.0
KEPT_DEADLINE_S = 30.0
"""How long after the hang-up a recording may take to be stored."""

_POLL_S = 0.5


class ProductChecks:
    """Looks up simulated calls in the product."""

    def __init__(self, client: httpx.AsyncClient, url: str, api_key: str) -> None:
        self._client = client
        self._api = f"{url}/api/v1"
        self._headers = {"Authorization": f"Bearer {api_key}"}

    async def check(self, outcome: CallOutcome, script: Script, since: datetime) -> None:
        """Find the call and enter into its outcome whether it was recorded and transcribed."""
        try:
            async with asyncio.timeout(KEPT_DEADLINE_S):
                call = await self._finished_call(outcome.caller_number, since)
                await self._check_transcript(outcome, script, call["id"])
                if script.expect_escalated is not None and call["is_escalated"] != script.expect_escalated:
                    expected = "" if script.expect_escalated else "not "
                    outcome.failures.append(f"the call should {expected}have been escalated")
                outcome.is_recorded = False
                await self._check_recording(outcome, call["id"])
        except TimeoutError:
            what = "recording" if outcome.is_recorded is False else "call"
            outcome.failures.append(f"the {what} could not be found {KEPT_DEADLINE_S:.0f} s after its end")
        except (ProviderError, KeyError) as error:
            outcome.failures.append(f"the API did not answer as documented: {error}")

    async def _finished_call(self, caller_number: str, since: datetime) -> dict[str, Any]:
        query = {"number": caller_number, "from": since.isoformat(), "limit": "1"}
        while True:
            found = (await self._get("/calls", query)).json()["items"]
            if found and found[0]["ended_at"] is not None:
                call: dict[str, Any] = found[0]
                return call
            await asyncio.sleep(_POLL_S)

    async def _check_transcript(self, outcome: CallOutcome, script: Script, call_id: str) -> None:
        segments = (await self._get(f"/calls/{call_id}/transcript")).json()["segments"]
        outcome.is_transcribed = True
        for speaker, expected in (("caller", script.expect_caller), ("receptionist", script.expect_receptionist)):
            said = " ".join(segment["text"] for segment in segments if segment["speaker"] == speaker).lower()
            for words in expected:
                if not any(word in said for word in words.lower().split("|")):
                    outcome.is_transcribed = False
                    outcome.failures.append(f"the transcript shows no '{words}' from the {speaker}")

    async def _check_recording(self, outcome: CallOutcome, call_id: str) -> None:
        while True:
            answer = await self._get(f"/calls/{call_id}/recording", allow_missing=True)
            if answer.is_success:
                break
            await asyncio.sleep(_POLL_S)
        recording = answer.json()
        audio = await self._fetch(self._client.build_request("GET", httpx.URL(self._api).join(recording["url"])))
        outcome.is_recorded = audio.is_success and hashlib.sha256(audio.content).hexdigest() == recording["sha256"]
        if not outcome.is_recorded:
            outcome.failures.append(f"the recording cannot be fetched as announced ({audio.status_code})")
        elif outcome.duration_ms and recording["duration_ms"] < outcome.duration_ms - 2000:
            outcome.failures.append(f"the recording has only {recording['duration_ms']} ms of the call")

    async def _get(
        self, path: str, query: dict[str, str] | None = None, *, allow_missing: bool = False
    ) -> httpx.Response:
        request = self._client.build_request("GET", self._api + path, params=query, headers=self._headers)
        answer = await self._fetch(request)
        if answer.is_error and not (allow_missing and answer.status_code in (404, 409)):
            raise ProviderError(f"{path} answered {answer.status_code}")
        return answer

    async def _fetch(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(REQUEST_DEADLINE_S):
                return await self._client.send(request)
        except httpx.HTTPError as error:
            raise ProviderError(f"{request.url.path} does not answer ({type(error).__name__})") from error
