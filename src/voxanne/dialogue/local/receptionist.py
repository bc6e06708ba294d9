"""The local receptionist as the call engine knows it: conversations on a clinic's knowledge, no language model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from voxanne.callflow.safety import RedFlag, RedFlagKind, spoken_line
from voxanne.clock import Clock
from voxanne.dialogue.clinic import Clinic, ClinicKnowledge, Finding
from voxanne.dialogue.local import phrases
from voxanne.dialogue.local.finding import Setting
from voxanne.dialogue.local.frequent import frequent_answers
from voxanne.dialogue.local.state import State
from voxanne.dialogue.local.turn import respond
from voxanne.dialogue.port import CallerFacts, CallerTurn, Conversation, Do, ReplyPart

KEPT_REPLIES = 8
"""Prepared replies that may still be committed; a caller who goes on makes the older ones worthless."""


HARDLY_HEARD_WORDS = 2
"""Of a reply that broke off this early the caller knows nothing."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A reply that may be committed: what it answers, what is true after it, and whether it does anything."""

    text: str
    after: State
    has_actions: bool


class LocalConversation:
    """One call's conversation. Preparing reads the committed state; only `commit` replaces it."""

    def __init__(self, clinic: Clinic, caller: CallerFacts, knowledge: ClinicKnowledge, clock: Clock) -> None:
        self._clinic = clinic
        self._caller = caller
        self._knowledge = knowledge
        self._clock = clock
        self._began_ms = clock.monotonic_ms()
        self._state = State()
        self._prepared: dict[int, _Prepared] = {}
        self._last_committed = -1
        self._last: tuple[State, _Prepared] | None = None
        """The last committed reply and the state it began from, while it may still be taken back."""
        self._carried = ""
        """Words of the caller whose answer they talked over before they could hear it."""

    def greeting(self) -> tuple[str, ...]:
        return phrases.greeting(self._clinic)

    async def prepare(self, turn: CallerTurn) -> AsyncIterator[ReplyPart]:
        """The reply to a turn, as of the last commit; changes nothing that `commit` has not adopted."""
        text = f"{self._carried} {turn.text}".strip()
        setting = Setting(self._clinic, self._caller.caller_number, self._now(), self._search)
        draft, after = await respond(self._state, replace(turn, text=text), setting)
        parts = draft.parts()
        self._prepared[turn.turn_id] = _Prepared(text, after, any(isinstance(part, Do) for part in parts))
        while len(self._prepared) > KEPT_REPLIES:
            del self._prepared[min(self._prepared)]
        for part in parts:
            yield part

    def commit(self, turn_id: int) -> None:
        prepared = self._prepared.get(turn_id)
        if prepared is None or turn_id <= self._last_committed:
            return
        self._last = (self._state, prepared)
        self._state = prepared.after
        self._carried = ""
        self._last_committed = turn_id
        self._prepared.clear()

    def note_heard(self, turn_id: int, heard_text: str) -> None:
        """A reply that was talked over before it was heard has answered nothing: its question is asked again
        together with what the caller says next. One that did something (took a message) stays done.

            caller        How much is Botox?      And are you open on Saturday?
            receptionist                      Bo✂                               Botox is ... We're open ...
        """
        if turn_id != self._last_committed or self._last is None or len(heard_text.split()) > HARDLY_HEARD_WORDS:
            return
        before, prepared = self._last
        self._last = None
        if not prepared.has_actions:
            self._state, self._carried = before, prepared.text

    async def _search(self, question: str) -> tuple[Finding, ...]:
        return await self._knowledge.search(self._clinic.organisation_id, question)

    def _now(self) -> datetime:
        """The call's own time, in the clinic's time zone: a rehearsal may pretend to begin at another moment."""
        elapsed = timedelta(milliseconds=self._clock.monotonic_ms() - self._began_ms)
        return (self._caller.started_at + elapsed).astimezone(ZoneInfo(self._clinic.time_zone))


class LocalReceptionist:
    """Begins conversations; holds nothing of them."""

    def __init__(self, knowledge: ClinicKnowledge, clock: Clock) -> None:
        self._knowledge = knowledge
        self._clock = clock

    async def begin(self, organisation_id: UUID, caller: CallerFacts) -> Conversation:
        """Start a conversation on the newest published knowledge. Raises NotFound, ProviderError."""
        clinic = await self._knowledge.clinic(organisation_id)
        return LocalConversation(clinic, caller, self._knowledge, self._clock)

    async def fixed_phrases(self, organisation_id: UUID) -> tuple[str, ...]:
        """Every sentence worth rendering before any call, the likeliest first."""
        clinic = await self._knowledge.clinic(organisation_id)
        emergency = spoken_line(RedFlag(RedFlagKind.OTHER_EMERGENCY, ""), clinic.emergency_number)
        listening = spoken_line(RedFlag(RedFlagKind.SELF_HARM, ""), clinic.emergency_number)
        own = [phrase for variants in phrases.VARIANTS.values() for phrase in variants]
        ours = [phrases.OFFER_MESSAGE, phrases.which_clinic(clinic), *phrases.goodbyes(clinic)]
        everything = [*phrases.greeting(clinic), emergency, listening, *ours, *own, *frequent_answers(clinic)]
        return tuple(dict.fromkeys(everything))
