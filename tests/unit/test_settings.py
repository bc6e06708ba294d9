"""Settings come from the environment and `.env`; what cannot be used is one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from voxanne.errors import SetupError
from voxanne.settings import read_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VOXANNE_PORT", raising=False)
    return tmp_path


def refusal() -> str:
    with pytest.raises(SetupError) as refused:
        read_settings()
    return refused.value.message


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("# where we listen\n\nexport VOXANNE_PORT=8123\nVOXANNE_HOST='127.0.0.2'\nOTHER=1\n")
    assert (read_settings().port, read_settings().host) == (8123, "127.0.0.2")
    monkeypatch.setenv("VOXANNE_PORT", "8124")
    assert read_settings().port == 8124


@pytest.mark.parametrize("broken", ["this is no setting", 'VOXANNE_HOST="never closed', "VOXANNE_HOST: 127.0.0.1"])
def test_a_line_that_is_no_setting_is_named_by_its_number(folder: Path, broken: str) -> None:
    (folder / ".env").write_text(f"VOXANNE_PORT=8123\n\n{broken}\n")
    assert ".env cannot be used: line 3" in refusal()


def test_a_value_that_cannot_be_used_is_named_by_its_variable(folder: Path) -> None:
    (folder / ".env").write_text("VOXANNE_PORT=eighty\n")
    assert "VOXANNE_PORT cannot be used" in refusal()


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"VOXANNE_PORT=\xff\xfe\n")
    assert ".env cannot be read" in refusal()


def test_a_secret_is_never_part_of_a_message(folder: Path) -> None:
    (folder / ".env").write_text('VOXANNE_TWILIO_AUTH_TOKEN="s3cret\n')
    assert "s3cret" not in refusal()
