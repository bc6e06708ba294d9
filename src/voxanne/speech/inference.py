"""One bounded set of threads for all inference of a node, most urgent work first.

onnxruntime releases the GIL while it computes, so that N threads keep N cores busy and the event loop
runs beside them. Work that has begun is not interrupted (the longest piece is one transcription).

    priority        what waits for it
    TRANSCRIPTION   the caller's finished words, and through them the whole reply
    TURN            whether the caller has finished
    SPEECH          a sentence that is to be heard next
    PARTIAL         words shown while the caller still speaks
    BACKGROUND      rendering phrases ahead of any call
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import onnxruntime

from voxanne.errors import ProviderError, SetupError, VoxanneError

T = TypeVar("T")

MAX_WAITING = 512


class Priority(IntEnum):
    TRANSCRIPTION = 0
    TURN = 1
    SPEECH = 2
    PARTIAL = 3
    BACKGROUND = 4


class InferenceThreads:
    """`threads` daemon threads over one priority queue of at most `max_waiting` pieces of work."""

    def __init__(self, threads: int, *, max_waiting: int = MAX_WAITING) -> None:
        self._max_waiting = max_waiting
        self._waiting: list[tuple[int, int, Future[Any], Callable[[], Any]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._idle = threads
        self._is_closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"inference-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, priority: Priority, work: Callable[[], T]) -> T:
        """Run `work` on a thread and return what it returns. Cancelling forgets work that has not begun.

        Raises ProviderError when the queue is full, the threads are closed, or the work failed.
        """
        future: Future[T] = Future()
        with self._changed:
            if self._is_closed:
                raise ProviderError("Speech inference has been shut down.")
            if len(self._waiting) >= self._max_waiting:
                raise ProviderError("Too much speech inference is waiting.", is_retryable=True)
            heapq.heappush(self._waiting, (priority, next(self._order), future, work))
            self._changed.notify()
        try:
            return await asyncio.wrap_future(future)
        except VoxanneError:
            raise
        except Exception as error:
            raise ProviderError(f"A speech engine failed: {type(error).__name__}.") from error

    def has_room(self) -> bool:
        """Whether work of any priority would begin at once."""
        with self._changed:
            return self._idle > 0 and not self._waiting

    def close(self) -> None:
        """Refuse new work, drop what has not begun, and wait for what has."""
        with self._changed:
            self._is_closed = True
            dropped = self._waiting
            self._waiting = []
            self._changed.notify_all()
        for _, _, future, _ in dropped:
            future.cancel()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            future, work = taken
            if future.set_running_or_notify_cancel():
                try:
                    result = work()
                except BaseException as error:  # belongs to whoever awaits it
                    future.set_exception(error)
                else:
                    future.set_result(result)
            with self._changed:
                self._idle += 1

    def _take(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            if self._is_closed:
                return None
            _, _, future, work = heapq.heappop(self._waiting)
            self._idle -= 1
            return future, work


def load_session(path: Path) -> onnxruntime.InferenceSession:
    """A graph for one thread at a time, many callers: no threads of its own, no spinning.

    Raises SetupError when the file is not a graph this onnxruntime can run.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that it does not export
        raise SetupError(
            f"The model file {path.name} cannot be loaded. Run `voxanne models verify`, then `voxanne models fetch`."
        ) from error
