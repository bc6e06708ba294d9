"""Conducts one live call: everything it needs runs in one task group, and when that ends nothing remains.

leg ─▶ reader ─▶ listening ─▶ ┐                   ┌─▶ performer ─▶ mouth ─▶ pacer ─▶ leg
                              ├─▶ inbox ─▶ machine ┤
engines, receptionist, timers ┘                   └─▶ journal
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import asdict
from typing import Any

import structlog

from voxanne.callflow.commands import HangUp, SaveOutcome
from voxanne.callflow.events import CloseRequested, DigitPressed, Event, LegAnswered, LegHungUp
from voxanne.callflow.log import PLANNED, encode, event_entry
from voxanne.callflow.machine import CallMachine
from voxanne.callflow.phrases import Phrases
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.sentences import sentences_of
from voxanne.callflow.states import State
from voxanne.calls.records import CallStatus
from voxanne.dialogue.port import CallerFacts, Conversation
from voxanne.errors import ProviderError
from voxanne.live.latency import LatencyWatch
from voxanne.live.listening import Listening
from voxanne.live.media_clock import MediaClock
from voxanne.live.mouth import Mouth
from voxanne.live.pacer import Pacer
from voxanne.live.performer import Performer
from voxanne.live.port import CallEnd, CallRecorder, Journal, LiveCall, LiveServices
from voxanne.telephony.port import CallerAudio, DigitHeard, Leg, LegClosed, MarkPlayed
from voxanne.trouble import trouble

log = structlog.get_logger(__name__)

INBOX_LIMIT = 10_000
"""Events waiting for the machine: minutes of them. A full inbox means the call is beyond help, and ends it."""
BEGIN_DEADLINE_S = 3.0
WIND_DOWN_S = 8.0
"""How long actions and the caller's last words may take once the leg is gone."""
HEARTBEAT_MS = 500
FAILED_REASONS = frozenset({"internal_error", "node_stopped", "speech_failed", "protocol_error"})


async def conduct(leg: Leg, call: LiveCall, services: LiveServices) -> CallEnd:
    """Conduct a call from pick-up until everything about it is kept. Never raises but when cancelled."""
    return await CallRunner(leg, call, services).run()


class CallRunner:
    """One call."""

    def __init__(self, leg: Leg, call: LiveCall, services: LiveServices) -> None:
        self._leg = leg
        self._call = call
        self._services = services
        self._clock = services.clock
        self._inbox: asyncio.Queue[Event] = asyncio.Queue(INBOX_LIMIT)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._group: asyncio.TaskGroup | None = None
        self._answered_ms = self._clock.monotonic_ms()
        self._media = MediaClock()
        self._latency = LatencyWatch()
        self._outcome = ""
        self._reason = "node_stopped"
        self.machine: CallMachine | None = None

    def request_close(self, reason: str) -> None:
        """Ask for a polite end; `reason` is a stable word such as `draining`."""
        self._report(CloseRequested(reason))

    async def run(self) -> CallEnd:
        """See `conduct`."""
        call = self._call
        with structlog.contextvars.bound_contextvars(
            call_id=str(call.call_id), organisation_id=str(call.organisation_id)
        ):
            journal = self._services.journals.open(call)
            recorder: CallRecorder | None = None
            try:
                recorder = await self._services.recorders.open(call, self._leg.rate_hz)
                journal.answered()
                await self._run_group(journal, recorder)
            except Exception as error:  # the outer wall: whatever breaks, the caller hears of it and the call is kept
                self._reason = "internal_error"
                log.error("call failed", **trouble(error))
                await self._apologise()
            finally:
                await self._close(journal, recorder)
            return self._end()

    async def _run_group(self, journal: Journal, recorder: CallRecorder) -> None:
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await self._live(journal, recorder)
            finally:
                self._group = None
                for task in self._tasks:
                    task.cancel()

    async def _live(self, journal: Journal, recorder: CallRecorder) -> None:
        speech, rate_hz = self._services.speech, self._leg.rate_hz
        pacer = Pacer(self._leg, self._clock, self._media, recorder, self._report, self._spawn)
        mouth = Mouth(speech.synthesizer, pacer, rate_hz, self._report, self._spawn)
        listening = Listening(speech.voice_detector.open(rate_hz), rate_hz, speech.has_room, self._report)
        self._spawn(self._read_leg(listening, recorder, pacer, mouth))
        for part in (pacer.run(), mouth.run(), listening.run(), self._watch_over(listening)):
            self._spawn(part)
        conversation = await self._begin_conversation()
        greeting = conversation.greeting() if conversation is not None else ()
        plan = CallPlan(
            greeting=greeting,
            emergency_number=self._call.emergency_number,
            caller_number=self._call.caller_number,
            is_recorded=self._call.is_recorded,
            max_duration_ms=self._call.max_duration_s * 1000,
        )
        journal.event(PLANNED, 0, encode(plan))
        machine = self.machine = CallMachine(plan)
        performer = Performer(
            self._leg, self._call, self._services, listening, mouth, conversation, journal, self._report, self._spawn
        )
        await self._play(machine, performer, journal)

    async def _play(self, machine: CallMachine, performer: Performer, journal: Journal) -> None:
        """The call itself: what happens goes into the machine, what it wants is done."""
        self._step(machine, performer, journal, LegAnswered())
        while machine.state is not State.ENDED:
            self._step(machine, performer, journal, await self._inbox.get())
        await performer.wind_down(WIND_DOWN_S)
        while not self._inbox.empty():
            self._step(machine, performer, journal, self._inbox.get_nowait())
        await performer.wind_down(WIND_DOWN_S)  # the last words may have been an emergency
        self._reason = machine.end_reason or "caller_hung_up"

    def _step(self, machine: CallMachine, performer: Performer, journal: Journal, event: Event) -> None:
        now_ms = int(self._clock.monotonic_ms() - self._answered_ms)
        kind, payload = event_entry(event)
        journal.event(kind, now_ms, payload)
        latency = self._latency.note_event(event, self._clock.monotonic_ms())
        if latency is not None:
            log.info("turn answered", **asdict(latency))
            journal.event("turn_latency", now_ms, asdict(latency))
        for command in machine.handle(event, now_ms):
            self._latency.note_command(command, self._clock.monotonic_ms())
            if isinstance(command, SaveOutcome):
                self._outcome = command.outcome
            if isinstance(command, HangUp):
                log.info("hanging up", reason=command.reason)
            performer.perform(command)

    # what runs beside --------------------------------------------------------------------------------

    async def _read_leg(self, listening: Listening, recorder: CallRecorder, pacer: Pacer, mouth: Mouth) -> None:
        rate_hz = self._leg.rate_hz
        reason = "peer_gone"
        async for event in self._leg.events():
            match event:
                case CallerAudio(pcm, at_ms):
                    now_ms = self._clock.monotonic_ms()
                    self._media.note(at_ms + len(pcm) * 1000 / rate_hz, now_ms)
                    recorder.caller(pcm, at_ms)
                    listening.hear(pcm, at_ms, now_ms)
                case MarkPlayed(name):
                    pacer.note_mark(name)
                case DigitHeard(digit):
                    self._report(DigitPressed(digit, round(self._media.at(self._clock.monotonic_ms()))))
                case LegClosed(closed, detail):
                    reason = closed.value
                    log.info("leg closed", reason=reason, detail=detail)
        mouth.stop()  # reports what was heard before the machine learns that the leg is gone
        self._report(LegHungUp(reason))

    async def _watch_over(self, listening: Listening) -> None:
        while True:
            await self._clock.sleep_until(self._clock.monotonic_ms() + HEARTBEAT_MS)
            listening.check_drought(self._clock.monotonic_ms())

    async def _begin_conversation(self) -> Conversation | None:
        """The receptionist's mind for this call; without one the call goes on with what the machine can say."""
        facts = CallerFacts(self._call.caller_number, self._call.started_at)
        try:
            async with asyncio.timeout(BEGIN_DEADLINE_S):
                return await self._services.receptionist.begin(self._call.organisation_id, facts)
        except (ProviderError, TimeoutError) as error:
            log.error("the receptionist could not begin", error=type(error).__name__)
            return None

    def _report(self, event: Event) -> None:
        self._inbox.put_nowait(event)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A task of this call. Once the call is ending, work is taken up and let go at once."""
        assert self._group is not None, "the call is over"
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # the end -----------------------------------------------------------------------------------------

    async def _apologise(self) -> None:
        """Tell the caller, if that is still possible, that we have to go."""
        try:
            async with asyncio.timeout(WIND_DOWN_S):
                await self._leg.clear()
                longest_ms = 0
                for sentence in sentences_of(Phrases().apology):
                    sound = await self._services.speech.synthesizer.synthesize(sentence, self._leg.rate_hz)
                    await self._leg.play(sound.pcm)
                    longest_ms += sound.duration_ms
                await self._clock.sleep_until(self._clock.monotonic_ms() + longest_ms)
        except Exception as error:  # the wall behind the wall: an apology that fails is only logged
            log.warning("the apology could not be said", **trouble(error))

    async def _close(self, journal: Journal, recorder: CallRecorder | None) -> None:
        """Hang up, seal the recording, write out the diary; also when the call is being cancelled."""
        await self._leg.hang_up()
        end = self._end()
        journal.ended(end.status, end.reason)
        if recorder is not None:
            await recorder.close(end.reason)
        await journal.close()
        log.info("call ended", status=end.status.value, reason=end.reason, duration_ms=end.duration_ms)

    def _end(self) -> CallEnd:
        status = CallStatus.FAILED if self._reason in FAILED_REASONS else CallStatus.COMPLETED
        duration_ms = int(self._clock.monotonic_ms() - self._answered_ms)
        return CallEnd(status, self._reason, self._outcome, duration_ms)
