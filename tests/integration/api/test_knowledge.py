"""Knowledge in the JSON API: written, read, replaced, deleted and asked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

ENTRIES = "/api/v1/knowledge/entries"
BOTOX: dict[str, Any] = {
    "kind": "service",
    "title": "Botox",
    "answer": "Botox for one area is £180.",
    "phrasings": ["How much are anti-wrinkle injections?"],
    "details": {"price_pence": 18000, "duration_minutes": 30},
}


def question(title: str, **more: object) -> dict[str, object]:
    return {"kind": "question", "title": title, "answer": f"The answer to {title}.", **more}


async def test_an_entry_is_written_read_replaced_and_deleted(client: httpx.AsyncClient) -> None:
    created = await client.post(ENTRIES, json=BOTOX)
    assert created.status_code == 201, created.text
    entry = created.json()
    path = created.headers["location"]
    assert path == f"{ENTRIES}/{entry['id']}"
    assert (entry["title"], entry["version"], entry["updated_by"], entry["is_published"]) == ("Botox", 1, "test", True)
    assert entry["details"]["price_pence"] == 18000
    assert (await client.get(path)).json() == entry

    replaced = (await client.put(path, json={**BOTOX, "answer": "Botox is £200.", "version": 1})).json()
    assert (replaced["version"], replaced["answer"]) == (2, "Botox is £200.")
    late = await client.put(path, json={**BOTOX, "version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert (await client.put(path, json=BOTOX)).json()["version"] == 3, "without a version the last word wins"

    assert (await client.delete(path)).status_code == 204
    assert (await client.delete(path)).status_code == 404
    assert (await client.get(path)).status_code == 404


async def test_a_title_is_given_once(client: httpx.AsyncClient) -> None:
    assert (await client.post(ENTRIES, json=question("Parking"))).status_code == 201
    assert (await client.post(ENTRIES, json=question("parking"))).status_code == 409
    other = await client.post(ENTRIES, json=question("Toilets"))
    assert (await client.put(other.headers["location"], json=question("Parking"))).status_code == 409


async def test_entries_are_listed_in_pages_and_filtered(client: httpx.AsyncClient) -> None:
    for title in ("Parking", "Toilets", "Lift", "Dogs"):
        await client.post(ENTRIES, json=question(title, is_published=title != "Dogs"))
    await client.post(ENTRIES, json=BOTOX)
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(ENTRIES, params={"limit": 2, "cursor": cursor})).json()
        listed += [entry["title"] for entry in page["items"]]
        cursor = page["next_cursor"]
    assert listed == ["Botox", "Dogs", "Lift", "Toilets", "Parking"]

    async def found(query: str) -> list[str]:
        return [entry["title"] for entry in (await client.get(f"{ENTRIES}?{query}")).json()["items"]]

    assert await found("kind=service") == ["Botox"]
    assert await found("published=false") == ["Dogs"]
    assert await found("q=injections") == ["Botox"]


async def test_a_question_finds_its_answer_and_its_source(client: httpx.AsyncClient) -> None:
    entry = (await client.post(ENTRIES, json=BOTOX)).json()
    await client.post(ENTRIES, json=question("Parking"))
    hits = (await client.get("/api/v1/knowledge/search", params={"q": "anti-wrinkle injections"})).json()["items"]
    assert hits[0]["entry_id"] == entry["id"]
    assert hits[0]["answer"] == "Botox for one area is £180."
    assert 0 <= hits[0]["score"] <= 1
    assert len((await client.get("/api/v1/knowledge/search?q=botox&limit=1")).json()["items"]) == 1


async def test_what_cannot_be_stored_is_refused_by_field(client: httpx.AsyncClient) -> None:
    for change, field in (
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"answer": ""}, "answer"),
        ({"answer": "x" * 1001}, "answer"),
        ({"kind": "rumour"}, "kind"),
        ({"phrasings": ["x"] * 31}, "phrasings"),
        ({"phrasings": ["x" * 201]}, "phrasings"),
        ({"phrasings": "one"}, "phrasings"),
        ({"details": {"price_pence": -1}}, "price_pence"),
        ({"details": {"note": "a\x00b"}}, "details.note"),
        ({"details": []}, "details"),
        ({"is_published": None}, "is_published"),
        ({"colour": "red"}, "colour"),
    ):
        answer = await client.post(ENTRIES, json={**BOTOX, **change})
        assert answer.status_code == 422, change
        assert field in answer.json()["detail"], change
    for query in ("", "?q=", "?q=" + "x" * 501, "?q=a&limit=21", "?q=%00"):
        assert (await client.get(f"/api/v1/knowledge/search{query}")).status_code == 422, query


async def test_strangers_and_neighbours_learn_nothing(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, their_client: httpx.AsyncClient
) -> None:
    path = (await client.post(ENTRIES, json=BOTOX)).headers["location"]
    for method, address in (("GET", ENTRIES), ("POST", ENTRIES), ("GET", path), ("PUT", path), ("DELETE", path)):
        assert (await stranger.request(method, address)).status_code == 401, (method, address)
    assert (await stranger.get("/api/v1/knowledge/search?q=botox")).status_code == 401
    for address in (path, f"{ENTRIES}/{uuid4()}"):
        assert (await their_client.get(address)).status_code == 404
        assert (await their_client.put(address, json=BOTOX)).status_code == 404
        assert (await their_client.delete(address)).status_code == 404
    assert (await their_client.get(ENTRIES)).json()["items"] == []
    assert (await their_client.get("/api/v1/knowledge/search?q=botox")).json()["items"] == []
    assert (await client.get(path)).status_code == 200
