"""Background jobs: durable in PostgreSQL, enqueued with the change that asks for them, run by each node."""
