"""HTTP byte ranges (RFC 9110 §14), as far as a player needs them: one range at a time. Pure."""

from __future__ import annotations

import re

_ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII | re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """The range lies outside the file; the answer is 416."""


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The bytes [start, end) that the header asks of a file of `size` bytes.

    None means: send the whole file, as the RFC allows for no header, another unit, bad syntax or several
    ranges. Raises RangeNotSatisfiable.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header and len(header) < 100 else None
    if match is None:
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, end = max(0, size - int(last)), size
        if int(last) == 0:
            raise RangeNotSatisfiable
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= size:
        raise RangeNotSatisfiable
    return start, end
