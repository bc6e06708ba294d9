"""What the JSON API takes in: bounded, and free of what cannot be stored."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.errors import InvalidRequest
from voxanne.web.bodies import MAX_BODY_BYTES, BoundedRequest, TooLarge


def request(*chunks: bytes, query: bytes = b"") -> BoundedRequest:
    """A request whose body arrives in these chunks."""
    waiting = list(chunks) or [b""]

    async def receive() -> MutableMapping[str, Any]:
        chunk = waiting.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": query}
    return BoundedRequest(scope, receive)


async def test_a_body_within_the_limit_is_read_whole_and_once() -> None:
    bounded = request(b"a" * MAX_BODY_BYTES)
    assert await bounded.body() is await bounded.body()
    assert await request(b"[1,", b"2]").json() == [1, 2]


async def test_a_body_is_not_read_beyond_the_limit() -> None:
    chunks = [b"a" * 1024] * 10_000
    bounded = request(*chunks)
    with pytest.raises(TooLarge):
        await bounded.body()


storable = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    ),
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.text(st.characters(codec="ascii", min_codepoint=1)), inner)
    ),
)


@given(storable)
async def test_whatever_can_be_stored_passes(document: Any) -> None:
    await request(json.dumps(document).encode()).refuse_unstorable(has_body=True)
    await request(json.dumps(document, ensure_ascii=False).encode()).refuse_unstorable(has_body=True)


@given(storable, st.sampled_from(["\x00", "a\ud800", "\udfff", float("nan"), float("inf"), -float("inf")]))
async def test_whatever_cannot_be_stored_is_found_anywhere(document: Any, bad: Any) -> None:
    for nested in ([document, bad], {"a": {"b": [bad]}, "c": document}, bad):
        with pytest.raises(InvalidRequest):
            await request(json.dumps(nested).encode()).refuse_unstorable(has_body=True)


async def test_the_place_of_what_cannot_be_stored_is_named() -> None:
    with pytest.raises(InvalidRequest, match=r"^body\.details\.1\.name: "):
        await request(b'{"details": [0, {"name": "\\u0000"}]}').refuse_unstorable(has_body=True)
    with pytest.raises(InvalidRequest, match=r"^query\.q: "):
        await request(query=b"limit=1&q=a%00").refuse_unstorable(has_body=False)


async def test_what_is_no_json_is_left_to_whoever_reads_it() -> None:
    await request(b"{").refuse_unstorable(has_body=True)
    await request(query=b"%ff=%fe&\xff").refuse_unstorable(has_body=False)
