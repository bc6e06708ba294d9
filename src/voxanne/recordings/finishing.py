"""Turns a sealed log into the FLAC file that is kept: stereo, verified by decoding, never readable on disk.

Works piece by piece in a thread: an hour costs the memory of a few seconds.

    sealed log ──▶ timeline ──▶ FLAC encoder ──▶ sealing writer ──▶ part file   (sealed again)
                       └─▶ checksum, waveform             part file ──▶ decoder ──▶ same checksum?
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from voxanne.audio.peaks import PeakMeter, Peaks
from voxanne.audio.timeline import Stereo, Timeline
from voxanne.errors import VoxanneError
from voxanne.recordings.records import seal_context
from voxanne.storage.keys import KeyRing, SealBroken
from voxanne.storage.sealed_log import AudioRecord, Damage, EndRecord, Header, read_header, read_records
from voxanne.storage.sealed_object import SealedReader, SealingWriter

BLOCK_FRAMES = 1 << 15


class NothingRecorded(VoxanneError):
    """The sealed log holds no sound at all."""

    code = "nothing_recorded"


class FinishingStopped(VoxanneError):
    """Somebody asked to stop half way; nothing but the unfinished part was written."""

    code = "finishing_stopped"


class VerificationFailed(VoxanneError):
    """What was written does not decode to what was recorded."""

    code = "verification_failed"


@dataclass(slots=True)
class LogReport:
    """What reading a sealed log brought to light."""

    chunks: int = 0
    damaged: list[int] = field(default_factory=list)
    is_torn: bool = False
    is_closed: bool = False

    @property
    def flaw(self) -> str | None:
        """The ledger's word for what is missing; None when nothing is."""
        if self.damaged:
            return "damaged_chunks"
        return None if self.is_closed else "cut_off"


@dataclass(frozen=True, slots=True)
class FinishedAudio:
    """A verified FLAC file, sealed on disk. `sha256` and `byte_count` are of the plain file."""

    rate_hz: int
    frames: int
    byte_count: int
    sha256: bytes
    peaks: Peaks
    report: LogReport

    @property
    def duration_ms(self) -> int:
        return self.frames * 1000 // self.rate_hz


def finish_audio(
    log_path: Path, part_path: Path, keys: KeyRing, is_stopping: Callable[[], bool]
) -> tuple[Header, FinishedAudio]:
    """Make the sealed FLAC `part_path` of the log. Repeating it replaces an unfinished part.

    Raises FinishingStopped soon after `is_stopping` says so, NothingRecorded, SealBroken (not this
    installation's, or damaged from its beginning), VerificationFailed, and OSError when the disk refuses.
    """
    with log_path.open("rb") as log_file:
        header = read_header(log_file)
        data_key = keys.unwrap(header.wrapped_key, header.organisation_id, header.call_id)
        context = seal_context(header.organisation_id, header.call_id)
        report, meter = LogReport(), PeakMeter(header.rate_hz)
        with part_path.open("w+b") as part:
            part_path.chmod(0o600)
            frames = _until(is_stopping, stereo_frames(log_file, header, keys, report))
            recorded, count = _encode(frames, part, header.rate_hz, data_key, context, meter)
            if count == 0:
                if report.damaged or report.is_torn:
                    raise SealBroken("No chunk of the sealed recording can be opened.")
                raise NothingRecorded("The sealed recording holds no sound.")
            byte_count, sha256 = _verify(part, data_key, context, recorded, count)
    return header, FinishedAudio(header.rate_hz, count, byte_count, sha256, meter.finish(), report)


def stereo_frames(file: BinaryIO, header: Header, keys: KeyRing, report: LogReport) -> Iterator[Stereo]:
    """The recording in order, both tracks on one timeline; damage becomes silence and is reported."""
    timeline = Timeline(header.rate_hz)
    for record in read_records(file, header, keys):
        match record:
            case AudioRecord():
                report.chunks += 1
                for piece in record.pieces:
                    timeline.add(piece.track, piece.position, piece.pcm)
                yield timeline.settle(record.settled)
            case EndRecord():
                report.is_closed = True
                yield timeline.settle(record.samples)
            case Damage(is_tail=True):
                report.is_torn = True
            case Damage():
                report.damaged.append(record.index)
    yield timeline.settle(timeline.end)


def _until(is_stopping: Callable[[], bool], frames: Iterator[Stereo]) -> Iterator[Stereo]:
    for block in frames:
        if is_stopping():
            raise FinishingStopped("Finishing the recording was stopped.")
        yield block


class _EncodedFile(SealingWriter):
    """Keeps the disk's refusal, which the encoder in between would swallow."""

    failure: OSError | None = None

    def write(self, data: object) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.failure = error
            return 0


def _encode(
    stereo: Iterator[Stereo], part: BinaryIO, rate_hz: int, data_key: bytes, context: bytes, meter: PeakMeter
) -> tuple[bytes, int]:
    """Encode and seal; returns the checksum of the samples and their number."""
    digest, count = hashlib.sha256(), 0
    with _EncodedFile(part, data_key, context) as target:
        try:
            with soundfile.SoundFile(target, "w", rate_hz, 2, format="FLAC", subtype="PCM_16") as encoder:
                for frames in stereo:
                    for at in range(0, len(frames), BLOCK_FRAMES):
                        block = frames[at : at + BLOCK_FRAMES]
                        encoder.write(block)
                        digest.update(block.tobytes())
                        meter.add(block)
                        count += len(block)
        except (soundfile.LibsndfileError, AssertionError) as error:
            raise target.failure or VerificationFailed("The encoder failed.") from error
        if target.failure is not None:
            raise target.failure
    return digest.digest(), count


def _verify(part: BinaryIO, data_key: bytes, context: bytes, recorded: bytes, count: int) -> tuple[int, bytes]:
    """Decode what was written and compare every sample; returns size and checksum of the plain file."""
    sealed_size = part.seek(0, 2)

    def fetch(start: int, end: int) -> bytes:
        part.seek(start)
        return part.read(end - start)

    reader = SealedReader(fetch, sealed_size, data_key, context)
    digest, decoded = hashlib.sha256(), 0
    with soundfile.SoundFile(reader) as decoder:
        for block in decoder.blocks(BLOCK_FRAMES, dtype="int16", always_2d=True):
            digest.update(np.ascontiguousarray(block).tobytes())
            decoded += len(block)
    if decoded != count or digest.digest() != recorded:
        raise VerificationFailed("The finished file does not decode to what was recorded.")
    plain = hashlib.sha256()
    reader.seek(0)
    while block := reader.read(1 << 16):
        plain.update(block)
    return reader.size, plain.digest()
