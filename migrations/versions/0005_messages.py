"""What calls leave behind for people: messages, escalations, unanswered questions; and the test chats' sandbox."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("""
    -- `action_id` names the decision of one call that made the row: performed twice, it is one row
    create table messages (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid references calls on delete set null,
        action_id uuid not null unique,
        caller_name text not null,
        phone text not null,
        reason text not null,
        is_urgent boolean not null default false,
        created_at timestamptz not null,
        handled_at timestamptz,
        handled_by text
    );
    create index messages_urgent_first on messages (organisation_id, is_urgent desc, created_at desc, id desc)
        where handled_at is null;
    create index messages_newest on messages (organisation_id, created_at desc, id desc);
    create index messages_of_call on messages (call_id);
    alter table messages enable row level security;
    create policy own on messages using (organisation_id = current_organisation());

    create table escalations (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid references calls on delete set null,
        action_id uuid not null unique,
        kind text not null
            check (kind in ('emergency', 'medical_question', 'person_requested', 'complaint')),
        reason text not null,
        caller_number text,
        is_urgent boolean not null default false,
        created_at timestamptz not null,
        resolved_at timestamptz,
        resolved_by text
    );
    create index escalations_urgent_first on escalations
        (organisation_id, is_urgent desc, created_at desc, id desc) where resolved_at is null;
    create index escalations_newest on escalations (organisation_id, created_at desc, id desc);
    create index escalations_of_call on escalations (call_id);
    alter table escalations enable row level security;
    create policy own on escalations using (organisation_id = current_organisation());

    create table unanswered_questions (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid references calls on delete set null,
        action_id uuid not null unique,
        question text not null,
        asked_at timestamptz not null,
        settled_at timestamptz,
        settled_by text
    );
    create index unanswered_questions_newest on unanswered_questions (organisation_id, asked_at desc, id desc);
    alter table unanswered_questions enable row level security;
    create policy own on unanswered_questions using (organisation_id = current_organisation());

    -- a rehearsal by text; what it "did" stays in its turns and never reaches the tables above
    create table test_chats (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        caller_number text,
        started_at timestamptz not null,
        greeting text not null,
        is_ended boolean not null default false,
        created_at timestamptz not null default now()
    );
    create index test_chats_newest on test_chats (organisation_id, created_at desc, id desc);
    alter table test_chats enable row level security;
    create policy own on test_chats using (organisation_id = current_organisation());

    create table test_chat_turns (
        chat_id uuid not null references test_chats on delete cascade,
        organisation_id uuid not null references organisations on delete cascade,
        position integer not null,
        text text not null,
        reply text not null,
        actions jsonb not null,
        citations jsonb not null,
        latency_ms integer not null,
        at timestamptz not null,
        primary key (chat_id, position)
    );
    alter table test_chat_turns enable row level security;
    create policy own on test_chat_turns using (organisation_id = current_organisation());
    """)
