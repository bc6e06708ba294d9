"""What is kept of a recording, and which states may follow each other. Pure.

recording ──▶ finishing ──▶ stored ──▶ expired | erased | lost
    │             └──▶ lost
    └──▶ declined | disabled | lost
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class RecordingStatus(StrEnum):
    RECORDING = "recording"
    FINISHING = "finishing"
    STORED = "stored"
    DECLINED = "declined"
    DISABLED = "disabled"
    EXPIRED = "expired"
    ERASED = "erased"
    LOST = "lost"


_SOURCES: dict[RecordingStatus, frozenset[RecordingStatus]] = {
    RecordingStatus.RECORDING: frozenset(),
    RecordingStatus.FINISHING: frozenset({RecordingStatus.RECORDING}),
    RecordingStatus.STORED: frozenset({RecordingStatus.FINISHING}),
    RecordingStatus.DECLINED: frozenset({RecordingStatus.RECORDING}),
    RecordingStatus.DISABLED: frozenset({RecordingStatus.RECORDING}),
    RecordingStatus.EXPIRED: frozenset({RecordingStatus.STORED}),
    RecordingStatus.ERASED: frozenset({RecordingStatus.STORED}),
    RecordingStatus.LOST: frozenset({RecordingStatus.RECORDING, RecordingStatus.FINISHING, RecordingStatus.STORED}),
}


def sources_of(status: RecordingStatus) -> frozenset[RecordingStatus]:
    """The states from which a recording may come to this one."""
    return _SOURCES[status]


@dataclass(frozen=True, slots=True)
class Recording:
    """One line of the ledger. `sha256` and `byte_count` are of the plain audio file that a listener gets."""

    call_id: UUID
    organisation_id: UUID
    node: str
    status: RecordingStatus
    reason: str | None
    object_key: str | None
    sealed_bytes: int | None
    wrapped_key: bytes | None
    format: str | None
    rate_hz: int | None
    byte_count: int | None
    sha256: bytes | None
    duration_ms: int | None
    peaks: dict[str, Any] | None
    """`{"caller": [0..1, ...], "receptionist": [...]}`, equal stretches of the recording in order."""
    created_at: datetime
    changed_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "status", RecordingStatus(self.status))


@dataclass(frozen=True, slots=True)
class StoredAudio:
    """What is known once a recording lies, verified, in the object store."""

    object_key: str
    sealed_bytes: int
    wrapped_key: bytes
    rate_hz: int
    byte_count: int
    sha256: bytes
    duration_ms: int
    peaks: dict[str, Any]
    flaw: str | None
    """Why the recording may be incomplete; None when nothing is missing."""
    format: str = "flac"


def object_key_of(organisation_id: UUID, call_id: UUID) -> str:
    """Where a recording lies: always the same place, so that finishing twice leaves one object."""
    return f"{organisation_id}/{call_id}.flac.sealed"


def seal_context(organisation_id: UUID, call_id: UUID) -> bytes:
    """What every frame of the stored object is bound to."""
    return organisation_id.bytes + call_id.bytes
