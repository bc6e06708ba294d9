"""Calls, their event log, transcript, and the durable feed of live changes."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
    create table calls (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        number_id uuid references numbers on delete set null,
        number_e164 text not null default '',
        carrier text not null,
        carrier_call_id text not null,
        caller_number text,
        status text not null default 'ringing'
            check (status in ('ringing', 'in_progress', 'completed', 'failed', 'voicemail')),
        node text not null default '',
        outcome text,
        end_reason text,
        is_escalated boolean not null default false,
        is_urgent boolean not null default false,
        started_at timestamptz not null default now(),
        answered_at timestamptz,
        ended_at timestamptz,
        duration_ms bigint,
        unique (carrier, carrier_call_id)
    );
    create index calls_newest on calls (organisation_id, started_at desc, id desc);
    create index calls_by_status on calls (organisation_id, status, started_at desc, id desc);
    create index calls_by_number on calls (organisation_id, number_e164, started_at desc, id desc);
    create index calls_by_caller on calls (organisation_id, caller_number, started_at desc, id desc);
    create index calls_live on calls (organisation_id, started_at desc) where ended_at is null;
    alter table calls enable row level security;
    create policy own on calls using (organisation_id = current_organisation());

    create table call_events (
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid not null references calls on delete cascade,
        position integer not null,
        at_ms integer not null,
        kind text not null,
        payload jsonb not null default '{}',
        primary key (call_id, position)
    );
    alter table call_events enable row level security;
    create policy own on call_events using (organisation_id = current_organisation());

    create table transcript_segments (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid not null references calls on delete cascade,
        position integer not null,
        turn_id integer not null,
        speaker text not null check (speaker in ('caller', 'receptionist')),
        text text not null,
        start_ms integer not null,
        end_ms integer not null,
        citations jsonb not null default '[]',
        unique (call_id, position)
    );
    alter table transcript_segments enable row level security;
    create policy own on transcript_segments using (organisation_id = current_organisation());

    -- every change that a live page shows; read with `id > last seen`, trimmed after a day
    create table call_changes (
        id bigint generated always as identity primary key,
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid not null references calls on delete cascade,
        kind text not null,
        payload jsonb not null,
        created_at timestamptz not null default now()
    );
    create index call_changes_of_call on call_changes (organisation_id, call_id, id);
    create index call_changes_of_organisation on call_changes (organisation_id, id);
    create index call_changes_age on call_changes (created_at);
    alter table call_changes enable row level security;
    create policy own on call_changes using (organisation_id = current_organisation());

    -- Ids are handed out under a lock held until commit, so that a reader who has seen id n can never
    -- later meet a smaller one: without it two calls committing out of order would lose an event.
    create function publish_change(of_call uuid, of_kind text, with_payload jsonb) returns bigint
        language plpgsql volatile as $$
        declare new_id bigint;
        begin
            perform pg_advisory_xact_lock(hashtextextended(current_organisation()::text, 1));
            insert into call_changes (organisation_id, call_id, kind, payload)
                values (current_organisation(), of_call, of_kind, with_payload) returning id into new_id;
            perform pg_notify('voxanne_changes', current_organisation()::text);
            return new_id;
        end $$;

    -- what a carrier's media connection must present once
    create table stream_tokens (
        token_hash bytea primary key,
        organisation_id uuid not null references organisations on delete cascade,
        call_id uuid not null references calls on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
    );
    alter table stream_tokens enable row level security;
    create policy own on stream_tokens using (organisation_id = current_organisation());

    create function redeem_stream_token(hash bytea, at timestamptz)
        returns table (organisation_id uuid, call_id uuid)
        language sql volatile security definer set search_path = public as
        $$ update stream_tokens t set used_at = at
            where t.token_hash = hash and t.used_at is null and t.expires_at > at
            returning t.organisation_id, t.call_id $$;

    create function call_by_carrier_id(of_carrier text, wanted text)
        returns table (organisation_id uuid, call_id uuid)
        language sql stable security definer set search_path = public as
        $$ select organisation_id, id from calls where carrier = of_carrier and carrier_call_id = wanted $$;

    -- provider events land here before they are acted on; the key makes each of them one effect
    create table provider_events (
        provider text not null,
        event_id text not null,
        organisation_id uuid not null references organisations on delete cascade,
        received_at timestamptz not null default now(),
        payload jsonb not null,
        primary key (provider, event_id)
    );
    alter table provider_events enable row level security;
    create policy own on provider_events using (organisation_id = current_organisation());
    """)
