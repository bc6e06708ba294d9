"""The keys that seal recordings: one data key for each recording, wrapped by a key that never leaves the ring.

    master key ──HKDF──▶ wrapping key ──AES-GCM──▶ data key of one recording ──HKDF──▶ key of one file

A `KeyRing` is the seam where keys of each organisation's own come in.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voxanne.errors import SetupError, VoxanneError
from voxanne.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
MASTER_KEY_FILE = "master.key"


class SealBroken(VoxanneError):
    """Sealed bytes do not authenticate: damaged, exchanged, or sealed under another key."""

    code = "seal_broken"


class KeyRing(Protocol):
    """Wraps and unwraps data keys. `owner` is the organisation, `subject` what the key is for (a call)."""

    def wrap(self, data_key: bytes, owner: UUID, subject: UUID) -> bytes: ...

    def unwrap(self, wrapped: bytes, owner: UUID, subject: UUID) -> bytes:
        """The data key again. Raises SealBroken when it was wrapped for another owner or subject."""
        ...


class MasterKeyRing:
    """All data keys under one master key, each bound to its owner and subject."""

    def __init__(self, master_key: bytes) -> None:
        self._master_key = master_key
        self._wrapping = AESGCM(derive_key(master_key, b"", b"voxanne data keys"))

    def wrap(self, data_key: bytes, owner: UUID, subject: UUID) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, data_key, owner.bytes + subject.bytes)

    def unwrap(self, wrapped: bytes, owner: UUID, subject: UUID) -> bytes:
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._wrapping.decrypt(nonce, sealed, owner.bytes + subject.bytes)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("The data key was wrapped under another master key, or is damaged.") from error

    def secret(self, purpose: str) -> bytes:
        """A secret of the installation for one purpose, the same on every node with this master key."""
        return derive_key(self._master_key, b"", b"voxanne secret: " + purpose.encode())


def new_data_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def derive_key(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869): an independent key for one purpose and salt."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=purpose).derive(key)


def load_master_key(settings: Settings) -> bytes:
    """The installation's master key from the setting, else from its file, which the first run creates.

    Raises SetupError when the setting or the file does not hold 32 bytes.
    """
    if settings.master_key is not None:
        try:
            key = base64.b64decode(settings.master_key.get_secret_value(), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise SetupError("VOXANNE_MASTER_KEY must be the base64 of exactly 32 bytes (openssl rand -base64 32).")
        return key
    return _key_of_file(settings.keys_dir / MASTER_KEY_FILE)


def _key_of_file(path: Path) -> bytes:
    try:
        if not path.exists():
            _create(path)
        key = path.read_bytes()
    except OSError as error:
        raise SetupError(f"The master key {path} cannot be read or created ({error.strerror}).") from error
    if len(key) != KEY_BYTES:
        raise SetupError(f"The master key {path} is not 32 bytes long; restore it from a backup.")
    return key


def _create(path: Path) -> None:
    """Write a new key under a name of its own, then link it into place: nodes that start together agree."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(KEY_BYTES))
        os.fsync(descriptor)
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # another process was first: its key is the key
        fsync_folder(path.parent)
    finally:
        os.close(descriptor)
        draft.unlink(missing_ok=True)


def fsync_folder(folder: Path) -> None:
    """Make the creation, renaming or removal of the folder's files survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
