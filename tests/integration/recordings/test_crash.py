"""kill -9 in mid call, a full disk: what was on disk is kept, and the ledger says what became of it."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest

from voxanne.audio.timeline import Stereo
from voxanne.recordings.finishing import LogReport, stereo_frames
from voxanne.storage.keys import MasterKeyRing
from voxanne.storage.sealed_log import read_header

ROOT = Path(__file__).parents[3]
KEYS = MasterKeyRing(bytes(range(32)))
MOST_LOST_MS = 500


async def start(folder: Path, call_id: UUID, *more: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fakes.recording_process",
        str(folder),
        str(call_id),
        *more,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )


def recorded(path: Path) -> tuple[Stereo, LogReport]:
    report = LogReport()
    with path.open("rb") as file:
        return np.concatenate(list(stereo_frames(file, read_header(file), KEYS, report))), report


@pytest.mark.parametrize("packets", [60, 101])
async def test_kill_9_loses_at_most_half_a_second_and_tears_nothing(tmp_path: Path, packets: int):
    call_id = uuid4()
    process = await start(tmp_path, call_id)
    assert process.stdout is not None
    for _ in range(packets):
        await process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    taken_ms = (packets + len(rest.split())) * 20
    frames, report = recorded(tmp_path / f"{call_id}.sealed")
    assert taken_ms - len(frames) / 8 <= MOST_LOST_MS
    assert set(np.unique(frames)) == {77}
    assert not report.is_closed
    assert not report.damaged


async def test_a_disk_that_fills_up_ends_the_recording_and_not_the_call(tmp_path: Path):
    call_id = uuid4()
    process = await start(tmp_path, call_id, "12000")
    output, _ = await process.communicate()
    lines = output.decode().splitlines()
    assert process.returncode == 0
    assert "50" in lines
    assert lines[-1] == "finish storage_full"
    frames, report = recorded(tmp_path / f"{call_id}.sealed")
    assert 0 < len(frames) < 8000
    assert not report.is_torn


async def test_a_disk_that_is_full_from_the_start_loses_the_recording_with_the_reason(tmp_path: Path):
    process = await start(tmp_path, uuid4(), "10")
    output, _ = await process.communicate()
    assert output.decode().splitlines()[-1] == "lose storage_full"
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240
