"""Kinds of values that clients send to several rooms, read kindly and checked strictly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def _unescaped_plus(value: Any) -> Any:
    """In a query a `+` that was not escaped arrives as a space: `2026-03-04T09:00:00 00:00`, ` 442079460100`."""
    if not isinstance(value, str):
        return value
    if value.startswith(" "):
        return f"+{value[1:]}"
    return f"{value[:-6]}+{value[-5:]}" if value[-6:-5] == " " and "T" in value else value


def _utc_moment(moment: datetime) -> datetime:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not EARLIEST <= aware <= LATEST:
        raise ValueError("must be between the years 2000 and 2200")
    return aware.astimezone(UTC)


Moment = Annotated[datetime, BeforeValidator(_unescaped_plus), AfterValidator(_utc_moment)]
"""ISO 8601; without an offset it is UTC. Arrives aware, in UTC."""

PhoneNumber = Annotated[str, BeforeValidator(_unescaped_plus), StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
"""E.164: `+442079460100`."""
