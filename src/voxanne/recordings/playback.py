"""Listening to a recording: links that open it, and its bytes, decrypted frame by frame as they are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import structlog

from voxanne.db.database import Database
from voxanne.errors import Conflict, Forbidden, NotFound, RequestError
from voxanne.recordings import store
from voxanne.recordings.links import SignedLink, is_link_valid, sign_link
from voxanne.recordings.records import Recording, RecordingStatus, seal_context
from voxanne.storage.keys import KeyRing, SealBroken
from voxanne.storage.objects import ObjectMissing, ObjectStore
from voxanne.storage.sealed_object import FRAME_BYTES, HEADER_BYTES, SealedObject

log = structlog.get_logger(__name__)

FRAMES_AT_ONCE = 4
OBJECT_MISSING = "object_missing"
WHY_NOT: dict[RecordingStatus, str] = {
    RecordingStatus.RECORDING: "The call is still being recorded.",
    RecordingStatus.FINISHING: "The recording is being finished. Try again in a moment.",
    RecordingStatus.DECLINED: "The caller did not want this call to be recorded.",
    RecordingStatus.DISABLED: "Recording was switched off when this call was made.",
    RecordingStatus.EXPIRED: "This recording has been deleted because its retention time is over.",
    RecordingStatus.ERASED: "This recording has been erased on request.",
    RecordingStatus.LOST: "There is no recording of this call.",
}
WHY_LOST: dict[str, str] = {
    "no_audio": "The call ended before any audio was received.",
    "storage_full": "The disk was full when the call was recorded.",
    "storage_unwritable": "The disk could not be written when the call was recorded.",
    "storage_stalled": "The disk did not answer when the call was recorded.",
    "sealed_file_missing": "The recorded audio was gone from the disk before it could be stored.",
    "unreadable": "The recorded audio is damaged or was sealed under another master key.",
    "already_recorded": "This call already had a recording when it was picked up again.",
    OBJECT_MISSING: "Its file is no longer in the object store.",
}
WHY_INCOMPLETE: dict[str, str] = {
    "cut_off": "Voxanne was stopped during the call: the recording ends within half a second of that.",
    "damaged_chunks": "Parts of the recording were damaged on disk and are silent.",
    "storage_full": "The disk filled up during the call: the recording ends there.",
    "storage_unwritable": "The disk could not be written any more: the recording ends there.",
    "storage_stalled": "The disk did not answer any more: the recording ends there.",
}
"""What the `reason` of a stored recording tells its listener."""


class RecordingPending(Conflict):
    """There is nothing to listen to yet."""

    code = "recording_pending"
    retry_after_s = 2


class RecordingUnavailable(NotFound):
    """There never was anything to listen to; the message says why."""

    code = "recording_unavailable"


class RecordingGone(RequestError):
    """There was a recording, or should have been one, and it is gone."""

    code = "recording_gone"
    status: ClassVar[int] = 410


class RecordingDamaged(RequestError):
    """The stored bytes do not authenticate."""

    code = "recording_damaged"
    status: ClassVar[int] = 500


@dataclass(frozen=True, slots=True)
class PlaybackLink:
    """Where to listen, and what one will hear. `sha256` (hex) is of the file that the link gives."""

    link: SignedLink
    url: str
    duration_ms: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Playback:
    """Opens recordings for listeners. `secret` signs links; `origin` is where outsiders reach us."""

    database: Database
    objects: ObjectStore
    keys: KeyRing
    secret: bytes
    origin: str

    async def signed_url(self, organisation_id: UUID, call_id: UUID, now: datetime) -> PlaybackLink:
        """A link that works for an hour. Raises RecordingPending, RecordingUnavailable or RecordingGone
        with the reason."""
        async with self.database.session(organisation_id) as session:
            recording = await store.find_recording(session, call_id)
        if recording is None:
            raise RecordingUnavailable("There is no such call.")
        return self.link_to(recording, now)

    def link_to(self, recording: Recording, now: datetime) -> PlaybackLink:
        """The same, for a recording that has been looked up already."""
        _require_stored(recording)
        assert recording.duration_ms is not None
        assert recording.sha256 is not None
        link = sign_link(self.secret, recording.call_id, now)
        return PlaybackLink(link, self.origin + link.path, recording.duration_ms, recording.sha256.hex())

    async def open(self, call_id: UUID, expires: str, signature: str, now: datetime) -> OpenedRecording:
        """The recording behind a link, ready to be read.

        Raises Forbidden for a link that was altered or has expired, RecordingPending, RecordingUnavailable or
        RecordingGone with the reason, RecordingDamaged, and ProviderError when the database or the object
        store does not answer.
        """
        if not is_link_valid(self.secret, call_id, expires, signature, now):
            raise Forbidden("This link has expired or was altered. Open the call's page to get a new one.")
        recording = await self._find(call_id)
        _require_stored(recording)
        assert recording.object_key is not None
        assert recording.wrapped_key is not None
        assert recording.sealed_bytes is not None
        context = seal_context(recording.organisation_id, call_id)
        try:
            data_key = self.keys.unwrap(recording.wrapped_key, recording.organisation_id, call_id)
            header = await self.objects.read(recording.object_key, 0, HEADER_BYTES)
            sealed = SealedObject(header, recording.sealed_bytes, data_key, context)
        except ObjectMissing as error:
            await self._note_missing(recording)
            raise RecordingGone(f"The recording is lost. {WHY_LOST[OBJECT_MISSING]}") from error
        except SealBroken as error:
            raise _damaged(call_id) from error
        return OpenedRecording(recording, sealed, self.objects)

    async def _find(self, call_id: UUID) -> Recording:
        async with self.database.before_organisation() as lookup:
            organisation_id = await store.organisation_of_recording(lookup, call_id)
        if organisation_id is None:
            raise RecordingUnavailable("There is no such call.")
        async with self.database.session(organisation_id) as session:
            recording = await store.find_recording(session, call_id)
        if recording is None:
            raise RecordingUnavailable("There is no such call.")
        return recording

    async def _note_missing(self, recording: Recording) -> None:
        log.error("recording_object_missing", call_id=str(recording.call_id))
        async with self.database.session(recording.organisation_id) as session:
            await store.mark(session, recording.call_id, RecordingStatus.LOST, OBJECT_MISSING)


@dataclass(frozen=True, slots=True)
class OpenedRecording:
    """A stored recording whose link and key have been checked."""

    recording: Recording
    _sealed: SealedObject
    _objects: ObjectStore

    @property
    def size(self) -> int:
        """Plain bytes."""
        return self._sealed.size

    async def read(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The plain bytes [start, end) in pieces; only the frames that hold them are fetched.

        Raises RecordingDamaged, ProviderError, ObjectMissing.
        """
        assert self.recording.object_key is not None
        last_frame = (end - 1) // FRAME_BYTES
        for first in range(start // FRAME_BYTES, last_frame + 1, FRAMES_AT_ONCE):
            last = min(first + FRAMES_AT_ONCE - 1, last_frame)
            sealed = await self._objects.read(self.recording.object_key, *self._sealed.sealed_range(first, last))
            try:
                plain = self._sealed.open_frames(first, sealed)
            except SealBroken as error:
                raise _damaged(self.recording.call_id) from error
            offset = first * FRAME_BYTES
            yield plain[max(0, start - offset) : end - offset]


def _require_stored(recording: Recording) -> None:
    status = recording.status
    if status is RecordingStatus.STORED:
        return
    detail = WHY_NOT[status]
    if status is RecordingStatus.LOST:
        detail = f"{detail} {WHY_LOST.get(recording.reason or '', '')}".rstrip()
    if status in (RecordingStatus.LOST, RecordingStatus.EXPIRED, RecordingStatus.ERASED):
        raise RecordingGone(detail)
    if status in (RecordingStatus.RECORDING, RecordingStatus.FINISHING):
        raise RecordingPending(detail)
    raise RecordingUnavailable(detail)


def _damaged(call_id: UUID) -> RecordingDamaged:
    log.error("recording_damaged", call_id=str(call_id))
    return RecordingDamaged("The stored recording is damaged and cannot be played.")
