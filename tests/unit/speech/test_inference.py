import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from voxanne.errors import ProviderError, SetupError
from voxanne.speech.inference import InferenceThreads, Priority, load_session


@pytest.fixture
def threads() -> Iterator[InferenceThreads]:
    pool = InferenceThreads(1, max_waiting=3)
    yield pool
    pool.close()


class Gate:
    """Keeps the only thread busy until opened."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> None:
        self.began.set()
        self.opened.wait(10)


async def occupied(threads: InferenceThreads) -> tuple[Gate, asyncio.Task[None]]:
    gate = Gate()
    task = asyncio.create_task(threads.run(Priority.PARTIAL, gate))
    await asyncio.to_thread(gate.began.wait, 10)
    return gate, task


async def test_the_most_urgent_work_goes_first(threads: InferenceThreads) -> None:
    gate, busy = await occupied(threads)
    done: list[Priority] = []
    waiting = [
        asyncio.create_task(threads.run(priority, lambda priority=priority: done.append(priority)))
        for priority in (Priority.BACKGROUND, Priority.TURN, Priority.TRANSCRIPTION)
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(busy, *waiting)
    assert done == [Priority.TRANSCRIPTION, Priority.TURN, Priority.BACKGROUND]


async def test_cancelled_work_that_has_not_begun_never_runs(threads: InferenceThreads) -> None:
    gate, busy = await occupied(threads)
    done: list[str] = []
    task = asyncio.create_task(threads.run(Priority.TURN, lambda: done.append("turn")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    await busy
    await threads.run(Priority.BACKGROUND, lambda: None)
    assert done == []


async def test_a_full_queue_refuses_and_may_be_tried_again(threads: InferenceThreads) -> None:
    gate, busy = await occupied(threads)
    waiting = [asyncio.create_task(threads.run(Priority.TURN, lambda: None)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(ProviderError) as refused:
        await threads.run(Priority.TRANSCRIPTION, lambda: None)
    assert refused.value.is_retryable
    gate.opened.set()
    await asyncio.gather(busy, *waiting)


async def test_there_is_room_only_while_a_thread_is_free(threads: InferenceThreads) -> None:
    assert threads.has_room()
    gate, busy = await occupied(threads)
    assert not threads.has_room()
    gate.opened.set()
    await busy


async def test_work_that_fails_is_a_provider_error(threads: InferenceThreads) -> None:
    with pytest.raises(ProviderError, match="ZeroDivisionError"):
        await threads.run(Priority.TURN, lambda: 1 / 0)
    assert await threads.run(Priority.TURN, lambda: 42) == 42


async def test_closed_threads_refuse_work() -> None:
    pool = InferenceThreads(2)
    pool.close()
    with pytest.raises(ProviderError, match="shut down"):
        await pool.run(Priority.TURN, lambda: None)


def test_a_damaged_graph_names_the_command_that_mends_it(tmp_path: Path) -> None:
    (tmp_path / "ear.onnx").write_bytes(b"not a graph")
    with pytest.raises(SetupError, match="voxanne models"):
        load_session(tmp_path / "ear.onnx")
