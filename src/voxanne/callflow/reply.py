"""What a reply is made of, as the machine, the receptionist and the event log all know it. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from voxanne.callflow.actions import Action


class Expecting(StrEnum):
    """What the receptionist has just asked for; endpointing waits longer for digits and spellings."""

    ANYTHING = "anything"
    YES_OR_NO = "yes_or_no"
    NAME = "name"
    DIGITS = "digits"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a spoken fact comes from: a passage of the clinic's knowledge."""

    passage_id: UUID
    entry_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Say:
    """One or more whole sentences to speak, with the sources of what they state."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Do:
    """An action to perform once the reply is committed."""

    action: Action


@dataclass(frozen=True, slots=True)
class Expect:
    """What kind of answer the last question asks for."""

    expecting: Expecting


ReplyPart = Say | Do | Expect
