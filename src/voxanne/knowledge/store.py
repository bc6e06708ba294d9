"""The knowledge room's SQL. A change to an entry, its passages and the organisation's version are one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb

from voxanne.db.database import Session
from voxanne.dialogue.clinic import EntryKind
from voxanne.errors import Conflict, NotFound
from voxanne.knowledge.embeddings import Vectors
from voxanne.knowledge.passages import passages_of
from voxanne.knowledge.records import Candidate, Entry, EntryDraft, Passage
from voxanne.web.cursors import Cursor

COLUMNS: LiteralString = (
    "id, kind, title, phrasings, answer, details, is_published, version, created_at, updated_at, updated_by"
)


async def list_entries(
    session: Session,
    *,
    kind: EntryKind | None = None,
    is_published: bool | None = None,
    query: str = "",
    after: Cursor | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Entries, changed last first. `query` keeps those that contain its words (full text, or part of the title)."""
    return await session.rows(
        Entry,
        f"""select {COLUMNS} from knowledge_entries e
            where organisation_id = %(organisation)s
              and (%(kind)s::text is null or kind = %(kind)s)
              and (%(published)s::boolean is null or is_published = %(published)s)
              and (%(query)s::text = '' or strpos(lower(title), lower(%(query)s)) > 0 or exists (
                  select from passages p where p.entry_id = e.id
                     and p.terms @@ websearch_to_tsquery('english', %(query)s)))
              and (%(after_id)s::uuid is null or (updated_at, id) < (%(after_at)s, %(after_id)s))
            order by updated_at desc, id desc limit %(limit)s::int""",
        {
            "organisation": session.organisation_id,
            "kind": kind,
            "published": is_published,
            "query": query.strip(),
            "after_at": after.at if after else None,
            "after_id": after.id if after else None,
            "limit": limit,
        },
    )


async def published_entries(session: Session) -> list[Entry]:
    """Everything the receptionist may speak from, by title."""
    return await session.rows(
        Entry,
        f"""select {COLUMNS} from knowledge_entries where organisation_id = %s and is_published
            order by created_at, id""",
        (session.organisation_id,),
    )


async def find_entry(session: Session, entry_id: UUID) -> Entry:
    """Raises NotFound."""
    entry = await session.row(Entry, f"select {COLUMNS} from knowledge_entries where id = %s", (entry_id,))
    if entry is None:
        raise NotFound("There is no such entry.")
    return entry


async def entry_by_title(session: Session, kind: EntryKind, title: str) -> Entry | None:
    return await session.row(
        Entry,
        f"""select {COLUMNS} from knowledge_entries
            where organisation_id = %s and kind = %s and lower(title) = lower(%s)""",
        (session.organisation_id, kind, title),
    )


async def create_entry(session: Session, draft: EntryDraft, *, by: str, vectors: dict[str, Vectors]) -> Entry:
    """Store a checked draft with its passages. Raises Conflict when the kind has an entry of that title."""
    entry_id = await session.value(
        """insert into knowledge_entries
               (organisation_id, kind, title, phrasings, answer, details, is_published, updated_by)
           values (%s, %s, %s, %s, %s, %s, %s, %s)
           on conflict (organisation_id, kind, lower(title)) do nothing returning id""",
        (
            session.organisation_id,
            draft.kind,
            draft.title,
            list(draft.phrasings),
            draft.answer,
            Jsonb(draft.details),
            draft.is_published,
            by,
        ),
    )
    if entry_id is None:
        raise Conflict("title: there is already an entry of this kind with this title.")
    await _rebuild_passages(session, entry_id, draft, vectors)
    return await find_entry(session, entry_id)


async def update_entry(
    session: Session,
    entry_id: UUID,
    draft: EntryDraft,
    *,
    expected_version: int | None,
    by: str,
    vectors: dict[str, Vectors],
) -> Entry:
    """Replace an entry and rebuild its passages.

    Raises NotFound; Conflict when somebody else has changed it since `expected_version`, or the title is taken.
    """
    current = await find_entry(session, entry_id)
    namesake = await entry_by_title(session, draft.kind, draft.title)
    if namesake is not None and namesake.id != entry_id:
        raise Conflict("title: there is already an entry of this kind with this title.")
    touched = await session.execute(
        """update knowledge_entries set kind = %s, title = %s, phrasings = %s, answer = %s, details = %s,
               is_published = %s, version = version + 1, updated_at = clock_timestamp(), updated_by = %s
           where id = %s and version = %s""",
        (
            draft.kind,
            draft.title,
            list(draft.phrasings),
            draft.answer,
            Jsonb(draft.details),
            draft.is_published,
            by,
            entry_id,
            current.version if expected_version is None else expected_version,
        ),
    )
    if touched == 0:
        raise Conflict("Somebody else has changed this entry meanwhile. Reload it and apply your change again.")
    await _rebuild_passages(session, entry_id, draft, vectors)
    return await find_entry(session, entry_id)


async def delete_entry(session: Session, entry_id: UUID) -> None:
    """Raises NotFound."""
    if await session.execute("delete from knowledge_entries where id = %s", (entry_id,)) == 0:
        raise NotFound("There is no such entry.")
    await _bump_version(session)


async def passages_without_vector(session: Session, limit: int = 200) -> list[Passage]:
    """Passages whose embedding failed or has not been tried, for another try."""
    found = await session.records(
        """select id, entry_id, position, text, sounds from passages
           where organisation_id = %s and embedding is null order by id limit %s::int""",
        (session.organisation_id, limit),
    )
    return [Passage(r["id"], r["entry_id"], r["position"], r["text"], tuple(r["sounds"])) for r in found]


async def set_vectors(session: Session, vectors: dict[UUID, Vectors]) -> None:
    """Store vectors that were made after their passages."""
    for passage_id, vector in vectors.items():
        await session.execute(
            "update passages set embedding = %s::vector where id = %s", (_written(vector), passage_id)
        )


async def passage_texts(session: Session) -> list[str]:
    """The texts of all published passages, for the weights of words."""
    found = await session.records(
        """select p.text from passages p join knowledge_entries e on e.id = p.entry_id
           where p.organisation_id = %s and e.is_published""",
        (session.organisation_id,),
    )
    return [record["text"] for record in found]


async def candidates(
    session: Session, question: str, sounds: Sequence[str], vector: Vectors | None, limit: int = 24
) -> list[Candidate]:
    """Published passages that may answer: by full text, by sound, and by vector, `limit` of each."""
    return await session.rows(
        Candidate,
        """with asked as (
               select replace(plainto_tsquery('english', %(question)s)::text, '&', '|')::tsquery as words
           ), by_text as (
               select p.id from passages p, asked
               where p.terms @@ (asked.words && quote_literal('@' || %(organisation)s::text)::tsquery)
               order by ts_rank(p.terms, asked.words) desc, p.id limit %(limit)s::int
           ), by_sound as (
               select p.id from passages p
               where p.organisation_id = %(organisation)s and p.sounds && %(sounds)s::text[] limit %(limit)s::int
           ), by_vector as (
               select p.id from passages p
               where p.organisation_id = %(organisation)s and %(vector)s::vector is not null and p.embedding is not null
               order by p.embedding <=> %(vector)s::vector, p.id limit %(limit)s::int
           )
           select p.id as passage_id, p.entry_id, e.kind, e.title, p.text, e.answer,
                  1 - (p.embedding <=> %(vector)s::vector) as cosine
           from passages p join knowledge_entries e on e.id = p.entry_id
           where e.is_published
             and p.id in (select id from by_text union select id from by_sound union select id from by_vector)""",
        {
            "organisation": session.organisation_id,
            "question": question,
            "sounds": list(sounds),
            "vector": None if vector is None else _written(vector),
            "limit": limit,
        },
    )


async def _rebuild_passages(session: Session, entry_id: UUID, draft: EntryDraft, vectors: dict[str, Vectors]) -> None:
    wanted = passages_of(entry_id, draft)
    await session.execute(
        "delete from passages where entry_id = %s and id <> all(%s)", (entry_id, [p.id for p in wanted])
    )
    for passage in wanted:
        vector = vectors.get(passage.text)
        await session.execute(
            """insert into passages (id, organisation_id, entry_id, kind, position, text, sounds, embedding)
               values (%s, %s, %s, %s, %s, %s, %s, %s::vector)
               on conflict (id) do update set position = excluded.position, kind = excluded.kind,
                   embedding = coalesce(excluded.embedding, passages.embedding)""",
            (
                passage.id,
                session.organisation_id,
                entry_id,
                draft.kind,
                passage.position,
                passage.text,
                list(passage.sounds),
                None if vector is None else _written(vector),
            ),
        )
    await _bump_version(session)


async def _bump_version(session: Session) -> None:
    await session.execute(
        "update organisations set knowledge_version = knowledge_version + 1 where id = %s", (session.organisation_id,)
    )


def _written(vector: Vectors) -> str:
    """pgvector's text form."""
    return "[" + ",".join(f"{x:.7g}" for x in vector.tolist()) + "]"
