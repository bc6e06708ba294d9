"""What a log may say of an unexpected error: its kind and where it arose, never what it says.

Messages and local variables of an arbitrary error may hold what a caller said, so neither is logged.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import PurePath

INNERMOST_FRAMES = 4


def trouble(error: BaseException) -> dict[str, object]:
    """Fields for a log line: the kinds of all errors in `error`, and the innermost frames of each."""
    leaves = list(_leaves(error))
    return {"errors": [type(leaf).__name__ for leaf in leaves], "where": [_where(leaf) for leaf in leaves]}


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _leaves(each)
    else:
        yield error


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-INNERMOST_FRAMES:]
    return " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
