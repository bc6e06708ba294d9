"""The node's sealing threads: on time, together, and untouched by one call's trouble."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from voxanne.live.sealing import STORAGE_UNWRITABLE, SealedFile, Sealing


class Tape:
    """A recording that writes a mark each time it is sealed; a broken one raises instead."""

    def __init__(self, path: Path, *, is_broken: bool = False) -> None:
        self.file = SealedFile(path, b"head")
        self.is_broken = is_broken
        self.sealed_at: list[float] = []

    def seal_pending(self) -> None:
        if self.is_broken:
            raise ValueError("not a disk's trouble")
        self.sealed_at.append(time.monotonic())
        self.file.append(b".")

    def seal_end(self) -> None:
        self.file.append(b"end")


@pytest.fixture
def sealing() -> Iterator[Sealing]:
    sealing = Sealing()
    sealing.start()
    yield sealing
    sealing.stop()


async def test_an_ended_recording_is_whole_on_disk_and_closed_before_it_is_reported(sealing: Sealing, tmp_path: Path):
    tape = Tape(tmp_path / "one")
    sealing.add(tape)
    await asyncio.wrap_future(sealing.end(tape))
    assert tape.file.path.read_bytes().endswith(b"end")
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(tape.file._descriptor)


async def test_one_broken_recording_does_not_stop_the_others(sealing: Sealing, tmp_path: Path):
    broken, sound = Tape(tmp_path / "broken", is_broken=True), Tape(tmp_path / "sound")
    sealing.add(broken)
    sealing.add(sound)
    async with asyncio.timeout(10):
        while len(sound.sealed_at) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert broken.file.failure == STORAGE_UNWRITABLE
    await asyncio.wrap_future(sealing.end(broken))
    await asyncio.wrap_future(sealing.end(sound))
    assert sound.file.path.read_bytes().startswith(b"head...")


def test_stopping_the_node_seals_what_is_still_open(tmp_path: Path):
    sealing = Sealing()
    sealing.start()
    tape = Tape(tmp_path / "open")
    sealing.add(tape)
    sealing.stop()
    assert tape.sealed_at
    assert tape.file.path.read_bytes().startswith(b"head.")
    tape.file.close()


def test_a_recording_file_is_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path):
    file = SealedFile(tmp_path / "one", b"head")
    assert file.path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        SealedFile(tmp_path / "one", b"other")
    assert file.path.read_bytes() == b"head"
    file.close()
