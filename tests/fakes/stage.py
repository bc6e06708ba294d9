"""A stage for whole calls: one caller, one receptionist, fake engines, and a clock in the test's hand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from uuid import uuid4

from tests.fakes.clock import FakeClock
from tests.fakes.leg import FakeLeg
from tests.fakes.receptionist import FakeConversation, FakeReceptionist
from tests.fakes.records import FakeActionDesk, FakeJournal, FakeJournals, FakeRecorders
from tests.fakes.speech import Sayings, fake_engines
from voxanne.callflow.commands import Speaker
from voxanne.live.port import CallEnd, LiveCall, LiveServices
from voxanne.live.runner import CallRunner

GREETING_MS = 5_000
"""The greeting of the fake receptionist takes 30 + 22 + 19 characters at 60 ms, with two gaps."""


@dataclass
class Stage:
    """One call, its fakes at hand."""

    clock: FakeClock = field(default_factory=FakeClock)
    sayings: Sayings = field(default_factory=Sayings)
    receptionist: FakeReceptionist = field(default_factory=FakeReceptionist)
    recorders: FakeRecorders = field(default_factory=FakeRecorders)
    journals: FakeJournals = field(default_factory=FakeJournals)
    actions: FakeActionDesk = field(default_factory=FakeActionDesk)

    def __post_init__(self) -> None:
        self.leg = FakeLeg(self.clock, self.sayings)
        self.engines = fake_engines(self.sayings)
        self.call = LiveCall(
            call_id=uuid4(),
            organisation_id=uuid4(),
            clinic_number="+442079460100",
            caller_number="+442079460111",
            started_at=self.clock.now(),
            time_zone="Europe/London",
            emergency_number="999",
        )

    @property
    def journal(self) -> FakeJournal:
        return self.journals.opened[-1]

    @property
    def conversation(self) -> FakeConversation:
        return self.receptionist.conversation

    def services(self) -> LiveServices:
        return LiveServices(
            speech=self.engines,
            receptionist=self.receptionist,
            recorders=self.recorders,
            journals=self.journals,
            actions=self.actions,
            clock=self.clock,
        )

    def runner(self) -> CallRunner:
        return CallRunner(self.leg, self.call, self.services())

    async def conduct(self, longest_ms: int = 120_000) -> CallEnd:
        """Play the call to its end, or for `longest_ms`, after which nothing of it may be left."""
        runner = self.runner()
        before = asyncio.all_tasks()
        call = asyncio.ensure_future(runner.run())
        passed = 0
        while not call.done() and passed < longest_ms:
            await self.clock.advance(100)
            passed += 100
        assert call.done(), "the call did not end"
        end = call.result()
        await self.clock.settle()
        assert asyncio.all_tasks() == before
        return end

    def our_words(self) -> list[str]:
        return self.journal.said(Speaker.RECEPTIONIST)

    def caller_words(self) -> list[str]:
        return self.journal.said(Speaker.CALLER)
