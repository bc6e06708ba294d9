"""Finds the answers to a caller's questions: structured facts first, then the search of the clinic's knowledge."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from voxanne.dialogue.clinic import Clinic, EntryKind, Finding
from voxanne.dialogue.hearing import find_terms, normal
from voxanne.dialogue.local.answers import Answer, answer
from voxanne.dialogue.local.lexicon import service_names
from voxanne.dialogue.local.phone import Line, region_of
from voxanne.dialogue.local.questions import Ask
from voxanne.dialogue.local.state import State
from voxanne.dialogue.local.topics import OF_A_SERVICE, Topic

Search = Callable[[str], Awaitable[tuple[Finding, ...]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a turn is answered. `now` is local to the clinic."""

    clinic: Clinic
    caller_number: str | None
    now: datetime
    search: Search

    @property
    def line(self) -> Line:
        return Line(self.caller_number, region_of(self.clinic.time_zone))


async def answers_to(asks: tuple[Ask, ...], state: State, setting: Setting) -> tuple[list[Answer], list[Ask], State]:
    """The answers found, the questions left open, and the state with what was spoken of. Raises ProviderError."""
    answers: list[Answer] = []
    unanswered: list[Ask] = []
    wanted = False
    for ask in asks:
        if ask.topic in OF_A_SERVICE and not ask.service:
            wanted, state = True, replace(state, topic=ask.topic)
            continue
        found = answer(ask, setting.clinic, setting.now)
        if found is None:
            found = _fitting(ask, await setting.search(_query(ask)), setting.clinic)
        if found is None:
            unanswered.append(ask)
        elif found not in answers:
            answers.append(found)
        state = replace(
            state,
            service=ask.service or state.service,
            person=ask.person or state.person,
            question=ask.text if ask.topic is Topic.GENERAL else "",
            topic=ask.topic if ask.topic is not Topic.GENERAL else state.topic,
        )
    return answers, unanswered, replace(state, is_service_wanted=wanted)


def _query(ask: Ask) -> str:
    return "what is your telephone number" if ask.topic is Topic.PHONE else ask.text


def _fitting(ask: Ask, findings: tuple[Finding, ...], clinic: Clinic) -> Answer | None:
    """The best finding that is about what was asked.

    "Does lip filler hurt?" is answered neither by what lip filler is nor by what is known of another service.
    """
    names = tuple(service_names(clinic))
    for finding in findings:
        if ask.service and finding.kind is EntryKind.SERVICE:
            continue
        others = {service_names(clinic)[m.term] for m in find_terms(normal(finding.source.title), names)}
        if ask.service and others and ask.service not in others and not _mentions(finding.answer, ask.service):
            continue
        return Answer(finding.answer, (finding.source,))
    return None


def _mentions(text: str, service: str) -> bool:
    return any(word in normal(text).split() for word in normal(service).split()[-1:])
