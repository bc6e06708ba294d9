"""A clinic's phone numbers, and who may come in on them."""
