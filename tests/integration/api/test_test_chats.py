"""Test chats in the JSON API: the shapes of the contract, and the limits of what may be said."""

from __future__ import annotations

from uuid import uuid4

import httpx
from fastapi import FastAPI, Request

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.dialogue import chat as chats
from voxanne.dialogue.local.receptionist import LocalReceptionist
from voxanne.knowledge.library import Library
from voxanne.web.provided import provide, service_of


async def test_a_chat_is_begun_talked_on_and_looked_at(client: httpx.AsyncClient) -> None:
    begun = await client.post(
        "/api/v1/test-chats", json={"caller_number": "+442079460123", "at": "2026-03-07T10:00:00+00:00"}
    )
    assert begun.status_code == 201
    chat = begun.json()
    assert begun.headers["location"] == f"/api/v1/test-chats/{chat['id']}"
    assert (chat["at"], chat["caller_number"], chat["is_ended"]) == ("2026-03-07T10:00:00Z", "+442079460123", False)
    assert chat["greeting"].startswith("Hello")

    turn = (await client.post(f"/api/v1/test-chats/{chat['id']}/turns", json={"text": "message"})).json()
    assert turn["reply"] == "It is £180."
    assert turn["actions"] == [
        {
            "type": "message",
            "caller_name": "Sam",
            "phone": "+442079460123",
            "reason": "message",
            "is_urgent": False,
        }
    ]
    assert [citation["title"] for citation in turn["citations"]] == ["Botox"]
    assert turn["latency_ms"] == 12

    seen = (await client.get(f"/api/v1/test-chats/{chat['id']}")).json()
    assert seen["transcript"] == [turn]
    assert [message["caller_name"] for message in seen["messages"]] == ["Sam"]
    assert seen["appointments"] == seen["escalations"] == []


async def test_a_chat_needs_nothing_to_begin_and_ends_for_good(client: httpx.AsyncClient) -> None:
    for body in (b"", b"null", b"{}"):
        begun = await client.post("/api/v1/test-chats", content=body, headers={"Content-Type": "application/json"})
        assert begun.status_code == 201, begun.text
    turns = f"/api/v1/test-chats/{begun.json()['id']}/turns"
    assert (await client.post(turns, json={"text": "bye"})).json()["actions"][0]["type"] == "end"
    late = await client.post(turns, json={"text": "one more thing"})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")


async def test_what_cannot_be_said_is_refused_by_name(client: httpx.AsyncClient) -> None:
    chat_id = (await client.post("/api/v1/test-chats")).json()["id"]
    for body, field in (
        (b'{"text": ""}', "text"),
        (b"{}", "text"),
        (b'{"text": 1}', "text"),
        (b'{"text": "hello", "more": 1}', "more"),
        (b'{"text": "a\\u0000b"}', "text"),
        (b'{"text": "\\ud83d"}', "text"),
        (b'{"text": "hello", "x": {"y\\u0000": 1}}', "x.y"),
        (b'{"text": 1e999}', "text"),
        (b'{"text": NaN}', "text"),
        (b'{"text": "' + b"x" * 2001 + b'"}', "text"),
        (b'{"text": "\xff"}', "body"),
        (b'{"text": "hello"', "body"),
        (b"[" * 100_000, "body"),
        (b'{"text": ' + b"9" * 5000 + b"}", "body"),
        (b"null", "body"),
        (b"", "body"),
    ):
        answer = await client.post(
            f"/api/v1/test-chats/{chat_id}/turns", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert field in answer.json()["detail"]


async def test_a_chat_that_cannot_begin_says_why(client: httpx.AsyncClient) -> None:
    for body in ({"caller_number": "12"}, {"caller_number": ""}, {"at": "soon"}, {"at": "0001-01-01"}, {"from": 1}, []):
        assert (await client.post("/api/v1/test-chats", json=body)).status_code == 422


async def test_a_body_without_end_is_refused(client: httpx.AsyncClient) -> None:
    chat_id = (await client.post("/api/v1/test-chats")).json()["id"]

    async def endless():  # type: ignore[no-untyped-def]
        while True:
            yield b" " * 65536

    answer = await client.post(
        f"/api/v1/test-chats/{chat_id}/turns", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_strangers_and_neighbours_learn_nothing(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, their_client: httpx.AsyncClient
) -> None:
    chat_id = (await client.post("/api/v1/test-chats")).json()["id"]
    for method, path in (
        ("POST", "/test-chats"),
        ("GET", f"/test-chats/{chat_id}"),
        ("POST", f"/test-chats/{chat_id}/turns"),
    ):
        answer = await stranger.request(method, f"/api/v1{path}", content=b"{" if method == "POST" else None)
        assert answer.status_code == 401
    for path in (chat_id, str(uuid4())):
        assert (await their_client.get(f"/api/v1/test-chats/{path}")).status_code == 404
        answer = await their_client.post(f"/api/v1/test-chats/{path}/turns", json={"text": "hello"})
        assert answer.status_code == 404


async def test_the_mind_that_answers_the_phone_answers_from_knowledge_that_was_written_a_moment_ago(
    app: FastAPI, client: httpx.AsyncClient, database: Database
) -> None:
    clock = SystemClock()
    receptionist = LocalReceptionist(service_of(Request({"type": "http", "app": app}), Library), clock)
    provide(app, chats.TestChats, chats.TestChats(database, receptionist, clock))
    botox = {
        "kind": "service",
        "title": "Botox",
        "answer": "Botox softens lines.",
        "details": {"price_pence": 18500, "duration_minutes": 30},
    }
    entry = (await client.post("/api/v1/knowledge/entries", json=botox)).json()
    chat = (await client.post("/api/v1/test-chats", json={"caller_number": "+442079460123"})).json()
    assert "Ours Clinic" in chat["greeting"]
    turn = (await client.post(f"/api/v1/test-chats/{chat['id']}/turns", json={"text": "How much is Botox?"})).json()
    assert "185" in turn["reply"]
    assert [citation["entry_id"] for citation in turn["citations"]] == [entry["id"]]
    urgent = await client.post(f"/api/v1/test-chats/{chat['id']}/turns", json={"text": "I have chest pain"})
    assert "emergency" in [action["type"] for action in urgent.json()["actions"]]
    assert (await client.get("/api/v1/messages")).json()["items"] == [], "a test chat stays in its sandbox"
