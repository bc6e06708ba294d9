"""What a clinic knows: entries that members edit, and the passages that questions are matched against."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
    create table knowledge_entries (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        kind text not null
            check (kind in ('question', 'service', 'hours', 'location', 'practitioner', 'policy')),
        title text not null check (length(title) between 1 and 200),
        phrasings text[] not null default '{}',
        answer text not null,
        details jsonb not null default '{}',
        is_published boolean not null default true,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        updated_by text not null default ''
    );
    create index knowledge_entries_newest on knowledge_entries (organisation_id, updated_at desc, id desc);
    create unique index knowledge_entries_title on knowledge_entries (organisation_id, kind, lower(title));
    alter table knowledge_entries enable row level security;
    create policy own on knowledge_entries using (organisation_id = current_organisation());

    -- One row for each text of an entry that a question may resemble. A passage's id follows from its
    -- entry and text, so one that did not change keeps its id, its vector and the citations that name it.
    create table passages (
        id uuid primary key,
        organisation_id uuid not null references organisations on delete cascade,
        entry_id uuid not null references knowledge_entries on delete cascade,
        kind text not null,
        position integer not null,
        text text not null,
        sounds text[] not null,
        embedding vector(384),
        terms tsvector not null generated always as (
            -- the organisation is a term of its own: one GIN index serves both conditions, without btree_gin
            to_tsvector('english', text) || array_to_tsvector(array['@' || organisation_id::text])
        ) stored
    );
    create index passages_terms on passages using gin (terms);
    create index passages_sounds on passages using gin (sounds);
    create index passages_of_entry on passages (entry_id, position);
    -- Vectors are compared exactly within one organisation (1,000 passages take about 1 ms): an approximate
    -- index over all organisations would filter afterwards and lose the small ones' answers.
    create index passages_of_organisation on passages (organisation_id);
    create index passages_unembedded on passages (organisation_id) where embedding is null;
    alter table passages enable row level security;
    create policy own on passages using (organisation_id = current_organisation());
    """)
