"""Organisations, members, their sign-in, API keys and numbers.

The application's role sees only rows of the organisation named by the transaction-local setting
`voxanne.organisation_id`. Look-ups that precede an organisation are functions owned by the migrating
role, each answering one question.
"""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("""
    create extension if not exists vector;

    do $$ begin
        if not exists (select from pg_roles where rolname = 'voxanne_app') then
            create role voxanne_app nologin nobypassrls;
        end if;
    end $$;
    grant voxanne_app to current_user;
    grant usage on schema public to voxanne_app;
    alter default privileges in schema public grant select, insert, update, delete on tables to voxanne_app;
    alter default privileges in schema public grant usage on sequences to voxanne_app;

    -- the organisation this transaction works for; null (so: no rows) when none is set
    create function current_organisation() returns uuid language sql stable parallel safe as
        $$ select nullif(current_setting('voxanne.organisation_id', true), '')::uuid $$;

    create table organisations (
        id uuid primary key default uuidv7(),
        slug text not null unique check (slug ~ '^[a-z0-9-]{1,40}$'),
        name text not null,
        time_zone text not null default 'Europe/London',
        emergency_number text not null default '999',
        plan text not null default 'enterprise',
        knowledge_version bigint not null default 0,
        created_at timestamptz not null default now()
    );
    alter table organisations enable row level security;
    create policy own on organisations using (id = current_organisation());

    create table members (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        email text not null,
        name text not null,
        role text not null check (role in ('owner', 'admin', 'staff', 'viewer')),
        created_at timestamptz not null default now(),
        unique (organisation_id, email)
    );
    alter table members enable row level security;
    create policy own on members using (organisation_id = current_organisation());

    create table sign_in_links (
        token_hash bytea primary key,
        organisation_id uuid not null references organisations on delete cascade,
        member_id uuid not null references members on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
    );
    alter table sign_in_links enable row level security;
    create policy own on sign_in_links using (organisation_id = current_organisation());

    create table member_sessions (
        token_hash bytea primary key,
        organisation_id uuid not null references organisations on delete cascade,
        member_id uuid not null references members on delete cascade,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        expires_at timestamptz not null
    );
    alter table member_sessions enable row level security;
    create policy own on member_sessions using (organisation_id = current_organisation());

    create table api_keys (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        name text not null,
        prefix text not null,
        secret_hash bytea not null unique,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
    );
    alter table api_keys enable row level security;
    create policy own on api_keys using (organisation_id = current_organisation());

    create table numbers (
        id uuid primary key default uuidv7(),
        organisation_id uuid not null references organisations on delete cascade,
        e164 text not null unique check (e164 ~ '^\\+[1-9][0-9]{6,14}$'),
        label text not null default '',
        carrier text not null default 'twilio',
        is_live boolean not null default true,
        created_at timestamptz not null default now()
    );
    alter table numbers enable row level security;
    create policy own on numbers using (organisation_id = current_organisation());

    create function organisation_by_slug(wanted text) returns uuid
        language sql stable security definer set search_path = public as
        $$ select id from organisations where slug = wanted $$;

    create function organisation_ids() returns setof uuid
        language sql stable security definer set search_path = public as
        $$ select id from organisations order by id $$;

    create function number_route(wanted text)
        returns table (number_id uuid, organisation_id uuid, is_live boolean)
        language sql stable security definer set search_path = public as
        $$ select id, organisation_id, is_live from numbers where e164 = wanted $$;

    -- one-time: the update takes effect for one caller only
    create function redeem_sign_in_link(hash bytea, at timestamptz)
        returns table (organisation_id uuid, member_id uuid)
        language sql volatile security definer set search_path = public as
        $$ update sign_in_links l set used_at = at
            where l.token_hash = hash and l.used_at is null and l.expires_at > at
            returning l.organisation_id, l.member_id $$;

    create function session_holder(hash bytea, at timestamptz, idle interval)
        returns table (organisation_id uuid, member_id uuid)
        language sql volatile security definer set search_path = public as
        $$ update member_sessions s set last_seen_at = at
            where s.token_hash = hash and s.expires_at > at and s.last_seen_at > at - idle
            returning s.organisation_id, s.member_id $$;

    create function api_key_holder(hash bytea, at timestamptz)
        returns table (organisation_id uuid, api_key_id uuid, name text)
        language sql volatile security definer set search_path = public as
        $$ update api_keys k set last_used_at = at
            where k.secret_hash = hash and k.revoked_at is null
            returning k.organisation_id, k.id, k.name $$;
    """)
