"""PostgreSQL: the embedded server, organisation-scoped sessions and migrations."""
