"""One call: facts, recording, transcript, events, and all of it live while the call goes on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import RedirectResponse, Response

from voxanne.calls import store
from voxanne.calls.feed import call_feed, is_over
from voxanne.calls.records import Call, CallEvent, TranscriptSegment
from voxanne.clock import SystemClock
from voxanne.dashboard.call_facts import latencies, log_lines, percentile, timeline, why_incomplete, why_silent
from voxanne.dashboard.signed_in_stream import while_signed_in
from voxanne.db.database import Database, Session
from voxanne.db.notifications import ChangeNotifications
from voxanne.errors import NotFound
from voxanne.escalations import store as escalations
from voxanne.escalations.records import Escalation
from voxanne.members.access import CurrentMember
from voxanne.messages import store as messages
from voxanne.messages.records import Message
from voxanne.recordings import store as recordings
from voxanne.recordings.playback import Playback
from voxanne.recordings.records import Recording, RecordingStatus
from voxanne.web.event_stream import EventStream, Stopping, last_event_id
from voxanne.web.hardening import CONTENT_SECURITY_POLICY
from voxanne.web.pages import render
from voxanne.web.provided import provided

router = APIRouter()

SPEEDS = ("0.75", "1", "1.25", "1.5", "2")


@dataclass(frozen=True, slots=True)
class WholeCall:
    """Everything the page shows, read in one transaction."""

    call: Call
    segments: list[TranscriptSegment]
    events: list[CallEvent]
    messages: list[Message]
    escalations: list[Escalation]
    recording: Recording | None
    newest_change: int


@router.get("/calls/{call_id}")
async def show_call(
    request: Request,
    call_id: UUID,
    member: CurrentMember,
    database: Annotated[Database, Depends(provided(Database))],
) -> Response:
    async with database.session(member.organisation_id) as session:
        whole = await _read(session, call_id)
    turns = latencies(whole.events)
    totals = [turn.total_ms for turn in turns]
    # the waveform's own style element is the one inline style of the house: a nonce of this answer lets it in
    nonce = secrets.token_urlsafe(16)
    response = render(
        request,
        "calls/call.html",
        {
            "section": "calls",
            "whole": whole,
            "call": whole.call,
            "is_live": whole.call.ended_at is None,
            "turns": turns,
            "latency_p50": percentile(totals, 0.5),
            "latency_p95": percentile(totals, 0.95),
            "slowest_ms": max(totals, default=0),
            "timeline": timeline(whole.events),
            "log_lines": log_lines(whole.events),
            "silence": _silence(whole.recording),
            "flaw": why_incomplete(whole.recording) if whole.recording else None,
            "speeds": SPEEDS,
            "style_nonce": nonce,
        },
    )
    policy = CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
    response.headers["Content-Security-Policy"] = policy
    return response


@router.get("/calls/{call_id}/recording")
async def play_recording(
    call_id: UUID,
    member: CurrentMember,
    playback: Annotated[Playback, Depends(provided(Playback))],
    clock: Annotated[SystemClock, Depends(provided(SystemClock))],
) -> Response:
    """On to a freshly signed link, so that a page that has stood open for hours still plays."""
    signed = await playback.signed_url(member.organisation_id, call_id, clock.now())
    return RedirectResponse(signed.link.path, HTTPStatus.SEE_OTHER)


@router.get("/calls/{call_id}/stream")
async def follow_call(
    request: Request,
    call_id: UUID,
    member: CurrentMember,
    database: Annotated[Database, Depends(provided(Database))],
    notifications: Annotated[ChangeNotifications, Depends(provided(ChangeNotifications))],
    stopping: Annotated[Stopping, Depends(provided(Stopping))],
    last_seen: Annotated[str | None, Header(alias="Last-Event-ID", max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """The call's changes after what the page has seen; it ends with the call or with the session."""
    after_id = last_event_id(last_seen or after)
    async with database.session(member.organisation_id) as session:
        if await store.find_call(session, call_id) is None:
            raise NotFound("There is no such call.")
        if await is_over(session, call_id, after_id):
            return Response(status_code=204)
    source = call_feed(database, notifications, member.organisation_id, call_id, after_id)
    return EventStream(while_signed_in(request, member, source), stopping)


def _silence(recording: Recording | None) -> tuple[str, str] | None:
    """Why nothing can be played, if so."""
    if recording is None:
        return "This recording is missing", "No line in the ledger of recordings belongs to this call."
    return None if recording.status is RecordingStatus.STORED else why_silent(recording)


async def _read(session: Session, call_id: UUID) -> WholeCall:
    # the place in the feed first: what comes while we read is then told twice rather than never
    newest_change = await store.newest_change_id(session)
    call = await store.find_call(session, call_id)
    if call is None:
        raise NotFound("There is no such call, or it belongs to another clinic.")
    return WholeCall(
        call=call,
        segments=await store.segments_of(session, call_id),
        events=await store.events_of(session, call_id),
        messages=await messages.messages_of_call(session, call_id),
        escalations=await escalations.escalations_of_call(session, call_id),
        recording=await recordings.find_recording(session, call_id),
        newest_change=newest_change,
    )
