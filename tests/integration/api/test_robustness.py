"""Whatever is sent to the JSON API, the answer is one that its OpenAPI document names, and never a 5xx."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.api.plays import MORNING, begin_call, say

from voxanne.db.database import Database
from voxanne.web.cursors import Cursor
from voxanne.web.event_stream import Stopping

EXAMPLES = 500
QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # one node serves all examples: they are requests of one client after another
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

odd_texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "\x00", "%00", "null", "-1", "0", "1", "200", "201", "9" * 25, "NaN", "\ud800", "'; drop table calls", "+"]
    ),
    st.sampled_from(["+442079460100", "2026-03-04T09:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31", "1e400"]),
    st.builds(lambda at, of: Cursor(at, of).encode(), st.datetimes(timezones=st.timezones()), st.uuids()),
    st.uuids().map(str),
    st.booleans().map(str),
)
odd_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), odd_texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(odd_texts, inner, max_size=4)),
    max_leaves=8,
)


def operations_of(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The object schema behind a reference or a choice with null."""
    for choice in schema.get("anyOf", [schema]):
        if "$ref" in choice:
            found: dict[str, Any] = document["components"]["schemas"][choice["$ref"].rsplit("/", 1)[1]]
            return found
    return schema


def draw_url(data: st.DataObject, path: str, operation: dict[str, Any], known_ids: list[str]) -> str:
    for name in re.findall(r"\{(\w+)\}", path):
        value = data.draw(st.one_of(st.sampled_from(known_ids), odd_texts), label=name)
        path = path.replace(f"{{{name}}}", escaped(value) or "x")
    names = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
    chosen = data.draw(st.lists(st.tuples(st.sampled_from([*names, "other"]), odd_texts), max_size=4), label="query")
    return path + "?" + "&".join(f"{name}={escaped(value)}" for name, value in chosen)


def draw_body(data: st.DataObject, document: dict[str, Any], operation: dict[str, Any]) -> bytes | None:
    if "requestBody" not in operation:
        return None
    [content] = operation["requestBody"]["content"].values()
    fields = list(resolve(document, content["schema"]).get("properties", {}))
    nearly_right = st.builds(
        lambda right, odd: {**right, **odd},
        st.just({"kind": "policy", "title": "A", "answer": "B", "text": "C", "is_handled": True}).map(
            lambda known: {name: value for name, value in known.items() if name in fields}
        ),
        st.dictionaries(st.sampled_from([*fields, "other"]), odd_values, max_size=3),
    )
    sent = data.draw(st.one_of(nearly_right, odd_values, st.binary(max_size=30)), label="body")
    return sent if isinstance(sent, bytes) else json.dumps(sent).encode()


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/api/v1/openapi.json")).json()
    return found


@QUICK
@given(data=st.data())
async def test_no_request_breaks_the_api(
    client: httpx.AsyncClient,
    stopping: Stopping,
    database: Database,
    organisation_id: UUID,
    document: dict[str, Any],
    data: st.DataObject,
) -> None:
    stopping.set()  # event streams end at once
    known_ids = await known_ids_of(client, database, organisation_id)
    method, path, operation = data.draw(st.sampled_from(operations_of(document)), label="operation")
    answer = await client.request(
        method,
        draw_url(data, path, operation, known_ids),
        content=draw_body(data, document, operation),
        headers={
            "Content-Type": data.draw(st.sampled_from(["application/json", "text/plain", "application/x-yaml", ""])),
            "Last-Event-ID": data.draw(odd_texts).encode("latin-1", "replace").translate(None, b"\r\n\x00").strip(),
        },
    )
    assert answer.status_code < 500, answer.text
    assert str(answer.status_code) in operation["responses"] or answer.status_code == 405
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


_ids: dict[UUID, list[str]] = {}


async def known_ids_of(client: httpx.AsyncClient, database: Database, organisation_id: UUID) -> list[str]:
    """Ids of things that exist, made once per organisation."""
    if organisation_id not in _ids:
        call_id = await begin_call(database, organisation_id)
        await say(database, organisation_id, call_id, 0, 1)
        chat_id = (await client.post("/api/v1/test-chats")).json()["id"]
        entry = {"kind": "question", "title": "Parking", "answer": "Behind the house."}
        entry_id = (await client.post("/api/v1/knowledge/entries", json=entry)).json()["id"]
        _ids[organisation_id] = [str(call_id), chat_id, entry_id, str(uuid4())]
    return _ids[organisation_id]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.datetimes(timezones=st.timezones()), row_id=st.uuids())
async def test_a_made_up_cursor_is_a_place_or_a_mistake(client: httpx.AsyncClient, at: Any, row_id: UUID) -> None:
    for path in ("calls", "messages"):
        answer = await client.get(f"/api/v1/{path}", params={"cursor": Cursor(at, row_id).encode()})
        assert answer.status_code in {200, 422}, answer.text
    assert (await client.get("/api/v1/calls", params={"cursor": Cursor(MORNING, row_id).encode()})).status_code == 200


def test_every_route_says_how_to_authenticate_and_what_can_go_wrong(app: FastAPI) -> None:
    document = app.openapi()
    for method, path, operation in operations_of(document):
        where = f"{method} {path}"
        assert path.startswith("/api/v1/"), where
        assert operation["security"], where
        assert operation["summary"], where
        assert operation["description"], where
        expected = {"401", "422", "503"} | ({"404"} if "{" in path else set())
        assert expected <= set(operation["responses"]), where
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}, where
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "path" or parameter["schema"], where


def test_every_field_of_every_document_has_a_type(app: FastAPI) -> None:
    for name, schema in app.openapi()["components"]["schemas"].items():
        if name in {"HTTPValidationError", "ValidationError"}:
            raise AssertionError("every 422 is a problem document")
        for field, described in schema.get("properties", {}).items():
            assert {"type", "$ref", "anyOf", "allOf"} & set(described), f"{name}.{field}"
