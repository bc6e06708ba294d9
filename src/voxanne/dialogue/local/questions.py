"""What facts an utterance asks for: several in one breath, each with its service and its time. Pure.

"how much is botox and are you open on saturday"
    Ask(PRICE, service="Botox"), Ask(HOURS, "are you open on saturday")
"and how long does it take"            (the service spoken of last is filled in)
    Ask(DURATION, service=...)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.hearing import find_terms, normal
from voxanne.dialogue.local.clauses import clauses_of, is_question
from voxanne.dialogue.local.lexicon import person_names, service_names
from voxanne.dialogue.local.topics import DAY, OF_A_SERVICE, Topic, topic_of


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `service` and `person` are names as the clinic writes them; `text` is in normal form."""

    topic: Topic
    text: str
    service: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """What the talk is about: what was spoken of last, and whether we have asked for a service."""

    service: str = ""
    person: str = ""
    topic: Topic | None = None
    question: str = ""
    """The last question that no topic covers."""
    is_service_wanted: bool = False


_PRONOUN = re.compile(r"\b(?:it|that|this|they|them|those|one)\b")
_WHAT_ABOUT = re.compile(
    r"^(?:and |ok |okay |oh |so |right |well |um |er )*(?:what about|how about|and|what of|same for|and for"
    r"|and the|or) ?"
)
_OF_A_PERSON = {None, Topic.HOURS, Topic.ABOUT, Topic.TEAM, Topic.OFFERED, Topic.WHO}


def asks_in(text: str, clinic: Clinic, thread: Thread) -> tuple[Ask, ...]:
    """The questions in an utterance, in spoken order; what they leave out is filled in from the thread."""
    services, people = service_names(clinic), person_names(clinic)
    asks: list[Ask] = []
    for clause in clauses_of(text, tuple(services)):
        for ask in _Clause(clause, services, people, thread).asks():
            if ask not in asks and not _repeats(ask, asks):
                asks.append(ask)
            thread = replace(
                thread,
                service=ask.service or thread.service,
                person=ask.person or thread.person,
                topic=ask.topic if ask.topic is not Topic.GENERAL else thread.topic,
                is_service_wanted=True,
            )
    priced = {ask.service for ask in asks if ask.topic is Topic.PRICE and ask.service}
    return tuple(ask for ask in asks if ask.topic is not Topic.OFFERED or ask.service not in priced)


class _Clause:
    """One clause being read."""

    def __init__(self, text: str, services: dict[str, str], people: dict[str, str], thread: Thread) -> None:
        self.text = text
        self.thread = thread
        self._services = services
        self.mentions = list(dict.fromkeys(services[m.term] for m in find_terms(text, tuple(services))))
        self.people = list(dict.fromkeys(people[m.term] for m in find_terms(text, tuple(people))))
        self.topic = topic_of(text)

    def asks(self) -> list[Ask]:
        if self.people and self.topic in _OF_A_PERSON and not self.mentions:
            asks_days = self._has(rf"{DAY}|in|days?|available|working|work|when|today")
            return [Ask(Topic.PERSON_DAYS if asks_days else Topic.PERSON, self.text, person=self.people[0])]
        if self.topic is None:
            return self._named() if self.mentions else self._unnamed()
        if self._has("difference|differ|versus|vs|better|compare"):
            return [Ask(Topic.GENERAL, self.text)]
        if self.topic is Topic.OFFERED and self._has(DAY) and len(self.mentions) <= 1:
            return [Ask(Topic.HOURS, self.text)]
        if self.topic is Topic.OFFERED and self.mentions and _has_other_object(self._without_mentions()):
            # "can I have Botox while I'm pregnant" must not be answered with "yes, we do"
            return [Ask(Topic.GENERAL, self.text, service=self.mentions[0])]
        return self._of_a_service(self.topic) if self.topic in OF_A_SERVICE else [Ask(self.topic, self.text)]

    def _named(self) -> list[Ask]:
        """No topic of its own, but a service: the topic goes on, or it is an open question about the service."""
        last, first = self.thread, self.mentions[0]
        is_follow_up = _WHAT_ABOUT.match(self.text) is not None
        if last.question and is_follow_up:
            return [Ask(Topic.GENERAL, self._asked_of(last.question, first), service=first)]
        is_open = is_question(self.text) and not is_follow_up and len(self.text.split()) >= 3
        if is_open:
            return [Ask(Topic.GENERAL, self.text, service=first)]
        goes_on = is_follow_up or last.is_service_wanted or len(self.text.split()) <= 4
        topic = last.topic if goes_on and last.topic in OF_A_SERVICE and last.topic else Topic.ABOUT
        return [Ask(topic, self.text, service=name) for name in self.mentions[:3]]

    def _unnamed(self) -> list[Ask]:
        """Neither a topic nor a service: the talk goes on about the same, or it is any other question."""
        last = self.thread
        is_other_day = _WHAT_ABOUT.match(self.text) is not None and self._has(DAY)
        if last.topic is Topic.HOURS and (is_other_day or re.fullmatch(rf"(?:on |and )*{DAY}(?: \w+)?", self.text)):
            return [Ask(Topic.HOURS, self.text)]
        if last.topic in (Topic.PERSON, Topic.PERSON_DAYS) and last.person and is_other_day:
            return [Ask(Topic.PERSON_DAYS, self.text, person=last.person)]
        if last.service and _PRONOUN.search(self.text):
            named = _PRONOUN.sub(normal(last.service), self.text, count=1)
            return [Ask(Topic.GENERAL, named, service=last.service)]
        return [Ask(Topic.GENERAL, self.text)]

    def _of_a_service(self, topic: Topic) -> list[Ask]:
        last = self.thread.service
        if self.mentions:
            return [Ask(topic, self.text, service=name) for name in self.mentions]
        if topic in (Topic.PREPARATION, Topic.WHO) and last:
            return [Ask(topic, self.text, service=last)]
        if topic is Topic.ABOUT and last and _PRONOUN.search(self.text):
            return [Ask(topic, self.text, service=last)]
        if topic in (Topic.OFFERED, Topic.ABOUT, Topic.PREPARATION):
            return [Ask(Topic.GENERAL, self.text)]
        if _PRONOUN.search(self.text) or len(self.text.split()) <= 3 or not _has_other_object(self.text):
            return [Ask(topic, self.text, service=last)]
        return [Ask(Topic.GENERAL, self.text)]

    def _has(self, words: str) -> bool:
        return re.search(rf"\b(?:{words})\b", self.text) is not None

    def _without_mentions(self) -> str:
        words = self.text.split()
        for mention in reversed(find_terms(self.text, tuple(self._services))):
            del words[mention.start : mention.end]
        return " ".join(words)

    def _asked_of(self, question: str, service: str) -> str:
        """The last question put about another service."""
        words, mentions = question.split(), find_terms(question, tuple(self._services))
        if not mentions:
            return f"{question} {normal(service)}"
        words[mentions[0].start : mentions[0].end] = normal(service).split()
        return " ".join(words)


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


def looks_like_question(text: str) -> bool:
    """Whether an utterance (as heard, before normalisation) asks something."""
    plain = normal(text)
    return (
        "?" in text
        or is_question(plain)
        or bool(
            re.search(
                r"\b(?:wondering|want to know|like to know|could you tell|can you tell|do you know|i was told"
                r"|any idea|need to know|asking|question about|query about|(?:calling|ringing|phoning) (?:about"
                r"|regarding))\b",
                plain,
            )
        )
        or bool(re.search(r"\b(?:do|can|are|will|could) (?:you|i|we)\b", plain))
    )
