"""Twilio's requests: secrets, addresses, numbers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from voxanne.errors import SetupError
from voxanne.settings import Settings
from voxanne.telephony.browser import is_own_origin
from voxanne.telephony.twilio_requests import auth_token, e164, public_url


def settings(folder: Path, **changes: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **changes)  # type: ignore[arg-type]


def test_without_a_token_the_installation_makes_one_that_only_its_user_can_read(tmp_path: Path) -> None:
    token = auth_token(settings(tmp_path))
    [file] = (tmp_path / "keys").iterdir()
    assert len(token) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert auth_token(settings(tmp_path)) == token
    assert auth_token(settings(tmp_path / "another")) != token


def test_the_operators_token_wins(tmp_path: Path) -> None:
    assert auth_token(settings(tmp_path, twilio_auth_token=SecretStr("operators"))) == "operators"
    assert not (tmp_path / "keys").exists()


def test_an_empty_token_file_is_refused(tmp_path: Path) -> None:
    auth_token(settings(tmp_path))
    (tmp_path / "keys" / "twilio_auth_token").write_text("\n")
    with pytest.raises(SetupError, match="is empty"):
        auth_token(settings(tmp_path))


def test_a_token_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys" / "twilio_auth_token").mkdir(parents=True)
    with pytest.raises(SetupError, match="cannot be used"):
        auth_token(settings(tmp_path))


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        ("", ("http://127.0.0.1:8123/x", "ws://127.0.0.1:8123/x")),
        ("https://voice.example.org/", ("https://voice.example.org/x", "wss://voice.example.org/x")),
    ],
)
def test_addresses_come_from_the_settings(tmp_path: Path, public: str, expected: tuple[str, str]) -> None:
    ours = settings(tmp_path, port=8123, public_url=public)
    assert (public_url(ours, "/x"), public_url(ours, "/x", websocket=True)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+442079460100", "+442079460100"),
        ("+44 20 7946 0100", "+442079460100"),
        ("anonymous", None),
        ("", None),
        ("+266696687", None),
        ("sip:someone@example.org", None),
        ("02079460100", None),
    ],
)
def test_numbers_are_e164_or_none(number: str, expected: str | None) -> None:
    assert e164(number) == expected


@pytest.mark.parametrize(
    ("public", "origin", "is_own"),
    [
        ("", "http://127.0.0.1:8123", True),
        ("", "http://localhost:8123", True),
        ("", "http://localhost:8124", False),
        ("", "https://127.0.0.1:8123", False),
        ("", None, False),
        ("", "null", False),
        ("https://voice.example.org", "https://voice.example.org", True),
        ("https://voice.example.org", "https://voice.example.org.evil.example", False),
        ("https://voice.example.org", "http://127.0.0.1:8123", False),
    ],
)
def test_only_our_own_pages_may_open_a_test_call(tmp_path: Path, public: str, origin: str | None, is_own: bool) -> None:
    assert is_own_origin(origin, settings(tmp_path, port=8123, public_url=public)) is is_own
