"""Lists in the JSON API: `?limit=&cursor=` in, `{"items": [...], "next_cursor": ...}` out."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from voxanne.web.cursors import DEFAULT_LIMIT, MAX_LIMIT

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items at most.", examples=[DEFAULT_LIMIT])]
CursorText = Annotated[
    str | None, Query(max_length=200, description="`next_cursor` of the page before; leave it away to begin.")
]


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last page.")
