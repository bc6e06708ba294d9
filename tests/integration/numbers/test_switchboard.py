"""The switchboard's rules of admission on the real database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from voxanne.calls import store as calls
from voxanne.calls.records import Call, CallStatus
from voxanne.db.database import Database, DatabaseUnavailable
from voxanne.numbers import store
from voxanne.numbers.switchboard import Switchboard
from voxanne.telephony.front_desk import (
    Admitted,
    CallEnding,
    CallOffer,
    CarrierCallState,
    CarrierEvent,
    IncomingCall,
    RefusalReason,
    Refused,
)
from voxanne.telephony.port import Leg

OURS = "+442079460100"
CALLER = "+442079460123"


class FakeClock:
    def __init__(self) -> None:
        self.elapsed_s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 4, 9, 0, tzinfo=UTC) + timedelta(seconds=self.elapsed_s)

    def monotonic_ms(self) -> float:
        return self.elapsed_s * 1000


class NoLeg:
    """A leg that only knows how to be hung up."""

    def __init__(self) -> None:
        self.is_hung_up = False

    async def hang_up(self) -> None:
        self.is_hung_up = True


@dataclass(frozen=True)
class Member:
    organisation_id: UUID
    member_id: UUID


class Conductor:
    """Holds each call until it is let go, then closes it as told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.offers: list[CallOffer] = []
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        self.end_reason = "goodbye"

    async def __call__(self, leg: Leg, offer: CallOffer) -> None:
        self.offers.append(offer)
        self.begun.set()
        await self.release.wait()
        async with self.database.session(offer.organisation_id) as session:
            await calls.mark_ended(
                session,
                offer.call_id,
                status=CallStatus.COMPLETED,
                end_reason=self.end_reason,
                outcome=None,
                at=datetime.now(UTC),
            )


@dataclass
class House:
    switchboard: Switchboard
    conductor: Conductor
    clock: FakeClock
    database: Database
    organisation_id: UUID

    async def find(self, call_id: UUID) -> Call:
        async with self.database.session(self.organisation_id) as session:
            call = await calls.find_call(session, call_id)
        assert call is not None
        return call

    async def admitted(self, carrier_call_id: str = "CA1") -> Admitted:
        verdict = await self.switchboard.admit(ringing(carrier_call_id))
        assert isinstance(verdict, Admitted)
        return verdict

    async def offered(self, carrier_call_id: str = "CA1") -> CallOffer:
        verdict = await self.admitted(carrier_call_id)
        offer = await self.switchboard.redeem(verdict.stream_token, carrier_call_id)
        assert offer is not None
        return offer


@pytest.fixture
def open_house(database: Database, organisation_id: UUID) -> Callable[..., House]:
    def open_with(capacity: int = 5) -> House:
        conductor, clock = Conductor(database), FakeClock()
        switchboard = Switchboard(database, clock, conductor, node="node-1", capacity=capacity)
        return House(switchboard, conductor, clock, database, organisation_id)

    return open_with


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()


def ringing(carrier_call_id: str = "CA1", called: str = OURS) -> IncomingCall:
    return IncomingCall("twilio", carrier_call_id, called, CALLER)


def told(state: CarrierCallState, carrier_call_id: str = "CA1", event_id: str = "e1") -> CarrierEvent:
    return CarrierEvent("twilio", event_id, carrier_call_id, state, {"CallStatus": state.value})


def leg() -> Leg:
    return NoLeg()  # type: ignore[return-value]


async def test_a_ringing_call_is_written_down_and_may_connect(house: House) -> None:
    offer = await house.offered()
    call = await house.find(offer.call_id)
    assert (call.status, call.number_e164, call.caller_number) == (CallStatus.RINGING, OURS, CALLER)
    assert offer == CallOffer(house.organisation_id, call.id, "twilio", OURS, CALLER, house.clock.now())


async def test_an_unknown_number_is_refused(house: House) -> None:
    refused = await house.switchboard.admit(ringing(called="+442079460555"))
    assert refused == Refused(RefusalReason.UNKNOWN_NUMBER)
    assert await house.switchboard.admit(ringing(called="")) == Refused(RefusalReason.UNKNOWN_NUMBER)


async def test_a_number_that_is_switched_off_is_refused(house: House) -> None:
    async with house.database.session(house.organisation_id) as session:
        await session.execute("update numbers set is_live = false")
    assert await house.switchboard.admit(ringing()) == Refused(RefusalReason.NUMBER_OFF)


async def test_a_repeated_webhook_is_the_same_call(house: House) -> None:
    first, second = await house.admitted(), await house.admitted()
    assert first.call_id == second.call_id
    assert first.stream_token != second.stream_token


async def test_the_same_webhook_twice_at_once_is_one_call(house: House) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(house.admitted()) for _ in range(5)]
    assert len({task.result().call_id for task in tasks}) == 1


async def test_a_token_lets_in_once(house: House) -> None:
    verdict = await house.admitted()
    assert await house.switchboard.redeem(verdict.stream_token, "CA1") is not None
    assert await house.switchboard.redeem(verdict.stream_token, "CA1") is None


async def test_a_token_lets_in_once_also_when_tried_at_the_same_time(house: House) -> None:
    verdict = await house.admitted()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(house.switchboard.redeem(verdict.stream_token, "CA1")) for _ in range(5)]
    assert sum(task.result() is not None for task in tasks) == 1


async def test_a_token_expires(house: House) -> None:
    verdict = await house.admitted()
    house.clock.elapsed_s = 61
    assert await house.switchboard.redeem(verdict.stream_token, "CA1") is None


@pytest.mark.parametrize("token", ["", "guessed", "x" * 10_000])
async def test_an_unknown_token_lets_nobody_in(house: House, token: str) -> None:
    await house.admitted()
    assert await house.switchboard.redeem(token, "CA1") is None


async def test_the_token_is_not_kept_in_the_clear(house: House) -> None:
    verdict = await house.admitted()
    async with house.database.session(house.organisation_id) as session:
        kept = await session.value("select token_hash from stream_tokens")
    assert verdict.stream_token.encode() not in bytes(kept)


async def test_a_second_token_cannot_join_a_call_that_is_being_conducted(house: House) -> None:
    offer, second = await house.offered(), await house.admitted()
    again = await house.switchboard.redeem(second.stream_token, "CA1")
    assert again is not None, "nobody has answered yet"
    intruder = NoLeg()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.switchboard.answer(leg(), offer))
        await house.conductor.begun.wait()
        await house.switchboard.answer(intruder, again)  # type: ignore[arg-type]
        house.conductor.release.set()
    assert intruder.is_hung_up
    assert len(house.conductor.offers) == 1


async def test_over_capacity_a_call_is_refused_and_written_down(open_house: Callable[..., House]) -> None:
    house = open_house(capacity=2)
    await house.admitted("CA1")
    await house.admitted("CA2")
    assert await house.switchboard.admit(ringing("CA3")) == Refused(RefusalReason.BUSY)
    assert await house.switchboard.admit(ringing("CA3")) == Refused(RefusalReason.ENDED)
    assert await house.switchboard.admit_test_call(Member(house.organisation_id, uuid4())) == Refused(
        RefusalReason.BUSY
    )
    assert isinstance(await house.switchboard.admit(ringing("CA1")), Admitted), "a known call keeps its place"


async def test_a_call_whose_media_never_came_gives_its_place_back(open_house: Callable[..., House]) -> None:
    house = open_house(capacity=1)
    await house.admitted("CA1")
    house.clock.elapsed_s = 61
    await house.admitted("CA2")


async def test_a_live_call_holds_its_place_until_it_is_put_away(open_house: Callable[..., House]) -> None:
    house = open_house(capacity=1)
    offer = await house.offered("CA1")
    async with asyncio.TaskGroup() as group:
        group.create_task(house.switchboard.answer(leg(), offer))
        await house.conductor.begun.wait()
        house.clock.elapsed_s = 600
        assert house.switchboard.live_calls == 1
        assert await house.switchboard.admit(ringing("CA2")) == Refused(RefusalReason.BUSY)
        house.conductor.release.set()
    await house.switchboard.idle()
    await house.admitted("CA3")


async def test_a_draining_node_takes_nothing_new(house: House) -> None:
    house.switchboard.drain()
    assert await house.switchboard.admit(ringing()) == Refused(RefusalReason.DRAINING)
    member = Member(house.organisation_id, uuid4())
    assert await house.switchboard.admit_test_call(member) == Refused(RefusalReason.DRAINING)


async def test_a_member_makes_a_test_call_to_their_own_clinic(house: House) -> None:
    offer = await house.switchboard.admit_test_call(Member(house.organisation_id, uuid4()))
    assert isinstance(offer, CallOffer)
    call = await house.find(offer.call_id)
    assert (call.carrier, call.number_e164, call.caller_number) == ("browser", OURS, None)


async def test_a_hang_up_before_the_answer_closes_the_call(house: House) -> None:
    verdict = await house.admitted()
    await house.switchboard.note_carrier_event(told(CarrierCallState.COMPLETED))
    call = await house.find(verdict.call_id)
    assert (call.status, call.end_reason) == (CallStatus.FAILED, "caller_hung_up_before_answer")
    assert await house.switchboard.redeem(verdict.stream_token, "CA1") is None


async def test_a_repeated_or_late_status_changes_nothing(house: House) -> None:
    offer = await house.offered()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.switchboard.answer(leg(), offer))
        await house.conductor.begun.wait()
        await house.switchboard.note_carrier_event(told(CarrierCallState.COMPLETED, event_id="e9"))
        assert (await house.find(offer.call_id)).ended_at is None, "a live call is its conductor's to close"
        house.conductor.release.set()
    for state, event_id in ((CarrierCallState.RINGING, "e1"), (CarrierCallState.COMPLETED, "e9")):
        await house.switchboard.note_carrier_event(told(state, event_id=event_id))
    call = await house.find(offer.call_id)
    assert (call.status, call.end_reason) == (CallStatus.COMPLETED, "goodbye")
    async with house.database.session(house.organisation_id) as session:
        assert await session.value("select count(*) from provider_events") == 2


async def test_a_call_taken_on_by_another_node_is_left_to_it(house: House) -> None:
    offer = await house.offered()
    await house.switchboard.note_carrier_event(told(CarrierCallState.COMPLETED))
    assert (await house.find(offer.call_id)).ended_at is None


async def test_a_status_of_an_unknown_call_is_ignored(house: House) -> None:
    await house.switchboard.note_carrier_event(told(CarrierCallState.COMPLETED, "CAunknown"))


async def test_a_call_that_ended_well_is_finished(house: House) -> None:
    offer = await house.offered()
    house.conductor.release.set()
    await house.switchboard.answer(leg(), offer)
    assert await house.switchboard.ending_of("twilio", "CA1") is CallEnding.FINISHED


async def test_a_call_that_is_just_being_put_away_is_waited_for(house: House) -> None:
    offer = await house.offered()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.switchboard.answer(leg(), offer))
        await house.conductor.begun.wait()
        ending = group.create_task(house.switchboard.ending_of("twilio", "CA1"))
        await asyncio.sleep(0)
        house.conductor.release.set()
    assert ending.result() is CallEnding.FINISHED


async def test_a_call_that_takes_long_to_put_away_needs_no_apology(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voxanne.numbers.switchboard.TIDYING_S", 0.01)
    offer = await house.offered()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.switchboard.answer(leg(), offer))
        await house.conductor.begun.wait()
        assert await house.switchboard.ending_of("twilio", "CA1") is CallEnding.FINISHED
        house.conductor.release.set()


@pytest.mark.parametrize("reason", ["peer_gone", "peer_silent", "protocol_error"])
async def test_a_call_whose_stream_broke_was_cut_off(house: House, reason: str) -> None:
    offer = await house.offered()
    house.conductor.end_reason = reason
    house.conductor.release.set()
    await house.switchboard.answer(leg(), offer)
    assert await house.switchboard.ending_of("twilio", "CA1") is CallEnding.CUT_OFF


async def test_a_stream_that_never_connected_is_closed_and_apologised_for(house: House) -> None:
    verdict = await house.admitted()
    assert await house.switchboard.ending_of("twilio", "CA1") is CallEnding.CUT_OFF
    assert (await house.find(verdict.call_id)).end_reason == "stream_not_connected"


async def test_a_call_nobody_speaks_of_any_more_is_closed_and_those_who_watch_see_it_go(house: House) -> None:
    forgotten = await house.admitted("CA1")
    taken = await house.offered("CA2")
    house.clock.elapsed_s = 100
    await house.switchboard.close_forgotten(house.organisation_id)
    assert (await house.find(forgotten.call_id)).ended_at is None  # its carrier may still come
    house.clock.elapsed_s = 121
    await house.switchboard.close_forgotten(house.organisation_id)
    await house.switchboard.close_forgotten(house.organisation_id)
    assert (await house.find(forgotten.call_id)).end_reason == "stream_not_connected"
    assert (await house.find(taken.call_id)).ended_at is None
    async with house.database.session(house.organisation_id) as session:
        changes = await calls.changes_of_call(session, forgotten.call_id, 0)
    assert [change.kind for change in changes] == ["ended"]


async def test_an_unknown_call_has_nothing_to_apologise_for(house: House) -> None:
    assert await house.switchboard.ending_of("twilio", "CAunknown") is CallEnding.FINISHED


async def test_numbers_are_listed_to_their_own_organisation_only(
    database: Database, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    async with database.session(other_organisation_id) as session:
        theirs = await store.list_numbers(session)
    assert [number.e164 for number in theirs] == ["+442079460199"]


async def test_without_a_database_the_edge_is_told(house: House) -> None:
    await house.database.close()
    with pytest.raises(DatabaseUnavailable):
        await house.switchboard.admit(ringing())
