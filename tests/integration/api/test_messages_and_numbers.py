"""Messages and numbers in the JSON API."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
from tests.integration.api.plays import MORNING

from voxanne.db.database import Database
from voxanne.messages import store


async def leave(database: Database, organisation_id: UUID, name: str, minute: int, *, is_urgent: bool = False) -> None:
    async with database.session(organisation_id) as session:
        await store.create_message(
            session,
            call_id=None,
            action_id=uuid4(),
            caller_name=name,
            phone="+442079460123",
            reason="Please call back",
            is_urgent=is_urgent,
            at=MORNING + timedelta(minutes=minute),
        )


async def names(client: httpx.AsyncClient, query: str = "") -> list[str]:
    answer = await client.get(f"/api/v1/messages{query}")
    assert answer.status_code == 200, answer.text
    return [message["caller_name"] for message in answer.json()["items"]]


async def test_messages_are_listed_urgent_first_in_pages(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    for minute, name in enumerate(("Ada", "Ben", "Cleo", "Dan")):
        await leave(database, organisation_id, name, minute, is_urgent=name in {"Ben", "Ada"})
    await leave(database, other_organisation_id, "Eve", 9)
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get("/api/v1/messages", params={"limit": 3, "cursor": cursor})).json()
        listed += [message["caller_name"] for message in page["items"]]
        cursor = page["next_cursor"]
    assert listed == ["Ben", "Ada", "Dan", "Cleo"]


async def test_a_message_is_handled_and_put_back(
    client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    await leave(database, organisation_id, "Ada", 0)
    await leave(database, organisation_id, "Ben", 1)
    message_id = (await client.get("/api/v1/messages")).json()["items"][0]["id"]
    path = f"/api/v1/messages/{message_id}"
    handled = (await client.patch(path, json={"is_handled": True})).json()
    assert (handled["is_handled"], handled["handled_by"], handled["caller_name"]) == (True, "test", "Ben")
    assert (await client.patch(path, json={"is_handled": True})).json() == handled
    assert await names(client, "?handled=false") == ["Ada"]
    assert await names(client, "?handled=true") == ["Ben"]
    assert (await client.patch(path, json={"is_handled": False})).json()["handled_at"] is None
    assert (await client.get(path)).json()["is_handled"] is False


async def test_a_change_that_means_nothing_is_refused(client: httpx.AsyncClient) -> None:
    for body in ({}, {"is_handled": "yes"}, {"is_handled": None}, {"is_handled": True, "x": 1}, []):
        assert (await client.patch(f"/api/v1/messages/{uuid4()}", json=body)).status_code == 422


async def test_another_organisations_message_does_not_exist(
    client: httpx.AsyncClient, their_client: httpx.AsyncClient, database: Database, organisation_id: UUID
) -> None:
    await leave(database, organisation_id, "Ada", 0)
    message_id = (await client.get("/api/v1/messages")).json()["items"][0]["id"]
    assert await names(their_client) == []
    for path in (message_id, str(uuid4())):
        assert (await their_client.get(f"/api/v1/messages/{path}")).status_code == 404
        answer = await their_client.patch(f"/api/v1/messages/{path}", json={"is_handled": True})
        assert answer.status_code == 404
    assert (await client.get(f"/api/v1/messages/{message_id}")).json()["is_handled"] is False


async def test_the_clinics_numbers_are_listed(client: httpx.AsyncClient, their_client: httpx.AsyncClient) -> None:
    page = (await client.get("/api/v1/numbers")).json()
    assert page["next_cursor"] is None
    [number] = page["items"]
    assert number.pop("id")
    assert number == {"number": "+442079460100", "label": "Main", "carrier": "twilio", "is_live": True}
    assert [n["number"] for n in (await their_client.get("/api/v1/numbers")).json()["items"]] == ["+442079460199"]


async def test_strangers_are_turned_away(stranger: httpx.AsyncClient) -> None:
    for method, path in (("GET", "messages"), ("PATCH", "messages/x"), ("GET", "numbers")):
        assert (await stranger.request(method, f"/api/v1/{path}")).status_code == 401


async def test_what_is_not_there_is_a_problem_too(client: httpx.AsyncClient) -> None:
    missing = await client.get("/api/v1/nothing")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    wrong = await client.delete("/api/v1/numbers")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert wrong.headers["content-type"] == "application/problem+json"
