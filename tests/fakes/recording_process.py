"""A process that records one call in real time, to be killed: `python -m tests.fakes.recording_process FOLDER CALL`.

Prints, after each packet it has handed to the recorder, how many packets that makes. With a third argument
it may write files of that many bytes at most, as on a full disk; then it records for a second and hangs up.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path
from uuid import UUID

import numpy as np

from tests.fakes.recording import RememberingLedger
from voxanne.clock import SystemClock
from voxanne.live.port import LiveCall
from voxanne.live.recorder import SealedRecorders
from voxanne.live.sealing import Sealing
from voxanne.storage.keys import MasterKeyRing

MASTER_KEY = bytes(range(32))
ORGANISATION = UUID(int=1)


async def record(folder: Path, call_id: UUID, largest_file: int | None) -> None:
    sealing, ledger, clock = Sealing(), RememberingLedger(), SystemClock()
    sealing.start()
    recorders = SealedRecorders(sealing, MasterKeyRing(MASTER_KEY), folder, ledger, clock)
    call = LiveCall(call_id, ORGANISATION, "+442079460100", None, clock.now(), "Europe/London", "999")
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    recorder = await recorders.open(call, 8000)
    packet = np.full(160, 77, dtype=np.int16)
    start, packets = time.monotonic(), 0
    while largest_file is None or packets < 50:
        recorder.caller(packet, packets * 20)
        recorder.receptionist(packet, packets * 20)
        packets += 1
        print(packets, flush=True)
        await asyncio.sleep(max(0.0, start + packets * 0.02 - time.monotonic()))
    await recorder.close("goodbye")
    sealing.stop()
    print(ledger.told[0][0], ledger.told[0][2], flush=True)


if __name__ == "__main__":
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else None
    asyncio.run(record(Path(sys.argv[1]), UUID(sys.argv[2]), limit))
