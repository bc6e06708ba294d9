"""A clinic's knowledge as the rest of the house uses it: edited by members, searched by callers.

Search is one way for everybody, so that a member who tries a question sees what a caller would hear:
PostgreSQL proposes candidates (full text, sound, exact vector distance within the organisation) and
`ranking` decides. Questions about prices, hours and the like never come here: the mind reads them from the
`Clinic`, which is kept in memory and reloaded when the organisation's knowledge version has moved.

When the embedding model fails, entries are stored and questions answered without vectors; the missing ones
are made later (`embed_missing`).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

import structlog

from voxanne.db.database import Database, Session
from voxanne.dialogue.clinic import Clinic, EntryKind, Finding
from voxanne.dialogue.port import Citation
from voxanne.errors import InvalidRequest, ProviderError
from voxanne.knowledge import store
from voxanne.knowledge.embeddings import Embedder, Vectors
from voxanne.knowledge.passages import checked, clinic_of, passages_of, sounds_of
from voxanne.knowledge.ranking import WordWeights, rank, word_weights
from voxanne.knowledge.records import Entry, EntryDraft, Hit
from voxanne.knowledge.vocabulary import vocabulary_of
from voxanne.organisations import store as organisations
from voxanne.speech.port import Vocabulary
from voxanne.web.cursors import Cursor

log = structlog.get_logger()

LONGEST_QUESTION = 500
KEPT_CLINICS = 500


@dataclass(frozen=True, slots=True)
class _Known:
    """What this node keeps of one organisation's knowledge, and the versions it was made from."""

    clinic: Clinic
    weights: WordWeights


class Library:
    """All organisations' knowledge. Share one per node. `embedder` None: words and sounds alone."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database = database
        self._embedder = embedder
        self._known: OrderedDict[UUID, _Known] = OrderedDict()

    async def entries(
        self,
        organisation_id: UUID,
        *,
        kind: EntryKind | None = None,
        is_published: bool | None = None,
        query: str = "",
        after: Cursor | None = None,
        limit: int = 50,
    ) -> list[Entry]:
        """Entries, changed last first; `after` is the last one of the page before (its `updated_at` and id)."""
        async with self._database.session(organisation_id) as session:
            return await store.list_entries(
                session, kind=kind, is_published=is_published, query=query, after=after, limit=limit
            )

    async def entry(self, organisation_id: UUID, entry_id: UUID) -> Entry:
        """Raises NotFound."""
        async with self._database.session(organisation_id) as session:
            return await store.find_entry(session, entry_id)

    async def create(self, organisation_id: UUID, draft: EntryDraft, *, by: str) -> Entry:
        """Store a new entry; callers may hear it at once. Raises InvalidRequest, Conflict (title taken)."""
        draft = checked(draft)
        vectors = await self._vectors_of(draft)
        async with self._database.session(organisation_id) as session:
            return await store.create_entry(session, draft, by=by, vectors=vectors)

    async def update(
        self, organisation_id: UUID, entry_id: UUID, draft: EntryDraft, *, by: str, expected_version: int | None = None
    ) -> Entry:
        """Replace an entry. Raises InvalidRequest, NotFound, Conflict (changed meanwhile, or title taken)."""
        draft = checked(draft)
        vectors = await self._vectors_of(draft)
        async with self._database.session(organisation_id) as session:
            return await store.update_entry(
                session, entry_id, draft, expected_version=expected_version, by=by, vectors=vectors
            )

    async def delete(self, organisation_id: UUID, entry_id: UUID) -> None:
        """Raises NotFound."""
        async with self._database.session(organisation_id) as session:
            await store.delete_entry(session, entry_id)

    async def hits(self, organisation_id: UUID, question: str, limit: int = 10) -> tuple[Hit, ...]:
        """The best answers to a question, also unsure ones; `is_sure` marks what a caller would hear."""
        if len(question) > LONGEST_QUESTION:
            raise InvalidRequest(f"q: at most {LONGEST_QUESTION} characters.")
        if not question.strip():
            return ()
        vector = await self._vector_of(question)
        async with self._database.session(organisation_id) as session:
            known = await self._current(session)
            found = await store.candidates(session, question, sounds_of(question), vector)
        return rank(question, found, known.weights)[:limit]

    async def search(self, organisation_id: UUID, question: str) -> tuple[Finding, ...]:
        """What may be spoken in answer to a caller's question, best first; empty when nothing is sure."""
        hits = await self.hits(organisation_id, question[:LONGEST_QUESTION], limit=3)
        return tuple(
            Finding(hit.kind, hit.answer, hit.score, Citation(hit.passage_id, hit.entry_id, hit.title))
            for hit in hits
            if hit.is_sure
        )

    async def clinic(self, organisation_id: UUID) -> Clinic:
        """The clinic's published facts. Raises NotFound, ProviderError."""
        async with self._database.session(organisation_id) as session:
            return (await self._current(session)).clinic

    async def vocabulary(self, organisation_id: UUID) -> Vocabulary:
        """The clinic's own words for the transcriber. Raises NotFound, ProviderError."""
        return vocabulary_of(await self.clinic(organisation_id))

    async def embed_missing(self, organisation_id: UUID) -> int:
        """Make the vectors that could not be made when their entries were stored. Returns how many."""
        if self._embedder is None:
            return 0
        async with self._database.session(organisation_id) as session:
            waiting = await store.passages_without_vector(session)
        if not waiting:
            return 0
        vectors = await self._embedder.embed([passage.text for passage in waiting])
        async with self._database.session(organisation_id) as session:
            made = {passage.id: vector for passage, vector in zip(waiting, vectors, strict=True)}
            await store.set_vectors(session, made)
        return len(waiting)

    async def _current(self, session: Session) -> _Known:
        """The organisation's facts and word weights at the newest version; one small query when unchanged."""
        organisation = await organisations.find(session)
        known = self._known.get(organisation.id)
        profile = (organisation.name, organisation.time_zone, organisation.emergency_number)
        if known is not None and _made_from(known.clinic) == (*profile, organisation.knowledge_version):
            self._known.move_to_end(organisation.id)
            return known
        clinic = clinic_of(
            organisation.id,
            name=organisation.name,
            time_zone=organisation.time_zone,
            emergency_number=organisation.emergency_number,
            version=organisation.knowledge_version,
            entries=await store.published_entries(session),
        )
        known = _Known(clinic, word_weights(await store.passage_texts(session)))
        self._known[organisation.id] = known
        while len(self._known) > KEPT_CLINICS:
            self._known.popitem(last=False)
        return known

    async def _vector_of(self, question: str) -> Vectors | None:
        vectors = await self._embedded([question])
        return vectors.get(question)

    async def _vectors_of(self, draft: EntryDraft) -> dict[str, Vectors]:
        return await self._embedded([passage.text for passage in passages_of(UUID(int=0), draft)])

    async def _embedded(self, texts: list[str]) -> dict[str, Vectors]:
        """Vectors by text; empty when the model fails, and then words alone must do for now."""
        if self._embedder is None:
            return {}
        try:
            return dict(zip(texts, await self._embedder.embed(texts), strict=True))
        except ProviderError:
            log.warning("embedding_failed", texts=len(texts))
            return {}


def _made_from(clinic: Clinic) -> tuple[str, str, str, int]:
    return clinic.name, clinic.time_zone, clinic.emergency_number, clinic.version
