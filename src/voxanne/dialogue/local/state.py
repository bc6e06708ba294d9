"""What a conversation remembers between turns. Immutable: each turn makes a new state, adopted only at commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from voxanne.callflow.actions import EscalationKind
from voxanne.dialogue.local.topics import Topic
from voxanne.dialogue.port import Expecting, Say


class Purpose(StrEnum):
    """Why a message is being taken."""

    MESSAGE = "message"
    CALL_BACK = "call_back"
    BOOKING = "booking"
    CHANGE = "change"


class Step(StrEnum):
    """What the message still lacks and was asked for last."""

    REASON = "reason"
    NAME = "name"
    PHONE_OFFER = "phone_offer"
    PHONE = "phone"
    PHONE_CONFIRM = "phone_confirm"


class Offer(StrEnum):
    """A yes-or-no question that is open."""

    MESSAGE = "message"
    ANYTHING_ELSE = "anything_else"
    UNWELL = "unwell"


@dataclass(frozen=True, slots=True)
class MessageTask:
    """A message in the making. `phone` is confirmed only once the step is past PHONE_CONFIRM."""

    purpose: Purpose
    step: Step = Step.NAME
    name: str = ""
    phone: str = ""
    partial_digits: str = ""
    is_phone_confirmed: bool = False
    is_caller_number_refused: bool = False
    reason: str = ""
    is_urgent: bool = False
    attempts: int = 0
    phone_failures: int = 0
    """How often a number was heard that nobody can have, or was not the caller's."""
    note: str = ""
    """Added to the message's reason when it is taken."""


@dataclass(frozen=True, slots=True)
class State:
    turns: int = 0
    task: MessageTask | None = None
    offer: Offer | None = None
    offered_reason: str = ""
    """What the message would be about, should the open offer be taken."""
    service: str = ""
    """The service spoken of last, for "and how long does it take?"."""
    person: str = ""
    """The practitioner spoken of last, for "what about Thursday?"."""
    question: str = ""
    """The last question that no topic covers, for "and after lip filler?"."""
    topic: Topic | None = None
    """The topic asked last, for "what about lip filler?"."""
    is_service_wanted: bool = False
    """We have asked which service the topic is about."""
    last_says: tuple[Say, ...] = ()
    last_expecting: Expecting = Expecting.ANYTHING
    name: str = ""
    phone: str = ""
    escalated: frozenset[EscalationKind] = field(default_factory=frozenset)
    messages_taken: int = 0
    answers_given: int = 0
    misses: int = 0
    """Turns in a row that were not understood."""
    is_over: bool = False
