"""Seals all live recordings of the node to disk: one thread that seals, one that makes durable.

        call's loop            sealing thread                      syncing thread
    pieces ─▶ deque ──every 250 ms──▶ one sealed chunk, write ──every 1 s──▶ fdatasync of all files

A process that is killed loses what has not been written: at most one period and the time a busy machine
is late to wake the thread. The period is half of the 0.5 s that may be lost. What has been written
survives the process at once, and a power cut once it has been synced. The sealing thread never waits for
the disk's cache, so one slow sync cannot make another call lose more.
"""

from __future__ import annotations

import errno
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

import structlog

from voxanne.storage.keys import fsync_folder

log = structlog.get_logger(__name__)

SEAL_EVERY_S = 0.25
SYNC_EVERY_S = 1.0
STORAGE_FULL = "storage_full"
STORAGE_UNWRITABLE = "storage_unwritable"
_OWN_TROUBLE = (ValueError, TypeError, ArithmeticError, LookupError, struct.error)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def failure_reason(error: OSError) -> str:
    """The ledger's word for a disk that does not take our bytes."""
    return STORAGE_FULL if error.errno in _FULL else STORAGE_UNWRITABLE


class SealedFile:
    """An append-only file in which every write is whole or taken back. `failure` is set once, for good."""

    def __init__(self, path: Path, header: bytes) -> None:
        """Create the file, readable by its owner only. Raises OSError, also when it exists."""
        self.path = path
        self.failure: str | None = None
        self._is_dirty = True
        self._size = 0
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            self._write_all(header)
        except OSError:
            os.close(self._descriptor)
            path.unlink(missing_ok=True)
            raise
        self._size = len(header)

    def append(self, record: bytes) -> None:
        """Write one record; on failure the file keeps what it had and takes no more."""
        if self.failure is not None:
            return
        try:
            self._write_all(record)
            self._size += len(record)
            self._is_dirty = True
        except OSError as error:
            self.failure = failure_reason(error)
            log.error("recording_cannot_be_written", call_id=self.path.stem, reason=self.failure)
            self._take_back()

    def sync(self) -> None:
        """Make durable what has been appended."""
        if not self._is_dirty:
            return
        self._is_dirty = False
        try:
            os.fdatasync(self._descriptor)
        except OSError as error:
            self.failure = self.failure or failure_reason(error)

    def close(self) -> None:
        """Let go of the file; what the disk says last must not stop the thread that syncs all others."""
        try:
            os.close(self._descriptor)
        except OSError as error:
            self.failure = self.failure or failure_reason(error)

    def _write_all(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.pwrite(self._descriptor, rest, self._size + len(data) - len(rest)) :]

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:  # a torn record at the end is recognised by its reader
            log.warning("torn_record_left", call_id=self.path.stem)


class Sealable(Protocol):
    """What the sealing thread works on: one call's recorder."""

    @property
    def file(self) -> SealedFile: ...

    def seal_pending(self) -> None:
        """Seal and append what has come since the last time. Called in the sealing thread."""
        ...

    def seal_end(self) -> None:
        """Seal the rest and the end. Called in the sealing thread, last."""
        ...


class Sealing:
    """The node's two threads and the recordings they serve. Start it before the first call."""

    def __init__(self) -> None:
        self._open: dict[int, Sealable] = {}
        self._ending: deque[tuple[Sealable, Future[None]]] = deque()
        self._syncing_last: deque[tuple[SealedFile, Future[None]]] = deque()
        self._wake_sealer = threading.Event()
        self._wake_syncer = threading.Event()
        self._is_stopping = False
        self._is_sealer_done = False
        self._sealer = threading.Thread(target=self._seal_forever, name="recording-sealer", daemon=True)
        self._syncer = threading.Thread(target=self._sync_forever, name="recording-syncer", daemon=True)

    def start(self) -> None:
        self._sealer.start()
        self._syncer.start()

    def stop(self) -> None:
        """Seal what is there, sync it, end the threads. Recordings still open are left for recovery."""
        self._is_stopping = True
        self._wake_sealer.set()
        self._sealer.join()
        self._wake_syncer.set()
        self._syncer.join()

    def add(self, recording: Sealable) -> None:
        self._open[id(recording)] = recording

    def end(self, recording: Sealable) -> Future[None]:
        """Seal the recording's end; the future is done when everything is durable and the file closed."""
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()  # a caller that stops waiting must not cancel the work
        self._ending.append((recording, done))
        self._wake_sealer.set()
        return done

    def _seal_forever(self) -> None:
        next_round = time.monotonic() + SEAL_EVERY_S
        while not self._is_stopping:
            self._wake_sealer.wait(max(0.0, next_round - time.monotonic()))
            self._wake_sealer.clear()
            self._seal_ends()
            if time.monotonic() >= next_round:
                next_round = time.monotonic() + SEAL_EVERY_S
                self._seal_round()
        self._seal_ends()
        self._seal_round()
        self._is_sealer_done = True

    def _seal_round(self) -> None:
        for recording in list(self._open.values()):
            self._guarded(recording, recording.seal_pending)

    def _seal_ends(self) -> None:
        while self._ending:
            recording, done = self._ending.popleft()
            self._open.pop(id(recording), None)
            self._guarded(recording, recording.seal_end)
            self._syncing_last.append((recording.file, done))
            self._wake_syncer.set()

    def _guarded(self, recording: Sealable, seal: Callable[[], None]) -> None:
        """One call's trouble must not end the recordings of all others."""
        try:
            seal()
        except _OWN_TROUBLE as error:
            recording.file.failure = recording.file.failure or STORAGE_UNWRITABLE
            log.error("recording_failed", call_id=recording.file.path.stem, error=type(error).__name__)

    def _sync_forever(self) -> None:
        next_round = time.monotonic() + SYNC_EVERY_S
        while True:
            self._wake_syncer.wait(max(0.0, next_round - time.monotonic()))
            self._wake_syncer.clear()
            is_last_round = self._is_sealer_done
            self._sync_ends()
            if time.monotonic() >= next_round or is_last_round:
                next_round = time.monotonic() + SYNC_EVERY_S
                files = [recording.file for recording in list(self._open.values())]
                for file in files:
                    file.sync()
                for folder in {file.path.parent for file in files}:
                    self._sync_folder(folder)
            if is_last_round:
                return

    def _sync_folder(self, folder: Path) -> None:
        try:
            fsync_folder(folder)
        except OSError:
            log.warning("recording_folder_not_synced")

    def _sync_ends(self) -> None:
        while self._syncing_last:
            file, done = self._syncing_last.popleft()
            file.sync()
            file.close()
            done.set_result(None)
