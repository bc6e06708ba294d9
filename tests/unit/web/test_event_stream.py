"""Event streams: they end when their source, their client or their node does, and clean up behind each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.errors import NotFound, ProviderError
from voxanne.web.event_stream import EventStream, StreamEvent, last_event_id

Message = MutableMapping[str, Any]


class Client:
    """The other side of the wire: keeps what was sent; leaves when told to."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.gone = asyncio.Event()
        self.got = asyncio.Event()
        self.is_stalled = False

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if self.is_stalled:
            await asyncio.Event().wait()
        self.sent.append(message)
        self.got.set()

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def is_finished(self) -> bool:
        return self.sent[-1].get("more_body") is False

    async def sees(self, text: str) -> None:
        while text not in self.text:
            self.got.clear()
            await self.got.wait()


class Source:
    """Events that come when the test says so; knows whether it was closed."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[StreamEvent | None] = asyncio.Queue()
        self.is_closed = False

    def put(self, *numbers: int) -> None:
        for number in numbers:
            self.events.put_nowait(StreamEvent(number, "segment", {"text": f"line {number}"}))

    async def stream(self) -> AsyncGenerator[StreamEvent, None]:
        try:
            while (event := await self.events.get()) is not None:
                yield event
        finally:
            self.is_closed = True


@pytest.fixture
async def client() -> Client:
    return Client()


@pytest.fixture
async def source() -> Source:
    return Source()


def run(stream: EventStream, client: Client) -> asyncio.Future[None]:
    return asyncio.ensure_future(stream({"type": "http"}, client.receive, client.send))


async def test_events_are_sent_in_the_standards_form(client: Client, source: Source) -> None:
    source.put(7)
    source.events.put_nowait(None)
    await run(EventStream(source.stream(), asyncio.Event()), client)
    assert client.text == 'retry: 1000\n\nid: 7\nevent: segment\ndata: {"text":"line 7"}\n\n'
    headers = dict(client.sent[0]["headers"])
    assert headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert headers[b"cache-control"] == b"no-store"
    assert b"content-length" not in headers


async def test_a_stream_ends_with_its_source(client: Client, source: Source) -> None:
    running = run(EventStream(source.stream(), asyncio.Event()), client)
    source.put(1, 2)
    await client.sees("line 2")
    source.events.put_nowait(None)
    await running
    assert client.is_finished
    assert source.is_closed


async def test_a_stream_ends_when_its_client_leaves_although_nothing_happens(client: Client, source: Source) -> None:
    running = run(EventStream(source.stream(), asyncio.Event()), client)
    source.put(1)
    await client.sees("line 1")
    client.gone.set()
    await running
    assert source.is_closed
    assert not client.is_finished, "nothing is sent to a client that is gone"


async def test_a_stream_ends_when_its_node_stops(client: Client, source: Source) -> None:
    stopping = asyncio.Event()
    running = run(EventStream(source.stream(), stopping), client)
    source.put(1)
    await client.sees("line 1")
    stopping.set()
    await running
    assert client.is_finished
    assert source.is_closed


async def test_a_quiet_stream_shows_that_it_lives(client: Client, source: Source) -> None:
    running = run(EventStream(source.stream(), asyncio.Event(), heartbeat_s=0.001), client)
    await client.sees(": still here\n\n: still here")
    source.put(1)
    await client.sees("line 1")
    client.gone.set()
    await running
    assert source.is_closed


async def test_a_stream_ends_when_its_client_may_not_go_on(client: Client, source: Source) -> None:
    answers = [True, True, False]

    async def is_allowed() -> bool:
        return answers.pop(0)

    source.put(1)
    await run(EventStream(source.stream(), asyncio.Event(), is_allowed=is_allowed, look_every_s=0.001), client)
    assert answers == []
    assert client.is_finished


async def test_a_stream_ends_when_nobody_can_say_whether_its_client_may_go_on(client: Client, source: Source) -> None:
    async def is_allowed() -> bool:
        raise ProviderError("The database does not answer.")

    await run(EventStream(source.stream(), asyncio.Event(), is_allowed=is_allowed, look_every_s=0.001), client)
    assert client.is_finished


async def test_a_client_that_reads_nothing_is_let_go_when_it_leaves(client: Client, source: Source) -> None:
    running = run(EventStream(source.stream(), asyncio.Event()), client)
    source.put(1)
    await client.sees("line 1")
    client.is_stalled = True
    source.put(2)
    client.gone.set()
    await running
    assert source.is_closed


async def test_a_source_that_cannot_go_on_ends_the_stream_in_order(client: Client) -> None:
    async def failing() -> AsyncGenerator[StreamEvent, None]:
        yield StreamEvent(1, "status", {})
        raise NotFound("There is no such call.")

    await run(EventStream(failing(), asyncio.Event()), client)
    assert "id: 1" in client.text
    assert client.is_finished


async def test_a_cancelled_stream_closes_its_source(client: Client, source: Source) -> None:
    before = asyncio.all_tasks()
    running = run(EventStream(source.stream(), asyncio.Event()), client)
    source.put(1)
    await client.sees("line 1")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert source.is_closed
    assert asyncio.all_tasks() == before


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_our_ids_come_back(number: int) -> None:
    assert last_event_id(str(number)) == number


@pytest.mark.parametrize("text", [None, "", "-", "+1", " 1", "1 ", "1.0", "0x1", "1" * 19, "\u0661", "1\n"])
def test_what_is_no_id_of_ours_is_none(text: str | None) -> None:
    assert last_event_id(text) is None
