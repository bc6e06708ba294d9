"""A finished file at rest: encrypted in frames of 64 KiB, so that any part can be read without the rest.

    header   magic  salt  frame size
    frame    64 KiB of plain bytes, AES-256-GCM: ciphertext and 16 bytes of tag     (the last one shorter)

The key is derived from the recording's data key and the salt; frame i has nonce i and authenticates the
header, the context (whose file this is), its index and whether it is the last: frames cannot be moved,
exchanged or cut off at the end.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voxanne.storage.keys import SealBroken, derive_key

FRAME_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
MAGIC: Final = b"VXOBJECT"
_HEADER = struct.Struct("<8s16sI")
HEADER_BYTES: Final = _HEADER.size
_PURPOSE = b"voxanne sealed object"


def plain_size(sealed_size: int) -> int:
    """How many plain bytes a sealed object of this size holds. Raises SealBroken for impossible sizes."""
    body = sealed_size - HEADER_BYTES
    frames = -(-body // (FRAME_BYTES + TAG_BYTES))
    size = body - frames * TAG_BYTES
    if body < TAG_BYTES or size < (frames - 1) * FRAME_BYTES:
        raise SealBroken("The stored object has been cut short.")
    return size


class _Seal:
    """Seals and opens the frames of one object."""

    def __init__(self, header: bytes, data_key: bytes, context: bytes) -> None:
        magic, salt, frame_bytes = _HEADER.unpack(header)
        if magic != MAGIC or frame_bytes != FRAME_BYTES:
            raise SealBroken("The stored object is not a sealed file of this version.")
        self._cipher = AESGCM(derive_key(data_key, salt, _PURPOSE))
        self._bound = header + context

    def close(self, index: int, plain: bytes, is_last: bool) -> bytes:
        return self._cipher.encrypt(index.to_bytes(12, "big"), plain, self._bind(index, is_last))

    def open(self, index: int, sealed: bytes, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(index.to_bytes(12, "big"), sealed, self._bind(index, is_last))
        except InvalidTag as error:
            raise SealBroken(f"Frame {index} of the stored object is damaged or of another recording.") from error

    def _bind(self, index: int, is_last: bool) -> bytes:
        return self._bound + struct.pack("<I?", index, is_last)


class SealingWriter(io.RawIOBase):
    """A writable file whose bytes reach `target` sealed only.

    It takes writes at its end, and anywhere in its first frame until it is closed: what an encoder needs
    that corrects its file header at last. The first frame is kept in memory for that.
    """

    def __init__(self, target: BinaryIO, data_key: bytes, context: bytes) -> None:
        super().__init__()
        header = _HEADER.pack(MAGIC, os.urandom(16), FRAME_BYTES)
        self._seal = _Seal(header, data_key, context)
        self._target = target
        self._target.write(header + bytes(FRAME_BYTES + TAG_BYTES))
        self._first = bytearray()
        self._tail = bytearray()
        self._frames_written = 1
        self._at = 0
        self._size = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def write(self, data: object) -> int:
        plain = bytes(memoryview(data))  # type: ignore[arg-type]
        rest = plain
        if self._at < FRAME_BYTES:
            rest = plain[FRAME_BYTES - self._at :]
            head = plain[: FRAME_BYTES - self._at]
            if self._at > len(self._first):
                raise OSError("a sealed file takes no holes")
            self._first[self._at : self._at + len(head)] = head
            self._at += len(head)
        if rest:
            if self._at != max(self._size, FRAME_BYTES):
                raise OSError("a sealed file is written at its end, or in its first frame")
            self._tail += rest
            self._at += len(rest)
        self._size = max(self._size, self._at)
        while len(self._tail) > FRAME_BYTES:  # one frame stays: it may be the last
            self._put(bytes(self._tail[:FRAME_BYTES]), is_last=False)
            del self._tail[:FRAME_BYTES]
        return len(plain)

    def close(self) -> None:
        """Write the last and the first frame. The target stays open."""
        if self.closed:
            return
        if self._tail:
            self._put(bytes(self._tail), is_last=True)
        first = self._seal.close(0, bytes(self._first), is_last=not self._tail)
        self._target.seek(HEADER_BYTES)
        self._target.write(first)
        if not self._tail:
            self._target.truncate()
        self._target.flush()
        super().close()

    def _put(self, plain: bytes, is_last: bool) -> None:
        self._target.write(self._seal.close(self._frames_written, plain, is_last))
        self._frames_written += 1


class SealedObject:
    """Which sealed bytes hold which plain ones, and how to open them. Does no reading itself."""

    def __init__(self, header: bytes, sealed_size: int, data_key: bytes, context: bytes) -> None:
        self._seal = _Seal(header, data_key, context)
        self.size = plain_size(sealed_size)
        self.frames = max(1, -(-self.size // FRAME_BYTES))

    def sealed_range(self, first_frame: int, last_frame: int) -> tuple[int, int]:
        """Offsets [start, end) of these frames (inclusive) in the sealed object."""
        stride = FRAME_BYTES + TAG_BYTES
        end_of_object = HEADER_BYTES + self.size + self.frames * TAG_BYTES
        return HEADER_BYTES + first_frame * stride, min(HEADER_BYTES + (last_frame + 1) * stride, end_of_object)

    def open_frames(self, first_frame: int, sealed: bytes) -> bytes:
        """The plain bytes of consecutive whole frames. Raises SealBroken."""
        stride = FRAME_BYTES + TAG_BYTES
        return b"".join(
            self._seal.open(
                first_frame + n,
                sealed[n * stride : (n + 1) * stride],
                is_last=first_frame + n == self.frames - 1,
            )
            for n in range(-(-len(sealed) // stride))
        )


class SealedReader(io.RawIOBase):
    """A sealed object as a readable, seekable file; `fetch(start, end)` brings its sealed bytes."""

    def __init__(self, fetch: Callable[[int, int], bytes], sealed_size: int, data_key: bytes, context: bytes) -> None:
        super().__init__()
        self._fetch = fetch
        self._object = SealedObject(fetch(0, HEADER_BYTES), sealed_size, data_key, context)
        self._at = 0
        self._cached_frame = -1
        self._cached = b""

    @property
    def size(self) -> int:
        return self._object.size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill the whole buffer, except at the end of the file: decoders take less for the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        filled = 0
        while filled < len(view) and self._at < self.size:
            frame, offset = divmod(self._at, FRAME_BYTES)
            piece = self._frame(frame)[offset : offset + len(view) - filled]
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._at += len(piece)
        return filled

    def _frame(self, frame: int) -> bytes:
        if frame != self._cached_frame:
            self._cached = self._object.open_frames(frame, self._fetch(*self._object.sealed_range(frame, frame)))
            self._cached_frame = frame
        return self._cached
