"""The address a player listens at. The signed link is the permission; nobody need be signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response, StreamingResponse

from voxanne.clock import Clock, SystemClock
from voxanne.recordings.playback import Playback
from voxanne.recordings.ranges import RangeNotSatisfiable, parse_range
from voxanne.web.provided import provided

router = APIRouter()
AUDIO_TYPES = {"flac": "audio/flac"}


@router.api_route("/recordings/{call_id}/audio", methods=["GET", "HEAD"])
async def listen(
    call_id: UUID,
    request: Request,
    playback: Annotated[Playback, Depends(provided(Playback))],
    clock: Annotated[Clock, Depends(provided(SystemClock))],
    expires: str = "",
    signature: str = "",
    range: Annotated[str | None, Header()] = None,
    if_range: Annotated[str | None, Header()] = None,
) -> Response:
    """The recording's audio, whole or the range that was asked for."""
    opened = await playback.open(call_id, expires, signature, clock.now())
    recording = opened.recording
    assert recording.sha256 is not None
    etag = f'"{recording.sha256.hex()}"'
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Cache-Control": "no-store"}
    try:
        part = parse_range(range, opened.size) if if_range in (None, etag) else None
    except RangeNotSatisfiable:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{opened.size}"})
    start, end = part or (0, opened.size)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{opened.size}"
    status, media_type = 200 if part is None else 206, AUDIO_TYPES[recording.format or "flac"]
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    pieces = opened.read(start, end)
    first = await anext(pieces)  # what is damaged or gone must be known before the status line
    return StreamingResponse(_with_first(first, pieces), status, headers, media_type)


async def _with_first(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
