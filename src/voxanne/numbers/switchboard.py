"""Lets calls in: the house behind `telephony.front_desk.FrontDesk`.

Rules of admission, in this order: a node that is draining takes nothing; a number must be known and on;
a carrier's repeated webhook is the same call; a node takes at most `capacity` calls at once, where a
call counts from its admission until everything about it is kept, or until its media failed to come.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog

from voxanne.calls import store as calls
from voxanne.calls.feed import status_payload
from voxanne.calls.records import Call, CallStatus
from voxanne.clock import Clock
from voxanne.db.database import Database, Session
from voxanne.numbers import store
from voxanne.telephony.front_desk import (
    Admitted,
    CallEnding,
    CallOffer,
    CarrierCallState,
    CarrierEvent,
    IncomingCall,
    RefusalReason,
    Refused,
    SignedInMember,
)
from voxanne.telephony.port import Leg, LegCloseReason

TOKEN_VALID = timedelta(seconds=60)
TIDYING_S = 3.0
"""How long a carrier that asks what comes next waits for a call that is just being put away."""

_BROKEN = frozenset({LegCloseReason.PEER_GONE, LegCloseReason.PEER_SILENT, LegCloseReason.PROTOCOL_ERROR})
_OVER = frozenset({CarrierCallState.COMPLETED, CarrierCallState.NOT_CONNECTED})

Conduct = Callable[[Leg, CallOffer], Awaitable[None]]
"""Conducts a connected call until everything about it is kept."""

log = structlog.get_logger(__name__)


class Switchboard:
    """One node's front desk."""

    def __init__(self, database: Database, clock: Clock, conduct: Conduct, *, node: str, capacity: int) -> None:
        self._database = database
        self._clock = clock
        self._conduct = conduct
        self._node = node
        self._capacity = capacity
        self._is_draining = False
        self._live: dict[UUID, asyncio.Event] = {}
        self._expected: dict[UUID, float] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def live_calls(self) -> int:
        """Calls that are being conducted on this node now."""
        return len(self._live)

    def drain(self) -> None:
        """Take no more calls; those that are live go on."""
        self._is_draining = True

    async def idle(self) -> None:
        """Return once no call is live on this node."""
        await self._idle.wait()

    async def admit(self, call: IncomingCall) -> Admitted | Refused:
        if self._is_draining:
            return Refused(RefusalReason.DRAINING)
        async with self._database.before_organisation() as session:
            route = await store.find_route(session, call.called_e164)
        if route is None:
            return Refused(RefusalReason.UNKNOWN_NUMBER)
        if not route.is_live:
            return Refused(RefusalReason.NUMBER_OFF)
        async with self._database.session(route.organisation_id) as session:
            call_id, is_new = await self._open(session, call, route.number_id)
            if not is_new and await self._is_over(session, call_id):
                return Refused(RefusalReason.ENDED)
            if is_new and not self._reserve(call_id):
                await self._close(session, call_id, RefusalReason.BUSY)
                return Refused(RefusalReason.BUSY)
            token = secrets.token_urlsafe(32)
            await store.add_stream_token(session, call_id, _hash(token), self._clock.now(), TOKEN_VALID)
        return Admitted(call_id, token)

    async def redeem(self, stream_token: str, carrier_call_id: str) -> CallOffer | None:
        async with self._database.before_organisation() as session:
            owner = await store.redeem_stream_token(session, _hash(stream_token), self._clock.now())
        if owner is None:
            return None
        async with self._database.session(owner.organisation_id) as session:
            call = await calls.find_call(session, owner.call_id)
        if call is None or call.status is not CallStatus.RINGING:
            return None
        if call.carrier_call_id != carrier_call_id:  # a carrier's double invents ids; the token is what counts
            log.info("stream names another call than its token", call_id=str(call.id))
        return _offer(owner.organisation_id, call)

    async def admit_test_call(self, member: SignedInMember) -> CallOffer | Refused:
        if self._is_draining:
            return Refused(RefusalReason.DRAINING)
        async with self._database.session(member.organisation_id) as session:
            numbers = await store.list_numbers(session)
            number = numbers[0] if numbers else None
            called = number.e164 if number else ""
            incoming = IncomingCall("browser", str(uuid.uuid4()), called, caller_e164=None)
            call_id, _ = await self._open(session, incoming, number.id if number else None)
            if not self._reserve(call_id):
                await self._close(session, call_id, RefusalReason.BUSY)
                return Refused(RefusalReason.BUSY)
            call = await calls.find_call(session, call_id)
        assert call is not None, "the call was created in this transaction"
        return _offer(member.organisation_id, call)

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        if offer.call_id in self._live:  # a second token of a repeated webhook
            await leg.hang_up()
            return
        self._expected.pop(offer.call_id, None)
        finished = self._live[offer.call_id] = asyncio.Event()
        self._idle.clear()
        try:
            await self._conduct(leg, offer)
        finally:
            del self._live[offer.call_id]
            finished.set()
            if not self._live:
                self._idle.set()

    async def note_carrier_event(self, event: CarrierEvent) -> None:
        owner = await self._owner(event.carrier, event.carrier_call_id)
        if owner is None:
            log.info("carrier spoke of an unknown call", carrier=event.carrier)
            return
        async with self._database.session(owner.organisation_id) as session:
            is_new = await store.keep_provider_event(session, event.carrier, event.event_id, event.fields)
            if is_new and event.state in _OVER:
                await self._close_if_orphaned(session, owner.call_id, "caller_hung_up_before_answer")

    async def ending_of(self, carrier: str, carrier_call_id: str) -> CallEnding:
        owner = await self._owner(carrier, carrier_call_id)
        if owner is None:
            return CallEnding.FINISHED
        finished = self._live.get(owner.call_id)
        if finished is not None and not await _comes(finished, TIDYING_S):
            return CallEnding.FINISHED  # it is being wound up here: no apology after a proper goodbye
        async with self._database.session(owner.organisation_id) as session:
            await self._close_if_orphaned(session, owner.call_id, "stream_not_connected")
            call = await calls.find_call(session, owner.call_id)
        if call is None or call.ended_at is None:
            return CallEnding.CUT_OFF
        is_broken = call.status is CallStatus.FAILED or call.end_reason in _BROKEN
        return CallEnding.CUT_OFF if is_broken else CallEnding.FINISHED

    async def close_forgotten(self, organisation_id: UUID) -> None:
        """Close calls that rang here and whose media never came, where no carrier told us how they ended."""
        rang_by = self._clock.now() - 2 * TOKEN_VALID
        async with self._database.session(organisation_id) as session:
            for call in await calls.unfinished_calls(session, self._node):
                if call.status is CallStatus.RINGING and call.started_at < rang_by:
                    await self._close_if_orphaned(session, call.id, "stream_not_connected")

    async def _open(self, session: Session, call: IncomingCall, number_id: UUID | None) -> tuple[UUID, bool]:
        return await calls.open_call(
            session,
            number_id=number_id,
            number_e164=call.called_e164,
            carrier=call.carrier,
            carrier_call_id=call.carrier_call_id,
            caller_number=call.caller_e164,
            node=self._node,
            started_at=self._clock.now(),
        )

    def _reserve(self, call_id: UUID) -> bool:
        """Hold a place until the call's media comes, at most for the life of its token."""
        now_ms = self._clock.monotonic_ms()
        self._expected = {known: until_ms for known, until_ms in self._expected.items() if until_ms > now_ms}
        if len(self._live) + len(self._expected) >= self._capacity:
            return False
        self._expected[call_id] = now_ms + TOKEN_VALID.total_seconds() * 1000
        return True

    async def _owner(self, carrier: str, carrier_call_id: str) -> store.CallOwner | None:
        async with self._database.before_organisation() as session:
            return await store.find_owner(session, carrier, carrier_call_id)

    async def _is_over(self, session: Session, call_id: UUID) -> bool:
        call = await calls.find_call(session, call_id)
        return call is None or call.ended_at is not None

    async def _close_if_orphaned(self, session: Session, call_id: UUID, reason: str) -> None:
        """Close a call whose media never came. One that a node took on is that node's to close."""
        if call_id not in self._live and not await store.was_connected(session, call_id):
            self._expected.pop(call_id, None)
            await self._close(session, call_id, reason)

    async def _close(self, session: Session, call_id: UUID, reason: str) -> None:
        has_ended = await calls.mark_ended(
            session, call_id, status=CallStatus.FAILED, end_reason=reason, outcome=None, at=self._clock.now()
        )
        call = await calls.find_call(session, call_id) if has_ended else None
        if call is not None:  # whoever watches the live calls must see it go
            await calls.publish(session, call_id, "ended", status_payload(call))


def _offer(organisation_id: UUID, call: Call) -> CallOffer:
    return CallOffer(
        organisation_id=organisation_id,
        call_id=call.id,
        carrier=call.carrier,
        called_number=call.number_e164,
        caller_number=call.caller_number,
        started_at=call.started_at,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def _comes(event: asyncio.Event, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False
