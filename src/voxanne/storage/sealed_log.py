"""The file a recording grows in while its call lasts: sealed chunks, appended, each whole or not there.

Pure codec. One file holds one recording:

    header   magic  version  organisation  call  rate  salt  wrapped data key
    record   marker  index  length  kind │ ciphertext (AES-256-GCM, 16 bytes longer than its payload)
    record   ...

The key of a file is derived from the data key and the file's salt, so the record's index can be its nonce.
Every record authenticates the whole header, its index and its kind: chunks cannot be moved to another
place, call or organisation. A payload is a list of pieces in the order they came:

    settled (u64: no later piece begins before this sample) │ track u8, position u64, samples u32, int16 ...

The last record of a file that was closed in order is of kind `END` and holds the length in samples.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO, Final
from uuid import UUID

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voxanne.audio.pcm import Pcm
from voxanne.audio.timeline import Track
from voxanne.storage.keys import KeyRing, SealBroken, derive_key, new_data_key

MAGIC: Final = b"VXSEALED"
VERSION: Final = 1
MARKER: Final = b"\xa5VXR"
LARGEST_RECORD: Final = 8 << 20
"""No writer makes larger ones; a length above it is damage."""

_HEADER = struct.Struct("<8sB16s16sIB16sH")
_RECORD = struct.Struct("<4sIIB")
_SETTLED = struct.Struct("<Q")
_PIECE = struct.Struct("<BQI")
_TAG_BYTES = 16
_PURPOSE = b"voxanne sealed log"


class RecordKind(IntEnum):
    AUDIO = 0
    END = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What a sealed log is about, and the key to it in wrapped form."""

    organisation_id: UUID
    call_id: UUID
    rate_hz: int
    salt: bytes
    wrapped_key: bytes

    def encode(self) -> bytes:
        fixed = _HEADER.pack(
            MAGIC,
            VERSION,
            self.organisation_id.bytes,
            self.call_id.bytes,
            self.rate_hz,
            len(Track),
            self.salt,
            len(self.wrapped_key),
        )
        return fixed + self.wrapped_key


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound on one track; `position` of its first sample counts from the start of the call."""

    track: Track
    position: int
    pcm: Pcm


@dataclass(frozen=True, slots=True)
class AudioRecord:
    """Pieces in the order they came; none that follows in a later record begins before `settled`."""

    settled: int
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The recording was closed in order and is `samples` long."""

    samples: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no record of this file: the chunk `index` and perhaps its followers are gone.

    `is_tail` says that no good record follows: the torn end of a file whose process died.
    """

    index: int
    is_tail: bool


class LogSealer:
    """Makes the bytes of one sealed log; the caller writes them. Not safe for several threads at once."""

    def __init__(self, keys: KeyRing, organisation_id: UUID, call_id: UUID, rate_hz: int) -> None:
        data_key = new_data_key()
        wrapped = keys.wrap(data_key, organisation_id, call_id)
        self.header = Header(organisation_id, call_id, rate_hz, os.urandom(16), wrapped)
        self._digest, self._cipher = _file_seal(self.header, data_key)
        self._index = 0

    def audio(self, settled: int, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
        """One record of pieces, each (track, position in samples, int16 little-endian bytes)."""
        parts = [_SETTLED.pack(settled)]
        for track, position, pcm in pieces:
            parts.append(_PIECE.pack(track, position, len(pcm) // 2))
            parts.append(pcm)
        return self._seal(RecordKind.AUDIO, b"".join(parts))

    def end(self, samples: int) -> bytes:
        """The record that says: nothing is missing behind this."""
        return self._seal(RecordKind.END, _SETTLED.pack(samples))

    def _seal(self, kind: RecordKind, payload: bytes) -> bytes:
        head = _RECORD.pack(MARKER, self._index, len(payload) + _TAG_BYTES, kind)
        sealed = self._cipher.encrypt(_nonce(self._index), payload, self._digest + head)
        self._index += 1
        return head + sealed


def read_header(file: BinaryIO) -> Header:
    """The header of the log that begins here. Raises SealBroken when this is none."""
    fixed = file.read(_HEADER.size)
    if len(fixed) < _HEADER.size or not fixed.startswith(MAGIC):
        raise SealBroken("This file is not a sealed recording.")
    _, version, organisation, call, rate_hz, tracks, salt, key_bytes = _HEADER.unpack(fixed)
    wrapped = file.read(key_bytes)
    if version != VERSION or tracks != len(Track) or len(wrapped) != key_bytes or not 8000 <= rate_hz <= 48000:
        raise SealBroken("The header of this sealed recording is damaged or of a newer version.")
    return Header(UUID(bytes=organisation), UUID(bytes=call), rate_hz, salt, wrapped)


def read_records(file: BinaryIO, header: Header, keys: KeyRing) -> Iterator[AudioRecord | EndRecord | Damage]:
    """The records behind the header, in order, one at a time; damage is reported where it lies.

    Raises SealBroken when the data key cannot be unwrapped.
    """
    data_key = keys.unwrap(header.wrapped_key, header.organisation_id, header.call_id)
    digest, cipher = _file_seal(header, data_key)
    expected = 0
    while True:
        start = file.tell()
        found = _read_record(file, cipher, digest, expected)
        if found is None:
            file.seek(start)
            if not file.read(1):
                return
            following = _find_next(file, start, cipher, digest, expected)
            yield Damage(expected, is_tail=following is None)
            if following is None:
                return
            expected, start = following
            file.seek(start)
            continue
        yield found
        expected += 1


def _read_record(file: BinaryIO, cipher: AESGCM, digest: bytes, expected: int | None) -> AudioRecord | EndRecord | None:
    head = file.read(_RECORD.size)
    if len(head) < _RECORD.size:
        return None
    marker, index, length, kind = _RECORD.unpack(head)
    if marker != MARKER or not _TAG_BYTES <= length <= LARGEST_RECORD or (expected is not None and index != expected):
        return None
    sealed = file.read(length)
    try:
        payload = cipher.decrypt(_nonce(index), sealed, digest + head)
    except (InvalidTag, ValueError):
        return None
    return _parse(kind, payload)


def _find_next(file: BinaryIO, start: int, cipher: AESGCM, digest: bytes, expected: int) -> tuple[int, int] | None:
    """Index and offset of the first good record at or behind `start`."""
    offset = start
    window = b""
    while True:
        file.seek(offset)
        window = file.read(1 << 16)
        at = window.find(MARKER)
        while at >= 0:
            file.seek(offset + at)
            head = file.read(_RECORD.size)
            file.seek(offset + at)
            if _read_record(file, cipher, digest, None) is not None:
                index = _RECORD.unpack(head)[1]
                if index >= expected:
                    return index, offset + at
            at = window.find(MARKER, at + 1)
        if len(window) < 1 << 16:
            return None
        offset += len(window) - len(MARKER) + 1


def _parse(kind: int, payload: bytes) -> AudioRecord | EndRecord | None:
    (settled,) = _SETTLED.unpack_from(payload)
    if kind == RecordKind.END:
        return EndRecord(settled)
    pieces, at = [], _SETTLED.size
    while at < len(payload):
        track, position, samples = _PIECE.unpack_from(payload, at)
        at += _PIECE.size
        pieces.append(Piece(Track(track), position, np.frombuffer(payload, "<i2", samples, at).astype(np.int16)))
        at += samples * 2
    return AudioRecord(settled, pieces)


def _file_seal(header: Header, data_key: bytes) -> tuple[bytes, AESGCM]:
    digest = hashlib.sha256(header.encode()).digest()
    return digest, AESGCM(derive_key(data_key, header.salt, _PURPOSE))


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")
