"""The ledger of recordings, born with each call, and the queue of background jobs."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("""
    create table recordings (
        call_id uuid primary key references calls on delete cascade,
        organisation_id uuid not null references organisations on delete cascade,
        node text not null,
        status text not null default 'recording' check (status in
            ('recording', 'finishing', 'stored', 'declined', 'disabled', 'expired', 'erased', 'lost')),
        reason text,
        object_key text,
        sealed_bytes bigint,
        wrapped_key bytea,
        format text,
        rate_hz integer,
        byte_count bigint,
        sha256 bytea check (octet_length(sha256) = 32),
        duration_ms bigint,
        peaks jsonb,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        -- a state claims nothing that the row cannot prove
        check (status <> 'stored' or (object_key, sealed_bytes, wrapped_key, format, byte_count, sha256, duration_ms)
            is not null),
        check (status <> 'lost' or reason is not null)
    );
    create index recordings_unfinished on recordings (organisation_id, node)
        where status in ('recording', 'finishing');
    alter table recordings enable row level security;
    create policy own on recordings using (organisation_id = current_organisation());

    -- no call without a line in the ledger, whoever writes the call
    create function begin_recording() returns trigger language plpgsql as $$
        begin
            insert into recordings (call_id, organisation_id, node) values (new.id, new.organisation_id, new.node);
            return null;
        end $$;
    create trigger calls_begin_recording after insert on calls
        for each row execute function begin_recording();
    insert into recordings (call_id, organisation_id, node)
        select id, organisation_id, node from calls on conflict do nothing;

    -- a signed link names the call only
    create function recording_organisation(wanted uuid) returns uuid
        language sql stable security definer set search_path = public as
        $$ select organisation_id from recordings where call_id = wanted $$;
    """)
    # Procrastinate's own schema, as the locked version of the package has it
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
