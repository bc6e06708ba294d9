"""The calls room's SQL beyond `store`: one module per large question."""
