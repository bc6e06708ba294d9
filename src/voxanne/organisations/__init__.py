"""Organisations: the tenants. Each owns its numbers, members, calls and knowledge."""
