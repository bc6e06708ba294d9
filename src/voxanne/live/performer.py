"""Carries out the machine's commands against the ports, and reports what comes of them as events.

`perform` returns at once: whatever takes time becomes a task of the call, with a deadline of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid5

from voxanne.callflow import commands as c
from voxanne.callflow import events as e
from voxanne.dialogue.port import Conversation
from voxanne.errors import ProviderError, VoxanneError
from voxanne.live.composing import Composing
from voxanne.live.listening import Listening
from voxanne.live.mouth import Mouth
from voxanne.live.port import ActionOutcome, Journal, LiveCall, LiveServices, TransferResult
from voxanne.speech.port import Vocabulary
from voxanne.telephony.port import Leg

TRANSCRIPTION_DEADLINE_S = 10.0
JUDGEMENT_DEADLINE_S = 5.0
JUDGED_MS = 8_000
ACTION_DEADLINE_S = 10.0
TRANSFER_DEADLINE_S = 60.0
HANG_UP_DEADLINE_S = 5.0

Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class Performer:
    """The hands of one call."""

    def __init__(
        self,
        leg: Leg,
        call: LiveCall,
        services: LiveServices,
        listening: Listening,
        mouth: Mouth,
        conversation: Conversation | None,
        journal: Journal,
        report: Callable[[e.Event], None],
        spawn: Spawn,
    ) -> None:
        self._leg = leg
        self._call = call
        self._services = services
        self._listening = listening
        self._mouth = mouth
        self._composing = Composing(conversation, report, spawn)
        self._journal = journal
        self._report = report
        self._spawn = spawn
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._transcription: asyncio.Task[None] | None = None
        self._judgement: asyncio.Task[None] | None = None
        self._partial: asyncio.Task[None] | None = None
        self._actions: set[asyncio.Task[None]] = set()

    def perform(self, command: c.Command) -> None:
        """Begin, or do at once, what the command says."""
        match command:
            case c.Speak(speech_id, _, text):
                self._mouth.speak(speech_id, text)
            case c.PrepareSpeech(text):
                self._mouth.prepare(text)
            case c.PauseSpeaking():
                self._mouth.hold()
            case c.ResumeSpeaking():
                self._mouth.release()
            case c.StopSpeaking():
                self._mouth.stop()
            case c.SaveSegment():
                self._journal.segment(command)
            case c.SaveOutcome(outcome):
                self._journal.outcome(outcome)
            case c.SetTimer(name, serial, after_ms):
                self._set_timer(name, serial, after_ms)
            case c.CancelTimer(name):
                self._cancel_timer(name)
            case _:
                self._begin(command)

    def _begin(self, command: c.Command) -> None:
        match command:
            case c.Transcribe():
                self._cancel(self._transcription, self._partial, self._judgement)
                self._transcription = self._spawn(self._transcribe(command))
            case c.TranscribePartial():
                if self._partial is None or self._partial.done():
                    self._partial = self._spawn(self._transcribe_partial(command))
            case c.JudgeTurn():
                self._judgement = self._spawn(self._judge(command))
            case c.GenerateReply(turn_id, text, was_interruption):
                self._composing.begin(turn_id, text, was_interruption=was_interruption)
            case c.CommitReply(turn_id):
                self._cancel(self._judgement)  # the turn is over whatever it says: leave the processor to others
                self._composing.commit(turn_id)
            case c.CancelReply(turn_id):
                self._composing.cancel(turn_id)
            case c.NoteHeard(turn_id, heard_text):
                self._composing.note_heard(turn_id, heard_text)
            case c.RunAction():
                task = self._spawn(self._run_action(command))
                self._actions.add(task)
                task.add_done_callback(self._actions.discard)
            case c.Transfer(destination):
                self._spawn(self._transfer(destination))
            case c.HangUp():
                self._spawn(self._hang_up())

    async def wind_down(self, patience_s: float) -> None:
        """After the leg is gone: let actions and the last transcription finish, as long as that takes sense."""
        pending = {task for task in (*self._actions, self._transcription) if task is not None and not task.done()}
        if pending:
            await asyncio.wait(pending, timeout=patience_s)

    # the caller's words ------------------------------------------------------------------------------

    async def _transcribe(self, command: c.Transcribe) -> None:
        pcm = self._listening.utterance(command.from_ms, command.to_ms)
        transcriber = self._services.speech.transcriber
        vocabulary = Vocabulary() if command.is_name else self._call.vocabulary
        try:
            async with asyncio.timeout(TRANSCRIPTION_DEADLINE_S):
                heard = await transcriber.transcribe(pcm, self._leg.rate_hz, vocabulary)
        except (ProviderError, TimeoutError):
            self._report(e.TranscriptionFailed(command.turn_id))
            return
        self._report(e.TranscriptHeard(command.turn_id, heard.text, heard.confidence, heard.as_decoded))

    async def _transcribe_partial(self, command: c.TranscribePartial) -> None:
        pcm = self._listening.utterance(command.from_ms, command.to_ms)
        transcriber = self._services.speech.transcriber
        try:
            async with asyncio.timeout(TRANSCRIPTION_DEADLINE_S):
                heard = await transcriber.transcribe(pcm, self._leg.rate_hz, self._call.vocabulary, is_partial=True)
        except (ProviderError, TimeoutError):
            return  # nobody waits for a partial
        self._report(e.PartialHeard(command.turn_id, heard.text))

    async def _judge(self, command: c.JudgeTurn) -> None:
        pcm = self._listening.before(command.to_ms, JUDGED_MS)
        try:
            async with asyncio.timeout(JUDGEMENT_DEADLINE_S):
                probability = await self._services.speech.turn_judge.judge(pcm, self._leg.rate_hz)
        except (ProviderError, TimeoutError):
            self._report(e.TurnJudgementFailed(command.turn_id))
            return
        self._report(e.TurnJudged(command.turn_id, probability))

    # what the call does ------------------------------------------------------------------------------

    async def _run_action(self, command: c.RunAction) -> None:
        key = uuid5(self._call.call_id, f"action {command.action_id}")
        try:
            async with asyncio.timeout(ACTION_DEADLINE_S):
                result = await self._services.actions.perform(command.action, self._call, key)
        except (VoxanneError, TimeoutError):
            self._report(e.ActionReturned(command.action_id, is_done=False))
            return
        is_done = result.outcome is ActionOutcome.DONE
        self._report(e.ActionReturned(command.action_id, is_done, result.spoken, result.transfer_to))

    async def _transfer(self, destination: str) -> None:
        outcome = TransferResult.UNSUPPORTED
        if self._services.transfers is not None:
            try:
                async with asyncio.timeout(TRANSFER_DEADLINE_S):
                    outcome = await self._services.transfers.transfer(self._call, destination)
            except (VoxanneError, TimeoutError):
                outcome = TransferResult.FAILED
        self._report(e.TransferEnded(outcome.value))

    async def _hang_up(self) -> None:
        """Close the leg; one that never says it is closed is taken for closed."""
        try:
            async with asyncio.timeout(HANG_UP_DEADLINE_S):
                await self._leg.hang_up()
        except TimeoutError:
            self._report(e.LegHungUp("peer_gone"))

    # timers ------------------------------------------------------------------------------------------

    def _set_timer(self, name: str, serial: int, after_ms: int) -> None:
        self._cancel_timer(name)
        due_ms = self._services.clock.monotonic_ms() + after_ms
        self._timers[name] = self._spawn(self._wait_for(name, serial, due_ms))

    def _cancel_timer(self, name: str) -> None:
        self._cancel(self._timers.pop(name, None))

    async def _wait_for(self, name: str, serial: int, due_ms: float) -> None:
        await self._services.clock.sleep_until(due_ms)
        self._report(e.TimerFired(name, serial))

    @staticmethod
    def _cancel(*tasks: asyncio.Task[None] | None) -> None:
        for task in tasks:
            if task is not None:
                task.cancel()
