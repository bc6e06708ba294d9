"""Keyset pagination: an opaque cursor names the last row seen, so deep pages cost what the first costs."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from voxanne.errors import InvalidRequest

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position after the row with this moment and id (newest first)."""

    at: datetime
    id: UUID

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.id}".encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> Cursor | None:
    """Decode a cursor we gave out earlier. Raises InvalidRequest for anything else."""
    if not text:
        return None
    try:
        at, _, row_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition("|")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return Cursor(moment, UUID(row_id))
    except (ValueError, binascii.Error) as error:
        raise InvalidRequest(
            "cursor: not one that this server gave out. Leave it away to start at the newest."
        ) from error
