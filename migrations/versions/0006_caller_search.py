"""Searching calls by a part of the caller's number, at a million calls.

Row-level security lets only leakproof conditions reach an index: equality and `^@` (starts with) are,
`like` and anything on an expression are not. So the number is compared byte by byte ("C"), and stands once
more backwards in a column of its own: what a number ends with is what that column starts with.
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("""
    alter table calls
        alter column caller_number type text collate "C",
        add column caller_backwards text collate "C" generated always as (reverse(caller_number)) stored;
    create index calls_by_caller_end on calls (organisation_id, caller_backwards, started_at desc, id desc);
    """)
