"""What the JSON API takes in: bounded, and free of what nothing behind it can store."""

from __future__ import annotations

import json
import math
import re
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from starlette.requests import Request

from voxanne.errors import InvalidRequest, RequestError

MAX_BODY_BYTES = 256 * 1024

# U+0000 is refused by PostgreSQL in text and jsonb, an unpaired surrogate by UTF-8
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class TooLarge(RequestError):
    """The body is longer than the API accepts."""

    code: ClassVar[str] = "too_large"
    status: ClassVar[int] = 413


class BoundedRequest(Request):
    """A request whose body is read up to `MAX_BODY_BYTES` and no further."""

    async def body(self) -> bytes:
        """The whole body. Raises TooLarge before reading more than is allowed."""
        if not hasattr(self, "_body"):
            body = bytearray()
            async for chunk in self.stream():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise TooLarge(f"The body is larger than {MAX_BODY_BYTES} bytes. Send less at once.")
            self._body = bytes(body)
        return self._body

    async def refuse_unstorable(self, *, has_body: bool) -> None:
        """Raises InvalidRequest naming what holds U+0000, an unpaired surrogate or a number without bounds;
        TooLarge. JSON that does not parse is left to whoever reads it."""
        query: bytes = self.scope.get("query_string", b"")
        for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            _refuse(f"query.{name}", f"{name}{value}")
        if not has_body:
            return
        await self.body()
        try:
            _walk("body", await self.json())
        except json.JSONDecodeError:
            return
        except (ValueError, RecursionError) as error:
            raise InvalidRequest("body: not JSON in UTF-8 of reasonable depth and numbers.") from error


def _walk(place: str, value: Any) -> None:
    if isinstance(value, str):
        _refuse(place, value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise InvalidRequest(f"{place}: must be a finite number.")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _walk(f"{place}.{index}", item)
    elif isinstance(value, dict):
        for name, item in value.items():
            _refuse(f"{place}.{name}", name)
            _walk(f"{place}.{name}", item)


def _refuse(place: str, text: str) -> None:
    if _UNSTORABLE.search(text):
        shown = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", place)
        raise InvalidRequest(f"{shown}: must not contain U+0000 or an unpaired surrogate.")
