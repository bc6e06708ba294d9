"""What the log says of an unexpected error."""

from __future__ import annotations

from voxanne.live.trouble import trouble


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
