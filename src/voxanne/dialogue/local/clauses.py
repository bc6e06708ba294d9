"""Cuts an utterance into clauses that each ask one thing. Pure."""

from __future__ import annotations

import re

from voxanne.dialogue.hearing import find_terms, normal
from voxanne.dialogue.local.topics import topic_of

_SPLIT = re.compile(r"\s*(?:[?.;!]+|,)\s*|\s+(?:and also|and then|and|also|but also|plus|oh and)\s+", re.I)
_PREAMBLE = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|there|good (?:morning|afternoon|evening)|um|uh|er|erm|yeah|yes|no|so|ok|okay"
    r"|well|right|sorry|thanks"
    r"|thank you|great|lovely|i was (?:just )?wondering|just wondering|i was just|please|oh|ah)\b ?)+(?=\w)"
)
_INTRODUCTION = re.compile(
    r"\bmy names? (?:is )?\w+(?: \w+)??(?= (?:and|i|id|im|ive|can|could|how|do|what|where|when|is|are|calling"
    r"|ringing|just)\b|$)"
)
_CIRCUMSTANCE = re.compile(
    r"^(?:i am|im|ive|i have|i had|my|hes|shes|he|she|we|were)\b(?!.*\b(?:interested|wondering|calling|ringing)\b)"
)
"""A statement that the next question must be read with: "I'm pregnant. Can I have Botox?"."""


def clauses_of(text: str, services: tuple[str, ...]) -> list[str]:
    """Clauses in normal form; one that asks nothing joins its neighbour. `services`: their spoken forms."""
    clauses: list[str] = []
    for raw in _SPLIT.split(text):
        clause = _PREAMBLE.sub("", _INTRODUCTION.sub(" ", normal(raw or "")).strip())
        if not clause:
            continue
        stands_alone = topic_of(clause) is not None or is_question(clause) or bool(find_terms(clause, services))
        if clauses and (not stands_alone or _CIRCUMSTANCE.match(clauses[-1])):
            clauses[-1] = f"{clauses[-1]} {clause}"
        else:
            clauses.append(clause)
    return clauses


def is_question(piece: str) -> bool:
    """Whether a clause in normal form is put as a question."""
    return bool(
        re.match(
            r"(?:and |so |but |also |oh |um |ok |okay |well )*(?:what|whats|when|where|who|how|why|which|do"
            r"|does|did|is|are|can|could|will|would|should|may|have|has|am|was)\b",
            piece,
        )
    )
