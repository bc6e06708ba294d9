"""A stage for plays: events go in as one would tell them, commands come out to be looked at."""

from __future__ import annotations

from typing import TypeVar

from voxanne.callflow import commands as c
from voxanne.callflow import events as e
from voxanne.callflow.machine import CallMachine
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import ReplyPart, Say
from voxanne.callflow.states import State

GREETING = ("Hello, this is Harbour Clinic.", "This call is recorded for your safety.", "How can I help you?")
HOURS = "We are open from nine to five on weekdays, and closed on Sundays."
A = TypeVar("A")


class Play:
    """One call told step by step; `commands` holds what the last step made the machine want."""

    def __init__(self, plan: CallPlan | None = None) -> None:
        self.machine = CallMachine(plan or CallPlan(GREETING, "999", caller_number="+442079460111"))
        self.now = 0
        self.commands: list[c.Command] = []
        self.log: list[c.Command] = []
        self.timers: dict[str, tuple[int, int]] = {}

    def send(self, event: e.Event, after_ms: int = 0) -> Play:
        self.now += after_ms
        self.commands = self.machine.handle(event, self.now)
        self.log += self.commands
        for command in self.commands:
            if isinstance(command, c.SetTimer):
                self.timers[command.name] = (self.now + command.after_ms, command.serial)
            elif isinstance(command, c.CancelTimer):
                del self.timers[command.name]
        return self

    @property
    def state(self) -> State:
        return self.machine.state

    def wanted(self, kind: type[A]) -> list[A]:
        """What the last step wanted of this kind."""
        return [command for command in self.commands if isinstance(command, kind)]

    def all_of(self, kind: type[A]) -> list[A]:
        return [command for command in self.log if isinstance(command, kind)]

    def said(self) -> list[str]:
        """What the last step queued to be said."""
        return [command.text for command in self.wanted(c.Speak)]

    # one would tell it like this

    def answered(self) -> Play:
        return self.send(e.LegAnswered())

    def greeted(self) -> Play:
        self.answered()
        while not self.machine.playout.is_idle:
            self.heard_all()
        return self

    def heard_all(self, duration_ms: int = 2_000) -> Play:
        """The next sentence is spoken and heard to its end."""
        self.begins(duration_ms)
        speech_id = self.machine.playout.queue[0].speech_id
        return self.send(e.SpeechEnded(speech_id, self.now + duration_ms, duration_ms, duration_ms), duration_ms)

    def begins(self, duration_ms: int = 2_000) -> Play:
        return self.send(e.SpeechStarted(self.machine.playout.queue[0].speech_id, self.now, duration_ms))

    def starts(self, after_ms: int = 500) -> Play:
        return self.send(e.CallerSpeechStarted(self.now + after_ms), after_ms)

    def goes_on(self, voiced_ms: int = 128, *, has_room: bool = False) -> Play:
        return self.send(e.CallerSpeechContinued(self.now, voiced_ms, has_room), 64)

    def pauses(self, voiced_ms: int = 900) -> Play:
        return self.send(e.CallerSpeechPaused(self.now, voiced_ms, 128), voiced_ms)

    def turn_id(self) -> int:
        assert self.machine.turns.utterance is not None
        return self.machine.turns.utterance.turn_id

    def words(self, text: str) -> Play:
        return self.send(e.TranscriptHeard(self.turn_id(), text, 0.9, text), 60)

    def judged(self, probability: float = 0.9) -> Play:
        return self.send(e.TurnJudged(self.turn_id(), probability), 5)

    def replies(self, *parts: ReplyPart, turn_id: int | None = None, ends: bool = True) -> Play:
        wanted = turn_id if turn_id is not None else self.all_of(c.GenerateReply)[-1].turn_id
        log: list[c.Command] = []
        for part in parts:
            log += self.send(e.ReplyPartReady(wanted, part), 2).commands
        if ends:
            log += self.send(e.ReplyEnded(wanted), 1).commands
        self.commands = log
        return self

    def fires(self, name: str) -> Play:
        """The timer of this name runs out."""
        due, serial = self.timers.pop(name)
        self.now = max(self.now, due)
        return self.send(e.TimerFired(name, serial))

    def over(self) -> Play:
        """The turn is judged complete, and the silence long enough."""
        self.judged()
        return self.fires("endpoint") if "endpoint" in self.timers else self

    def asks(self, text: str, answer: str = HOURS) -> Play:
        """A whole turn: the caller asks, and the answer has begun to sound."""
        return self.starts().goes_on().pauses().words(text).replies(Say(answer)).over().begins(4_000)
