"""Ranking: the right entry first, and nothing at all when nothing fits."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.fakes.knowledge import ORGANISATION, MemoryKnowledge

from voxanne.dialogue.clinic import EntryKind
from voxanne.knowledge.ranking import WordWeights, rank, stems, word_weights
from voxanne.knowledge.records import Candidate

KNOWLEDGE = MemoryKnowledge()


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("can I pay by card", "Paying"),
        ("do you sell gift vouchers", "Do you sell gift vouchers?"),
        ("is there a cancellation fee", "Cancellation policy"),
        ("how long does botox last", "How long does Botox last?"),
        ("do I need a referral", "Do I need a referral?"),
    ],
)
async def test_words_alone_find_the_entry(question: str, title: str) -> None:
    found = await KNOWLEDGE.search(ORGANISATION, question)
    assert found[0].source.title == title


@pytest.mark.parametrize("question", ["do you do tattoo removal", "who won the football", "", "the a of"])
async def test_words_alone_refuse_what_is_not_known(question: str) -> None:
    assert await KNOWLEDGE.search(ORGANISATION, question) == ()


def candidate(number: int, text: str, cosine: float | None) -> Candidate:
    return Candidate(UUID(int=number), UUID(int=number + 100), EntryKind.QUESTION, text, text, "Yes.", cosine)


def test_meaning_outranks_shared_words() -> None:
    near, far = candidate(1, "Does it hurt?", 0.85), candidate(2, "Is the car park free?", 0.1)
    hits = rank("is it painful", (far, near), WordWeights())
    assert hits[0].entry_id == near.entry_id


def test_one_hit_per_entry() -> None:
    one = candidate(1, "Does it hurt?", 0.8)
    again = Candidate(UUID(int=9), one.entry_id, one.kind, one.title, "is it painful", "Yes.", 0.9)
    hits = rank("is it painful", (one, again), WordWeights())
    assert [hit.passage_id for hit in hits] == [again.passage_id]


def test_a_passage_without_a_vector_is_judged_by_words() -> None:
    hits = rank("do you have wifi", (candidate(1, "Do you have wifi?", None),), WordWeights())
    assert hits[0].is_sure


def test_a_word_that_sounds_like_a_known_one_counts_as_it() -> None:
    texts = ["Does microneedling help?"]
    hits = rank("does micronidling help", (candidate(1, texts[0], None),), word_weights(texts))
    assert hits[0].is_sure


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = word_weights(["botox price", "filler price", "peel price", "laser price"])
    assert weights.of("botox") > weights.of("price") or weights.of("botox") > weights.of("cost")
    assert weights.of("unheard") == 1.0


def test_stems_meet_across_endings() -> None:
    assert stems("cancelling an appointment") == stems("cancel appointments")


WORDS = WordWeights({"video": 0.85, "call": 0.66})
RECORDING = candidate(1, "We record every call", 0.62)
ON_VIDEO = "Do you offer video appointments?"


def test_a_near_rival_with_the_more_telling_word_makes_the_answer_unsure() -> None:
    hits = rank("can I do it by video call", (RECORDING, candidate(2, ON_VIDEO, 0.46)), WORDS)
    assert hits[0].entry_id == RECORDING.entry_id
    assert not any(hit.is_sure for hit in hits)


def test_a_close_rival_with_the_more_telling_word_is_the_answer() -> None:
    rival = candidate(2, ON_VIDEO, 0.54)
    hits = rank("can I do it by video call", (RECORDING, rival), WORDS)
    assert hits[0].entry_id == rival.entry_id
    assert [hit.is_sure for hit in hits] == [True, False]


def test_a_rival_far_behind_changes_nothing() -> None:
    hits = rank("can I do it by video call", (RECORDING, candidate(2, ON_VIDEO, 0.2)), WORDS)
    assert hits[0].entry_id == RECORDING.entry_id
    assert hits[0].is_sure
