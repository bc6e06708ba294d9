"""What the edges of the phone network ask of the house, as one port.

An edge speaks a carrier's protocol and nothing else. Whether a call may come in, whose it is and who
conducts it is decided behind this port, by rooms above.

    webhook ──admit──▶ Admitted(token) ──▶ stream brings the token ──redeem──▶ CallOffer ──answer──▶ the call
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, cast
from uuid import UUID

from starlette.requests import HTTPConnection

from voxanne.clock import Clock
from voxanne.settings import Settings
from voxanne.telephony.port import Leg
from voxanne.telephony.waiting_room import WaitingRoom


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """A call a carrier tells us about. Numbers are E.164; `caller_e164` is None when it is withheld."""

    carrier: str
    carrier_call_id: str
    called_e164: str
    caller_e164: str | None


class RefusalReason(StrEnum):
    """Why a call is not taken."""

    UNKNOWN_NUMBER = "unknown_number"
    NUMBER_OFF = "number_off"
    BUSY = "busy"
    DRAINING = "draining"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Refused:
    why: RefusalReason


@dataclass(frozen=True, slots=True)
class Admitted:
    """The call may connect its media; `stream_token` works once and for a minute."""

    call_id: UUID
    stream_token: str


@dataclass(frozen=True, slots=True)
class CallOffer:
    """A call whose media is connected and which nobody conducts yet."""

    organisation_id: UUID
    call_id: UUID
    carrier: str
    called_number: str
    """The clinic's number, E.164."""
    caller_number: str | None
    """E.164, or None when withheld or from a browser."""
    started_at: datetime


class SignedInMember(Protocol):
    """The member behind a browser's session cookie."""

    @property
    def organisation_id(self) -> UUID: ...

    @property
    def member_id(self) -> UUID: ...


class CarrierCallState(StrEnum):
    """What a carrier's status callback can tell about a call, in the order it can happen."""

    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    """One status callback. `event_id` is the same when the carrier repeats itself."""

    carrier: str
    event_id: str
    carrier_call_id: str
    state: CarrierCallState | None
    fields: dict[str, str]


class CallEnding(StrEnum):
    """How a call stands when its carrier asks what to do after the media connection."""

    FINISHED = "finished"
    CUT_OFF = "cut_off"


class FrontDesk(Protocol):
    """Methods raise ProviderError when the database does not answer."""

    async def admit(self, call: IncomingCall) -> Admitted | Refused:
        """Register a ringing call, or find it again when the carrier repeats itself."""
        ...

    async def redeem(self, stream_token: str, carrier_call_id: str) -> CallOffer | None:
        """The call that a media connection's token stands for; None when the token is unknown, used or
        expired, or when that call is over or already conducted."""
        ...

    async def admit_test_call(self, member: SignedInMember) -> CallOffer | Refused:
        """Register a call from the dashboard, by a member who has signed in."""
        ...

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        """Conduct the call until it is over and everything about it is kept."""
        ...

    async def note_carrier_event(self, event: CarrierEvent) -> None:
        """Keep a status callback and act on it once; unknown calls are ignored."""
        ...

    async def ending_of(self, carrier: str, carrier_call_id: str) -> CallEnding:
        """How a call whose media connection is gone has ended; closes a call that nobody conducts."""
        ...


SignIn = Callable[[HTTPConnection], Awaitable[SignedInMember | None]]
"""Who is behind a request's session cookie, or None."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How patient an edge is with the other end of a WebSocket, in seconds."""

    start_s: float = 10.0
    silence_s: float = 60.0
    send_s: float = 5.0
    finish_s: float = 30.0
    """How long a call may go on tidying up once its leg is gone."""


@dataclass(frozen=True, slots=True)
class TelephonyServices:
    """What the edges need; the wiring puts it in `app.state.services[TelephonyServices]`."""

    settings: Settings
    clock: Clock
    front_desk: FrontDesk
    sign_in: SignIn
    twilio_auth_token: str
    """The secret that signs Twilio's requests: `twilio_requests.auth_token(settings)`."""
    stream_limits: StreamLimits = field(default_factory=StreamLimits)
    waiting_room: WaitingRoom = field(default_factory=WaitingRoom)


def services_of(connection: HTTPConnection) -> TelephonyServices:
    """The edges' services; a missing one is a mistake in the wiring."""
    return cast(TelephonyServices, connection.app.state.services[TelephonyServices])
