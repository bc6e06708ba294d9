"""The calls of the JSON API: filters, pages, one organisation only, problems that say what to do."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
from tests.integration.api.plays import MORNING, begin_call, end_call, say

from voxanne.db.database import Database

ROUTES = ("/calls", "/calls/live", "/calls/{id}", "/calls/{id}/transcript", "/calls/{id}/events")


async def test_calls_are_listed_newest_first_in_pages(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    ids = [
        str(await begin_call(database, organisation_id, started_at=MORNING + timedelta(minutes=i))) for i in range(5)
    ]
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await client.get("/api/v1/calls", params={"limit": 2, "cursor": cursor})
        assert answer.status_code == 200
        page = answer.json()
        assert len(page["items"]) <= 2
        listed += [call["id"] for call in page["items"]]
        cursor = page["next_cursor"]
    assert listed == ids[::-1]


async def test_a_call_is_shown_with_the_names_of_the_contract(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await end_call(database, organisation_id, call_id)
    assert (await client.get(f"/api/v1/calls/{call_id}")).json() == {
        "id": str(call_id),
        "status": "completed",
        "number": "+442079460100",
        "caller_number": "+442079460123",
        "carrier": "twilio",
        "started_at": "2026-03-04T09:00:00Z",
        "answered_at": "2026-03-04T09:00:00Z",
        "ended_at": "2026-03-04T09:02:00Z",
        "duration_ms": 120000,
        "outcome": "answered",
        "end_reason": "caller_hung_up",
        "is_escalated": False,
        "is_urgent": False,
    }


async def test_filters_narrow_the_list_together(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    first = await begin_call(database, organisation_id)
    later = await begin_call(database, organisation_id, caller="+442079460124", started_at=MORNING + timedelta(hours=1))
    other_line = await begin_call(database, organisation_id, number="+442079460101", caller=None)
    await end_call(database, organisation_id, first)

    async def found(query: str) -> set[UUID]:
        answer = await client.get(f"/api/v1/calls?{query}")
        assert answer.status_code == 200, answer.text
        return {UUID(call["id"]) for call in answer.json()["items"]}

    assert await found("status=completed") == {first}
    assert await found("status=in_progress") == {later, other_line}
    assert await found("number=%2B442079460101") == {other_line}
    assert await found("number=%2B442079460124") == {later}, "a number that is not the clinic's is a caller's"
    assert await found("number=+442079460100") == {first, later}, "an unescaped plus arrives as a space"
    assert await found("q=0124") == {later}
    assert await found("from=2026-03-04T09:30:00Z") == {later}
    assert await found("to=2026-03-04T09:30:00+00:00") == {first, other_line}
    assert await found("from=2026-03-04T09:00:00&to=2026-03-04T09:00:01&status=completed&q=0123") == {first}
    assert await found("number=%2B442079460199") == set()


async def test_the_transcript_has_speakers_times_and_sources(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0, 1)
    transcript = (await client.get(f"/api/v1/calls/{call_id}/transcript")).json()
    assert transcript["call_id"] == str(call_id)
    assert transcript["is_complete"] is False
    assert transcript["segments"][1] == {
        "position": 1,
        "turn_id": 0,
        "speaker": "caller",
        "text": "Hello",
        "start_ms": 1000,
        "end_ms": 1900,
        "is_final": True,
        "citations": [{"passage_id": str(UUID(int=1)), "entry_id": str(UUID(int=2)), "title": "Botox"}],
    }
    assert [s["speaker"] for s in transcript["segments"]] == ["receptionist", "caller"]


async def test_strangers_are_turned_away_before_their_request_is_read(stranger: httpx.AsyncClient) -> None:
    for route in ROUTES:
        for authorization in (None, "", "Bearer", "Bearer vox_wrong", "Basic vox_wrong", "Bearer vox_\u00f6"):
            headers = {} if authorization is None else {"Authorization": authorization.encode()}
            answer = await stranger.get(f"/api/v1{route.format(id=uuid4())}?limit=x&q=%00", headers=headers)
            assert answer.status_code == 401, (route, authorization)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["code"] == "unauthenticated"


async def test_another_organisations_call_does_not_exist(
    their_client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    for route in ROUTES[2:]:
        foreign = await their_client.get(f"/api/v1{route.format(id=call_id)}")
        missing = await their_client.get(f"/api/v1{route.format(id=uuid4())}")
        assert (foreign.status_code, missing.status_code) == (404, 404), route
        assert foreign.json() == missing.json()
        assert foreign.headers["content-type"] == "application/problem+json"
    assert (await their_client.get("/api/v1/calls")).json() == {"items": [], "next_cursor": None}


async def test_a_filter_that_cannot_be_used_is_named(client: httpx.AsyncClient) -> None:
    for query, field in (
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=many", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=" + "A" * 201, "cursor"),
        ("from=yesterday", "from"),
        ("from=0001-01-01T00:00:00%2B14:00", "from"),
        ("to=9999-12-31", "to"),
        ("status=lost", "status"),
        ("number=12", "number"),
        ("q=" + "1" * 101, "q"),
        ("q=a%00b", "q"),
        ("number=%2B4420%00", "number"),
    ):
        answer = await client.get(f"/api/v1/calls?{query}")
        assert answer.status_code == 422, query
        assert answer.headers["content-type"] == "application/problem+json"
        assert field in answer.json()["detail"], query


async def test_a_malformed_id_is_the_clients_mistake(client: httpx.AsyncClient) -> None:
    for route in ROUTES[2:]:
        for call_id in ("x", "0", "%00", "00000000-0000-0000-0000-00000000000g", "%ff", "a" * 5000):
            answer = await client.get(f"/api/v1{route.format(id=call_id)}")
            assert answer.status_code in {404, 422}, (route, call_id)
            assert answer.headers["content-type"] == "application/problem+json"


async def test_a_finished_call_is_streamed_whole_and_ends(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await say(database, organisation_id, call_id, 0)
    await end_call(database, organisation_id, call_id)
    answer = await client.get(f"/api/v1/calls/{call_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in block.split("\n")) for block in answer.text.strip().split("\n\n")]
    assert [event.get("event") for event in events] == [None, "status", "segment", "ended"]
    resumed = await client.get(f"/api/v1/calls/{call_id}/events", headers={"Last-Event-ID": events[1]["id"]})
    assert resumed.text.count("event:") == 2
    over = await client.get(f"/api/v1/calls/{call_id}/events", headers={"Last-Event-ID": events[-1]["id"]})
    assert over.status_code == 204
    assert over.content == b""


async def test_a_last_event_id_that_is_not_ours_begins_at_the_beginning(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    call_id = await begin_call(database, organisation_id)
    await end_call(database, organisation_id, call_id)
    for last_event_id in ("abc", "", "1e9", "-", "\u0661".encode(), "1" * 30):
        answer = await client.get(f"/api/v1/calls/{call_id}/events", headers={"Last-Event-ID": last_event_id})
        assert answer.status_code == 200
        assert answer.text.count("event:") == 2
