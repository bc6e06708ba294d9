"""Calls as the JSON API shows them. The names are a contract with programs outside: add, never rename."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from voxanne.calls.records import Call, CallStatus, Speaker, TranscriptSegment


class CallDocument(BaseModel):
    """One conversation with a caller."""

    id: UUID = Field(examples=["0198c0de-0000-7000-8000-000000000001"])
    status: CallStatus
    number: str = Field(description="The clinic's number that was dialled, E.164.", examples=["+442079460100"])
    caller_number: str | None = Field(description="E.164; null when withheld.", examples=["+442079460123"])
    carrier: str = Field(description="What brought the call.", examples=["twilio", "browser"])
    started_at: datetime = Field(examples=["2026-03-04T09:00:00Z"])
    answered_at: datetime | None = Field(examples=["2026-03-04T09:00:00Z"])
    ended_at: datetime | None = Field(description="Null while the call goes on.", examples=["2026-03-04T09:02:05Z"])
    duration_ms: int | None = Field(description="From answer to end; null while it goes on.", examples=[125000])
    outcome: str | None = Field(description="What the call came to, in one stable word.", examples=["message_taken"])
    end_reason: str | None = Field(description="Why it ended, in one stable word.", examples=["caller_hung_up"])
    is_escalated: bool = Field(description="A person must see to it.")
    is_urgent: bool = Field(description="A person must see to it first.")

    @classmethod
    def of(cls, call: Call) -> CallDocument:
        return cls(
            id=call.id,
            status=call.status,
            number=call.number_e164,
            caller_number=call.caller_number,
            carrier=call.carrier,
            started_at=call.started_at,
            answered_at=call.answered_at,
            ended_at=call.ended_at,
            duration_ms=call.duration_ms,
            outcome=call.outcome,
            end_reason=call.end_reason,
            is_escalated=call.is_escalated,
            is_urgent=call.is_urgent,
        )


class CitationDocument(BaseModel):
    """Where a spoken fact comes from: a passage of the clinic's knowledge."""

    passage_id: UUID
    entry_id: UUID
    title: str = Field(examples=["Botox"])


class SegmentDocument(BaseModel):
    """Timed text with a speaker. Times are milliseconds on the recording."""

    position: int = Field(description="Orders the segments of a call.", examples=[3])
    turn_id: int = Field(examples=[2])
    speaker: Speaker
    text: str = Field(examples=["Are you open on Saturday?"])
    start_ms: int = Field(examples=[4200])
    end_ms: int = Field(examples=[5900])
    is_final: bool = Field(description="Partial segments are only in the event streams.", examples=[True])
    citations: list[CitationDocument]

    @classmethod
    def of(cls, segment: TranscriptSegment) -> SegmentDocument:
        return cls(
            position=segment.position,
            turn_id=segment.turn_id,
            speaker=segment.speaker,
            text=segment.text,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            is_final=True,
            citations=[CitationDocument.model_validate(citation) for citation in segment.citations],
        )


class TranscriptDocument(BaseModel):
    """What was said on a call, as far as it is final."""

    call_id: UUID
    is_complete: bool = Field(description="The call has ended: nothing will be added.")
    segments: list[SegmentDocument]
