"""Signed links to a recording: who holds one may listen for an hour, to this recording only. Pure."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LINK_LIFETIME = timedelta(hours=1)
_SIGNED = "voxanne recording link v1\n{path}\n{expires}"


@dataclass(frozen=True, slots=True)
class SignedLink:
    """`path` with its query, for our own pages; an origin before it makes it a URL for others."""

    path: str
    expires_at: datetime


def path_of(call_id: UUID) -> str:
    return f"/recordings/{call_id}/audio"


def sign_link(secret: bytes, call_id: UUID, now: datetime) -> SignedLink:
    """A link that works until an hour from now."""
    expires_at = (now + LINK_LIFETIME).replace(microsecond=0)
    expires = int(expires_at.timestamp())
    signature = _signature(secret, path_of(call_id), expires)
    return SignedLink(f"{path_of(call_id)}?expires={expires}&signature={signature}", expires_at)


def is_link_valid(secret: bytes, call_id: UUID, expires: str, signature: str, now: datetime) -> bool:
    """Whether this link was signed here, unaltered, and has not expired."""
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 12 and signature.isascii()):
        return False
    wanted = _signature(secret, path_of(call_id), int(expires))
    return hmac.compare_digest(wanted, signature) and now.timestamp() < int(expires)


def _signature(secret: bytes, path: str, expires: int) -> str:
    message = _SIGNED.format(path=path, expires=expires).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()
