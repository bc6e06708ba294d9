"""The JSON API of recordings: a link to listen at, good for an hour."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from voxanne.clock import Clock, SystemClock
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import api_router
from voxanne.recordings.playback import Playback
from voxanne.web.openapi import problems
from voxanne.web.provided import provided

router = api_router("recordings")


class RecordingDocument(BaseModel):
    """Where to listen to a call, and what one will hear."""

    url: str = Field(description="A FLAC file, stereo: caller left, receptionist right. Answers range requests.")
    expires_at: datetime = Field(description="The link works until then; ask again for a new one.")
    duration_ms: int = Field(ge=0, examples=[83_500])
    sha256: str = Field(description="Of the file behind the link, in hex.", min_length=64, max_length=64)


@router.get(
    "/calls/{call_id}/recording",
    summary="A link to the recording",
    responses=problems(
        s404="There is no such call, or it was not recorded; `detail` says why.",
        s409="The call is still being recorded or its recording being finished.",
        s410="The recording has expired, was erased or is lost; `detail` says why.",
    ),
)
async def get_recording(
    call_id: UUID,
    client: CurrentClient,
    playback: Annotated[Playback, Depends(provided(Playback))],
    clock: Annotated[Clock, Depends(provided(SystemClock))],
) -> RecordingDocument:
    """A signed link that needs no key and works for one hour."""
    found = await playback.signed_url(client.organisation_id, call_id, clock.now())
    return RecordingDocument(
        url=found.url, expires_at=found.link.expires_at, duration_ms=found.duration_ms, sha256=found.sha256
    )
