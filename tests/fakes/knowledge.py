"""A clinic's knowledge in memory: the production passages and ranking, without a database and without vectors."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5

from voxanne.dialogue.clinic import Clinic, Finding
from voxanne.dialogue.port import Citation
from voxanne.knowledge.demo import DemoClinic, demo_clinic
from voxanne.knowledge.passages import clinic_of, passages_of
from voxanne.knowledge.ranking import rank, word_weights
from voxanne.knowledge.records import Candidate, Entry

ORGANISATION = UUID(int=1)
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


class MemoryKnowledge:
    """Answers from the demo clinic's entries by words and sounds alone."""

    def __init__(self, source: DemoClinic | None = None) -> None:
        known = source or demo_clinic()
        entries = [
            Entry(
                uuid5(ORGANISATION, f"{draft.kind}/{draft.title}"), draft.kind, draft.title, list(draft.phrasings),
                draft.answer, draft.details, draft.is_published, 1, _THEN, _THEN, "test",
            )
            for draft in known.entries
        ]  # fmt: skip
        self._clinic = clinic_of(
            ORGANISATION,
            name=known.name,
            time_zone=known.time_zone,
            emergency_number=known.emergency_number,
            version=1,
            entries=entries,
        )
        self._candidates = [
            Candidate(passage.id, entry.id, entry.kind, entry.title, passage.text, entry.answer, None)
            for entry, draft in zip(entries, known.entries, strict=True)
            for passage in passages_of(entry.id, draft)
        ]
        self._weights = word_weights(candidate.text for candidate in self._candidates)

    async def clinic(self, organisation_id: UUID) -> Clinic:
        return self._clinic

    async def search(self, organisation_id: UUID, question: str) -> tuple[Finding, ...]:
        hits = rank(question, self._candidates, self._weights)
        return tuple(
            Finding(hit.kind, hit.answer, hit.score, Citation(hit.passage_id, hit.entry_id, hit.title))
            for hit in hits[:3]
            if hit.is_sure
        )
