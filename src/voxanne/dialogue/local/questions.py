"""What facts an utterance asks for: several in one breath, each with its service and its time. Pure.

"how much is botox and are you open on saturday"
    Ask(PRICE, service="Botox"), Ask(HOURS, "are you open on saturday")
"and how long does it take"            (the service spoken of last is filled in)
    Ask(DURATION, service=...)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.hearing import find_terms, normal
from voxanne.dialogue.local.topics import DAY, OF_A_SERVICE, Topic, topic_of


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `service` and `person` are names as the clinic writes them; `text` is in normal form."""

    topic: Topic
    text: str
    service: str = ""
    person: str = ""


_SPLIT = re.compile(r"\s*(?:[?.;!]+|,)\s*|\s+(?:and also|and then|and|also|but also|plus|oh and)\s+", re.I)
_PRONOUN = re.compile(r"\b(?:it|that|this|they|them|those|one)\b")
_WHAT_ABOUT = re.compile(
    r"^(?:and |ok |okay |oh |so |right |well |um |er )*(?:what about|how about|and|what of|same for|and for"
    r"|and the|or) ?"
)


def asks_in(
    text: str, clinic: Clinic, *, service: str, topic: Topic | None, is_service_wanted: bool
) -> tuple[Ask, ...]:
    """The questions in an utterance, in spoken order.

    `service` and `topic` are what was spoken of last; `is_service_wanted` says that we have asked for one.
    """
    asks: list[Ask] = []
    context, last_topic = service, topic
    for piece in _pieces(text, clinic):
        for ask in _asks_of(piece, clinic, context, last_topic, is_service_wanted or bool(asks)):
            if ask not in asks and not _repeats(ask, asks):
                asks.append(ask)
            context = ask.service or context
            last_topic = ask.topic if ask.topic is not Topic.GENERAL else last_topic
    return tuple(asks)


def service_names(clinic: Clinic) -> dict[str, str]:
    """Every spoken form (normal) of a service, and the name it belongs to."""
    names: dict[str, str] = {}
    for offered in clinic.services:
        for form in (offered.name, *offered.aliases):
            names.setdefault(normal(form), offered.name)
    return names


def person_names(clinic: Clinic) -> dict[str, str]:
    """Every spoken form (normal) of a practitioner's name; "Dr Byrne" also without the first name."""
    names: dict[str, str] = {}
    for person in clinic.practitioners:
        words = normal(person.name).split()
        forms = {" ".join(words), *(normal(alias) for alias in person.aliases)}
        if words[0] in {"dr", "doctor", "mr", "mrs", "ms", "miss", "nurse"} and len(words) > 2:
            forms |= {f"{words[0]} {words[-1]}", " ".join(words[1:])}
            if words[0] == "dr":
                forms |= {f"doctor {words[-1]}", f"doctor {' '.join(words[1:])}"}
        for form in forms:
            names.setdefault(form, person.name)
    return names


def _pieces(text: str, clinic: Clinic) -> list[str]:
    """Clauses that each hold a question of their own; a clause that holds none joins the one before."""
    services = service_names(clinic)
    pieces: list[str] = []
    for raw in _SPLIT.split(text):
        piece = normal(raw or "")
        if not piece:
            continue
        stands_alone = topic_of(piece) is not None or bool(find_terms(piece, tuple(services))) or _is_question(piece)
        if pieces and not stands_alone:
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces


def _asks_of(piece: str, clinic: Clinic, context: str, last_topic: Topic | None, may_inherit: bool) -> list[Ask]:
    services = service_names(clinic)
    mentions = [services[m.term] for m in find_terms(piece, tuple(services))]
    mentions = list(dict.fromkeys(mentions))
    people = person_names(clinic)
    persons = list(dict.fromkeys(people[m.term] for m in find_terms(piece, tuple(people))))
    topic = topic_of(piece)
    if persons and topic in (None, Topic.HOURS, Topic.ABOUT, Topic.TEAM, Topic.OFFERED, Topic.WHO) and not mentions:
        asks_days = re.search(rf"\b(?:{DAY}|in|days?|available|working|work|when|today)\b", piece)
        return [Ask(Topic.PERSON_DAYS if asks_days else Topic.PERSON, piece, person=persons[0])]
    if topic is None and mentions:
        follow_up = _WHAT_ABOUT.match(piece) or may_inherit or len(piece.split()) <= 4
        inherits = last_topic in OF_A_SERVICE and follow_up and not _is_open_question(piece)
        if inherits and last_topic is not None:
            return [Ask(last_topic, piece, service=name) for name in mentions]
        if _is_open_question(piece):
            return [Ask(Topic.GENERAL, piece, service=mentions[0])]
        return [Ask(Topic.ABOUT, piece, service=name) for name in mentions[:2]]
    if topic is None:
        follow_up_time = _WHAT_ABOUT.match(piece) and re.search(rf"\b{DAY}\b", piece)
        if last_topic is Topic.HOURS and (follow_up_time or re.fullmatch(rf"(?:on |and )*{DAY}(?: \w+)?", piece)):
            return [Ask(Topic.HOURS, piece)]
        if last_topic in (Topic.PERSON, Topic.PERSON_DAYS) and follow_up_time:
            return [Ask(Topic.GENERAL, piece)]
        if context and _PRONOUN.search(piece):
            return [Ask(Topic.GENERAL, _PRONOUN.sub(normal(context), piece, count=1), service=context)]
        return [Ask(Topic.GENERAL, piece)]
    if topic in OF_A_SERVICE:
        if mentions:
            return [Ask(topic, piece, service=name) for name in mentions]
        if topic in (Topic.OFFERED, Topic.ABOUT) or (topic is Topic.PREPARATION and not context):
            if context and topic is Topic.ABOUT and _PRONOUN.search(piece):
                return [Ask(topic, piece, service=context)]
            return [Ask(Topic.GENERAL, piece)]
        if _PRONOUN.search(piece) or len(piece.split()) <= 5 or not _has_other_object(piece):
            return [Ask(topic, piece, service=context)]
        return [Ask(Topic.GENERAL, piece)]
    return [Ask(topic, piece)]


def _repeats(ask: Ask, asks: list[Ask]) -> bool:
    return any(a.topic is ask.topic and a.service == ask.service and a.text in ask.text for a in asks) and (
        ask.topic not in (Topic.GENERAL, Topic.HOURS, Topic.PERSON_DAYS)
    )


_FUNCTION_WORDS = frozenset(
    [
        "how",
        "much",
        "is",
        "are",
        "do",
        "does",
        "the",
        "a",
        "an",
        "for",
        "of",
        "to",
        "in",
        "at",
        "it",
        "that",
        "this",
        "they",
        "them",
        "you",
        "your",
        "i",
        "my",
        "me",
        "we",
        "would",
        "will",
        "cost",
        "costs",
        "price",
        "prices",
        "long",
        "take",
        "takes",
        "be",
        "what",
        "whats",
        "and",
        "so",
        "ok",
        "okay",
        "um",
        "er",
        "well",
        "please",
        "just",
        "can",
        "could",
        "tell",
        "have",
        "having",
        "get",
        "one",
        "charge",
        "charges",
        "treatment",
        "appointment",
        "session",
        "procedure",
        "whole",
        "usually",
        "about",
        "roughly",
        "know",
        "like",
        "wondering",
        "hi",
        "hello",
        "yes",
        "thanks",
        "there",
        "who",
        "did",
        "pay",
        "with",
        "gonna",
        "going",
        "expensive",
        "any",
        "right",
        "then",
        "also",
        "now",
        "need",
    ]
)


def _has_other_object(piece: str) -> bool:
    """Whether the question names a thing of its own ("how much is tattoo removal") rather than "it"."""
    return any(word not in _FUNCTION_WORDS for word in piece.split())


def _is_question(piece: str) -> bool:
    return bool(
        re.match(
            r"(?:and |so |but |also |oh |um |ok |okay |well )*(?:what|whats|when|where|who|how|why|which|do"
            r"|does|did|is|are|can|could|will|would|should|may|have|has|am|was)\b",
            piece,
        )
    )


def _is_open_question(piece: str) -> bool:
    """A question about a service that no topic covers: "does botox hurt", "can I drive after a peel"."""
    return _is_question(piece) and not _WHAT_ABOUT.match(piece) and len(piece.split()) >= 3


def looks_like_question(text: str) -> bool:
    """Whether an utterance (as heard, before normalisation) asks something."""
    plain = normal(text)
    return (
        "?" in text
        or _is_question(plain)
        or bool(
            re.search(
                r"\b(?:wondering|want to know|like to know|could you tell|can you tell|do you know|i was told"
                r"|any idea|need to know|asking)\b",
                plain,
            )
        )
        or bool(re.search(r"\b(?:do|can|are|will|could) (?:you|i|we)\b", plain))
    )
