"""Secrets that we hand out once and keep only as hashes. Pure but for the randomness of `new_token`."""

from __future__ import annotations

import hashlib
import secrets


def new_token(prefix: str = "") -> str:
    """256 random bits, URL-safe, behind a prefix that tells what it is for."""
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """SHA-256: enough for secrets that are themselves random, unlike passwords."""
    return hashlib.sha256(token.encode()).digest()
