"""What a caller brings in one turn: acts and questions side by side. Pure.

An utterance is cut into clauses; a clause that performs an act (asks for a person, books, leaves a message)
is not searched for facts as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.hearing import find_terms, normal
from voxanne.dialogue.local.acts import Act, acts_in, is_no, is_yes
from voxanne.dialogue.local.clauses import is_question
from voxanne.dialogue.local.lexicon import service_names
from voxanne.dialogue.local.questions import Ask, Thread, asks_in
from voxanne.dialogue.local.state import State
from voxanne.dialogue.local.topics import Topic

WISHES = (
    Act.ROBOT,
    Act.RECORDED,
    Act.PERSON,
    Act.COMPLAINT,
    Act.CHANGE_BOOKING,
    Act.BOOK,
    Act.MESSAGE,
    Act.SALES,
    Act.WRONG_NUMBER,
    Act.RUDE,
    Act.WHICH_CLINIC,
    Act.ABILITIES,
    Act.HOW_ARE_YOU,
    Act.HEARING,
)
_SENTENCE = re.compile(
    r"[?.;!]+\s*|,\s+|\s+(?:and also|and then|but|also)\s+|\s+and\s+(?=(?:can|could|how|what|when|where|do"
    r"|does|is|are|id|i|who)\b)",
    re.I,
)
_ASKS_ABOUT_RULES = re.compile(
    r"^(?:and |so |but |ok |um )*(?:what (?!appointments|slots|availability|time is my)|how (?!do i book|soon"
    r"|can i book)|whats (?!your next|the next|the earliest|your earliest)|is there (?:a|an|any) (?:fee"
    r"|charge|penalty|notice|policy|deposit|cost)"
    r"|do i (?:need|have|get|lose|pay)|will i|can i (?:still )?cancel (?!my|the|an appointment|it)|if i"
    r"|does it|must i|.*\bwithout (?:an )?(?:appointment|booking)|do you charge|what if)"
)


@dataclass(frozen=True, slots=True)
class Bring:
    """`acts` most pressing first; `names_service`: a booking names what it is for; `has_detail`: there is
    enough in the words to serve as the message itself."""

    text: str
    acts: tuple[Act, ...]
    asks: tuple[Ask, ...]
    names_service: bool
    has_detail: bool


def bring_of(text: str, clinic: Clinic, state: State) -> Bring:
    """Acts and questions of one turn."""
    acts: list[Act] = []
    asking: list[str] = []
    wishing: list[str] = []
    for clause in filter(None, _SENTENCE.split(text)):
        plain = normal(clause)
        wishes = [act for act in acts_in(plain) if act in WISHES and not _is_about_rules(act, plain)]
        if wishes:
            acts += wishes
            wishing.append(plain)
        elif plain:
            asking.append(clause.strip())
    thread = Thread(state.service, state.person, state.topic, state.question, state.is_service_wanted)
    asks = asks_in(". ".join(asking), clinic, thread)
    asks = tuple(ask for ask in asks if not _is_courtesy(ask))
    if acts:
        # words around a wish are its reason ("I'd like to leave a message, my order has not come"),
        # only real questions beside it are answered
        asks = tuple(ask for ask in asks if ask.topic is not Topic.GENERAL and is_question(ask.text))
    ordered = tuple(act for act in WISHES if act in acts)
    mentions = find_terms(normal(text), tuple(service_names(clinic)))
    return Bring(text, ordered, asks, bool(mentions), _has_detail(wishing, asking))


def _is_courtesy(ask: Ask) -> bool:
    """ "Hello", "lovely, thank you", "yes": nothing to search for."""
    if ask.topic is not Topic.GENERAL or ask.service or is_question(ask.text) or len(ask.text.split()) > 5:
        return False
    return bool({Act.THANKS, Act.GOODBYE, Act.GREETING} & set(acts_in(ask.text))) or is_yes(ask.text) or is_no(ask.text)


def _is_about_rules(act: Act, plain: str) -> bool:
    """ "What happens if I cancel my appointment" asks about the policy; "cancel my appointment" wants it done."""
    return act in (Act.CHANGE_BOOKING, Act.BOOK) and bool(_ASKS_ABOUT_RULES.search(plain))


def _has_detail(wishing: list[str], asking: list[str]) -> bool:
    """Whether the caller has said what it is about, beyond asking for a message or a person."""
    if any(len(normal(clause).split()) >= 3 for clause in asking):
        return True
    detail = re.compile(
        r"\b(?:about|regarding|that|because|concerning|to say|to do with|late|my appointment|on the|at \d"
        r"|from the|for my|tomorrow|today|monday|tuesday|wednesday|thursday|friday)\b (?:\w+)?"
    )
    return any(detail.search(clause) and len(clause.split()) >= 6 for clause in wishing)
