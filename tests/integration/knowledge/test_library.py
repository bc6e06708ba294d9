"""The library on a real PostgreSQL with the real embedding model."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from voxanne.db.database import Database
from voxanne.dialogue.clinic import EntryKind
from voxanne.errors import Conflict, InvalidRequest, NotFound, ProviderError
from voxanne.knowledge.demo import demo_clinic, load_demo
from voxanne.knowledge.embeddings import MiniLm, Vectors
from voxanne.knowledge.library import Library
from voxanne.knowledge.records import EntryDraft
from voxanne.models.store import ModelStore
from voxanne.web.cursors import Cursor

QUESTIONS = tomllib.loads((Path(__file__).parents[2] / "knowledge_questions.toml").read_text())
WIFI = EntryDraft(EntryKind.QUESTION, "Is there wifi?", "Yes, and it is free.", ("internet access",))


class BrokenEmbedder:
    """An embedding model that fails until it is mended."""

    def __init__(self, mended: MiniLm) -> None:
        self._model = mended
        self.is_broken = True

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self.is_broken:
            raise ProviderError("The embedding model failed.")
        return await self._model.embed(texts)


@pytest.fixture(scope="module")
def model(model_store: ModelStore) -> MiniLm:
    return MiniLm(model_store.path("minilm-l6-v2", "model.safetensors").parent)


@pytest.fixture
def library(database: Database, model: MiniLm) -> Library:
    return Library(database, model)


async def test_a_new_entry_is_found_at_once(library: Library, organisation_id: UUID) -> None:
    assert await library.search(organisation_id, "do you have internet") == ()
    entry = await library.create(organisation_id, WIFI, by="owner")
    found = await library.search(organisation_id, "do you have internet access")
    assert [finding.source.entry_id for finding in found] == [entry.id]
    assert found[0].answer == "Yes, and it is free."


async def test_a_changed_answer_is_spoken_at_once(library: Library, organisation_id: UUID) -> None:
    entry = await library.create(organisation_id, WIFI, by="owner")
    changed = EntryDraft(EntryKind.QUESTION, "Is there wifi?", "No, sorry.")
    updated = await library.update(organisation_id, entry.id, changed, by="staff", expected_version=1)
    assert (updated.version, updated.updated_by, updated.phrasings) == (2, "staff", [])
    found = await library.search(organisation_id, "is there wifi")
    assert found[0].answer == "No, sorry."


async def test_a_deleted_or_unpublished_entry_is_never_spoken(library: Library, organisation_id: UUID) -> None:
    entry = await library.create(organisation_id, WIFI, by="owner")
    hidden = EntryDraft(WIFI.kind, WIFI.title, WIFI.answer, WIFI.phrasings, is_published=False)
    await library.update(organisation_id, entry.id, hidden, by="owner")
    assert await library.search(organisation_id, "is there wifi") == ()
    await library.delete(organisation_id, entry.id)
    with pytest.raises(NotFound):
        await library.entry(organisation_id, entry.id)
    with pytest.raises(NotFound):
        await library.delete(organisation_id, entry.id)


async def test_two_members_do_not_overwrite_each_other(library: Library, organisation_id: UUID) -> None:
    entry = await library.create(organisation_id, WIFI, by="owner")
    await library.update(organisation_id, entry.id, WIFI, by="one", expected_version=1)
    with pytest.raises(Conflict):
        await library.update(organisation_id, entry.id, WIFI, by="two", expected_version=1)


async def test_a_title_is_taken_once_per_kind(library: Library, organisation_id: UUID) -> None:
    await library.create(organisation_id, WIFI, by="owner")
    with pytest.raises(Conflict):
        await library.create(organisation_id, WIFI, by="owner")
    await library.create(organisation_id, EntryDraft(EntryKind.POLICY, WIFI.title, "Yes."), by="owner")


async def test_one_organisations_knowledge_is_closed_to_another(
    library: Library, organisation_id: UUID, other_organisation_id: UUID
) -> None:
    entry = await library.create(organisation_id, WIFI, by="owner")
    assert await library.hits(other_organisation_id, "is there wifi") == ()
    assert await library.entries(other_organisation_id) == []
    with pytest.raises(NotFound):
        await library.update(other_organisation_id, entry.id, WIFI, by="thief")


async def test_without_vectors_words_answer_now_and_vectors_are_made_later(
    database: Database, model: MiniLm, organisation_id: UUID
) -> None:
    embedder = BrokenEmbedder(model)
    library = Library(database, embedder)
    await library.create(organisation_id, WIFI, by="owner")
    found = await library.search(organisation_id, "is there wifi")
    assert found[0].answer == "Yes, and it is free."
    embedder.is_broken = False
    assert await library.embed_missing(organisation_id) == 3
    assert await library.embed_missing(organisation_id) == 0
    assert (await library.search(organisation_id, "can I use the internet at yours"))[0].answer == WIFI.answer


async def test_unchanged_texts_keep_their_passages_and_vectors(
    database: Database, model: MiniLm, organisation_id: UUID
) -> None:
    embedder = BrokenEmbedder(model)
    embedder.is_broken = False
    library = Library(database, embedder)
    entry = await library.create(organisation_id, WIFI, by="owner")
    before = (await library.search(organisation_id, "is there wifi"))[0].source
    embedder.is_broken = True
    changed = EntryDraft(WIFI.kind, WIFI.title, "Yes, free of charge.", WIFI.phrasings)
    await library.update(organisation_id, entry.id, changed, by="owner")
    embedder.is_broken = False
    assert (await library.search(organisation_id, "is there wifi"))[0].source == before
    assert await library.embed_missing(organisation_id) == 1  # only the passage that holds the answer is new


async def test_entries_are_paged_without_gaps(library: Library, organisation_id: UUID) -> None:
    for number in range(7):
        await library.create(organisation_id, EntryDraft(EntryKind.QUESTION, f"Question {number}", "Yes."), by="owner")
    seen, after = [], None
    while page := await library.entries(organisation_id, after=after, limit=3):
        seen += [entry.title for entry in page]
        after = Cursor(page[-1].updated_at, page[-1].id)
    assert seen == [f"Question {number}" for number in reversed(range(7))]


async def test_the_list_can_be_narrowed(library: Library, organisation_id: UUID) -> None:
    await library.create(organisation_id, WIFI, by="owner")
    await library.create(organisation_id, EntryDraft(EntryKind.POLICY, "Smoking", "Not inside."), by="owner")
    assert [e.title for e in await library.entries(organisation_id, kind=EntryKind.POLICY)] == ["Smoking"]
    assert [e.title for e in await library.entries(organisation_id, query="wif")] == ["Is there wifi?"]
    assert [e.title for e in await library.entries(organisation_id, query="inside")] == ["Smoking"]
    assert await library.entries(organisation_id, is_published=False) == []


async def test_strange_questions_are_harmless(library: Library, organisation_id: UUID) -> None:
    await library.create(organisation_id, WIFI, by="owner")
    for question in ("", "'; drop table passages; --", "a & b | !c <-> d:*", "£" * 400, "🙂", "the and of", "\\"):
        await library.hits(organisation_id, question)
    with pytest.raises(InvalidRequest):
        await library.hits(organisation_id, "x" * 501)


async def test_an_organisation_that_is_gone_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        await library.clinic(uuid4())


async def test_the_demo_clinic_loads_once_and_respects_what_members_changed(
    library: Library, organisation_id: UUID
) -> None:
    assert await load_demo(library, organisation_id) == len(demo_clinic().entries)
    assert await load_demo(library, organisation_id) == 0
    wifi = next(e for e in await library.entries(organisation_id, query="gift vouchers") if "voucher" in e.title)
    mine = EntryDraft(wifi.kind, wifi.title, "Not any more.")
    await library.update(organisation_id, wifi.id, mine, by="owner")
    assert await load_demo(library, organisation_id) == 0
    assert (await library.entry(organisation_id, wifi.id)).answer == "Not any more."

    clinic = await library.clinic(organisation_id)
    assert len(clinic.services) >= 16
    assert clinic.hours is not None
    assert "Botox" in (await library.vocabulary(organisation_id)).terms

    right = refused = 0
    scored = QUESTIONS["scored"]
    for question, title in scored["answered"].items():
        hits = await library.hits(organisation_id, question)
        right += bool(hits) and hits[0].title == title
    for question in scored["off_topic"]:
        refused += not await library.search(organisation_id, question)
    assert right / len(scored["answered"]) >= 0.85
    assert refused / len(scored["off_topic"]) >= 0.95
