"""How the node logs: constant messages, facts as fields, nothing private.

`call_id`, `organisation_id` and `turn_id` are bound once by the room that knows them. Transcript text,
phone numbers, names and secrets never become fields; a test looks for a canary in a whole call's log.
"""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from voxanne.trouble import trouble


def configure_logs(log_format: str) -> None:
    """Log to standard error as `console` (for people) or `json` (one object a line)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # libraries: warnings and worse, through the same door
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def _without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an error by its kind and place, whoever logs it: the server logs what a route raised, and the message
    of a database error holds the row that it refused."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    return {**event, **trouble(error)} if isinstance(error, BaseException) else event
