"""A front desk for edge tests: says what it was told to say, and lends each answered leg to the test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from voxanne.errors import ProviderError
from voxanne.telephony.front_desk import (
    Admitted,
    CallEnding,
    CallOffer,
    CarrierEvent,
    IncomingCall,
    Refused,
    SignedInMember,
)
from voxanne.telephony.port import Leg, LegClosed, LegEvent

TOKEN = "the-one-time-token"


@dataclass
class AnsweredCall:
    """A leg in the test's hands. `heard` grows; set `release` to let the conductor return."""

    leg: Leg
    offer: CallOffer
    heard: list[LegEvent] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    returned: asyncio.Event = field(default_factory=asyncio.Event)
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for(self, count: int, kind: type[LegEvent]) -> list[LegEvent]:
        """The first `count` events of a kind."""
        async with asyncio.timeout(5):
            while len(found := [event for event in self.heard if isinstance(event, kind)]) < count:
                self.grew.clear()
                await self.grew.wait()
        return found

    async def ending(self) -> LegClosed:
        async with asyncio.timeout(5):
            await self.closed.wait()
        last = self.heard[-1]
        assert isinstance(last, LegClosed)
        return last


@dataclass
class FakeDesk:
    verdict: Admitted | Refused = field(default_factory=lambda: Admitted(uuid4(), TOKEN))
    ending: CallEnding = CallEnding.FINISHED
    is_down: bool = False
    ignores_its_caller: bool = False
    admitted: list[IncomingCall] = field(default_factory=list)
    events: list[CarrierEvent] = field(default_factory=list)
    answered: asyncio.Queue[AnsweredCall] = field(default_factory=asyncio.Queue)

    async def admit(self, call: IncomingCall) -> Admitted | Refused:
        self._fail_when_down()
        self.admitted.append(call)
        return self.verdict

    async def redeem(self, stream_token: str, carrier_call_id: str) -> CallOffer | None:
        self._fail_when_down()
        return self._offer("twilio", "+442079460123") if stream_token == TOKEN else None

    async def admit_test_call(self, member: SignedInMember) -> CallOffer | Refused:
        self._fail_when_down()
        return self.verdict if isinstance(self.verdict, Refused) else self._offer("browser", None)

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        call = AnsweredCall(leg, offer)
        await self.answered.put(call)
        try:
            async for event in leg.events():
                call.heard.append(event)
                call.grew.set()
            call.closed.set()
            if self.ignores_its_caller:
                await call.release.wait()
        finally:
            call.returned.set()

    async def note_carrier_event(self, event: CarrierEvent) -> None:
        self._fail_when_down()
        self.events.append(event)

    async def ending_of(self, carrier: str, carrier_call_id: str) -> CallEnding:
        self._fail_when_down()
        return self.ending

    async def next_call(self) -> AnsweredCall:
        async with asyncio.timeout(5):
            return await self.answered.get()

    def _fail_when_down(self) -> None:
        if self.is_down:
            raise ProviderError("The database does not answer.")

    @staticmethod
    def _offer(carrier: str, caller_number: str | None) -> CallOffer:
        return CallOffer(uuid4(), uuid4(), carrier, "+442079460100", caller_number, datetime.now(UTC))


@dataclass(frozen=True)
class Somebody:
    organisation_id: UUID = field(default_factory=uuid4)
    member_id: UUID = field(default_factory=uuid4)
