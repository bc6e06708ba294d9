"""What the log says of an unexpected error."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from voxanne.logs import configure_logs
from voxanne.trouble import trouble


def fail_with(secret: str) -> None:
    raise KeyError(secret)


def test_kind_and_place_are_told_and_nothing_of_what_was_said() -> None:
    try:
        try:
            fail_with("my number is 020 7946 0111")
        except KeyError as error:
            raise ExceptionGroup("calls", [error, ExceptionGroup("more", [ValueError("Ann Lee")])]) from error
    except ExceptionGroup as group:
        told = trouble(group)
    assert told["errors"] == ["KeyError", "ValueError"]
    assert "fail_with" in str(told["where"])
    assert "7946" not in str(told)
    assert "Ann" not in str(told)


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_error_that_a_library_logs_is_told_by_kind_and_place_only(
    root: logging.Logger, capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    configure_logs(log_format)
    try:
        fail_with("my number is 020 7946 0111")
    except KeyError:
        logging.getLogger("uvicorn.error").exception("Exception in the application")
        structlog.get_logger("ours").error("call could not be admitted", exc_info=True)
    written = capsys.readouterr().err
    assert "7946" not in written
    lines = written.strip().splitlines()
    assert len(lines) == 2
    for line in lines:
        assert "KeyError" in line
        assert "fail_with" in line
    if log_format == "json":
        assert [json.loads(line)["level"] for line in lines] == ["error", "error"]
