"""Twilio's webhooks over real HTTP: who may call them, and what the caller will hear."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import httpx
import pytest
from tests.integration.telephony.carrier import CALL, RING, post
from tests.integration.telephony.conftest import AUTH_TOKEN, Edge, serve
from tests.integration.telephony.desk import TOKEN

from voxanne.telephony.front_desk import (
    CallEnding,
    CarrierCallState,
    IncomingCall,
    RefusalReason,
    Refused,
    StreamLimits,
)

VOICE = "/telephony/twilio/voice"
RESUME = "/telephony/twilio/resume"
STATUS = "/telephony/twilio/status"


def verbs(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/xml")
    return [verb.tag for verb in ElementTree.fromstring(response.content)]


async def test_a_signed_call_is_connected_with_a_one_time_token(edge: Edge) -> None:
    response = await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN)
    assert verbs(response) == ["Connect", "Redirect"]
    document = ElementTree.fromstring(response.content)
    stream = document.find("Connect/Stream")
    assert stream is not None
    assert stream.attrib["url"] == f"{edge.ws_url}/telephony/twilio/stream"
    assert [(p.attrib["name"], p.attrib["value"]) for p in stream] == [("token", TOKEN)]
    redirect = document.find("Redirect")
    assert redirect is not None
    assert (redirect.text, redirect.attrib["method"]) == (f"{edge.http_url}{RESUME}", "POST")
    assert edge.desk.admitted == [IncomingCall("twilio", CALL, "+442079460100", "+442079460123")]


@pytest.mark.parametrize("path", [VOICE, RESUME, STATUS])
async def test_an_unsigned_request_is_forbidden(edge: Edge, path: str) -> None:
    assert (await post(edge.http_url, path, RING, token=None)).status_code == 403
    assert edge.desk.admitted == []
    assert edge.desk.events == []


@pytest.mark.parametrize("path", [VOICE, RESUME, STATUS])
async def test_a_request_signed_with_another_secret_is_forbidden(edge: Edge, path: str) -> None:
    assert (await post(edge.http_url, path, RING, token="guessed")).status_code == 403


@pytest.mark.parametrize("altered", [{"To": "+442079460199"}, {"CallSid": "CAother"}, {"Extra": "field"}, {"From": ""}])
async def test_an_altered_request_is_forbidden(edge: Edge, altered: dict[str, str]) -> None:
    response = await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN, sent={**RING, **altered})
    assert response.status_code == 403


async def test_a_signature_for_another_path_is_forbidden(edge: Edge) -> None:
    response = await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN, signed_url=edge.http_url + STATUS)
    assert response.status_code == 403


async def test_the_host_header_cannot_choose_the_signed_address(edge: Edge) -> None:
    response = await post(
        edge.http_url,
        VOICE,
        RING,
        token=AUTH_TOKEN,
        signed_url=f"http://evil.example{VOICE}",
        headers={"Host": "evil.example"},
    )
    assert response.status_code == 403


async def test_behind_a_proxy_the_public_address_is_what_counts(tmp_path: Path, limits: StreamLimits) -> None:
    edge = await serve(tmp_path, limits, public_url="https://voice.example.org")
    try:
        public = f"https://voice.example.org{VOICE}"
        accepted = await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN, signed_url=public)
        with_port = await post(
            edge.http_url, VOICE, RING, token=AUTH_TOKEN, signed_url=f"https://voice.example.org:443{VOICE}"
        )
        refused = await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN)
    finally:
        await edge.stop()
    assert b'url="wss://voice.example.org/telephony/twilio/stream"' in accepted.content
    assert with_port.status_code == 200
    assert refused.status_code == 403


async def test_a_query_string_is_part_of_the_signed_address(edge: Edge) -> None:
    assert (await post(edge.http_url, f"{VOICE}?clinic=1", RING, token=AUTH_TOKEN)).status_code == 200
    stripped = await post(edge.http_url, f"{VOICE}?clinic=1", RING, token=AUTH_TOKEN, signed_url=edge.http_url + VOICE)
    assert stripped.status_code == 403


@pytest.mark.parametrize("why", list(RefusalReason))
async def test_a_refused_caller_hears_a_sentence(edge: Edge, why: RefusalReason) -> None:
    edge.desk.verdict = Refused(why)
    assert verbs(await post(edge.http_url, VOICE, RING, token=AUTH_TOKEN)) == ["Say", "Hangup"]


@pytest.mark.parametrize("path", [VOICE, RESUME])
async def test_with_the_database_down_the_caller_still_hears_a_sentence(edge: Edge, path: str) -> None:
    edge.desk.is_down = True
    assert verbs(await post(edge.http_url, path, RING, token=AUTH_TOKEN)) == ["Say", "Hangup"]


async def test_a_withheld_number_is_no_number(edge: Edge) -> None:
    await post(edge.http_url, VOICE, {**RING, "From": "anonymous"}, token=AUTH_TOKEN)
    assert edge.desk.admitted[0].caller_e164 is None


async def test_after_a_finished_call_the_carrier_hangs_up(edge: Edge) -> None:
    assert verbs(await post(edge.http_url, RESUME, RING, token=AUTH_TOKEN)) == ["Hangup"]


async def test_after_a_broken_stream_the_caller_hears_an_apology(edge: Edge) -> None:
    edge.desk.ending = CallEnding.CUT_OFF
    assert verbs(await post(edge.http_url, RESUME, RING, token=AUTH_TOKEN)) == ["Say", "Hangup"]


async def test_a_status_callback_is_passed_on_with_an_id_of_its_own(edge: Edge) -> None:
    fields = {**RING, "CallStatus": "completed", "SequenceNumber": "3", "CallDuration": "7"}
    assert (await post(edge.http_url, STATUS, fields, token=AUTH_TOKEN)).status_code == 204
    [event] = edge.desk.events
    assert event.event_id == f"{CALL}:3:completed"
    assert event.state is CarrierCallState.COMPLETED
    assert event.fields == {"CallStatus": "completed", "CallDuration": "7"}


async def test_a_status_callback_is_asked_for_again_when_it_cannot_be_kept(edge: Edge) -> None:
    edge.desk.is_down = True
    assert (await post(edge.http_url, STATUS, RING, token=AUTH_TOKEN)).status_code == 503


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"To": "+442079460100"}, 422),
        ({**RING, "CallSid": "CA' or 1=1"}, 422),
        ({**RING, "CallSid": "C" * 65}, 422),
        ({**RING, "Body": "x" * 70_000}, 422),
        ({**RING, "Body": "a\0b"}, 422),
        ({f"f{i}": "x" for i in range(300)}, 422),
    ],
)
async def test_a_signed_request_that_is_no_call_is_refused(edge: Edge, fields: dict[str, str], status: int) -> None:
    assert (await post(edge.http_url, VOICE, fields, token=AUTH_TOKEN)).status_code == status
