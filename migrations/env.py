"""Alembic's entry: one transaction for all migrations, one node at a time."""

from alembic import context
from sqlalchemy import create_engine, text

MIGRATION_LOCK = 7_401_965_502  # any constant of ours: nodes that start together migrate one after another

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
    connection.commit()
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
