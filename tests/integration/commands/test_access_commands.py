"""`voxanne api-keys` and `voxanne members`, beside a running database server and alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import typer
from typer.testing import CliRunner, Result

from voxanne.commands import api_keys, members
from voxanne.db.embedded import EmbeddedPostgres
from voxanne.db.migrate import migrate
from voxanne.errors import SetupError, VoxanneError
from voxanne.members.tokens import hash_token

KEY = re.compile(r"vox_[A-Za-z0-9_-]{43}")


@pytest.fixture
def organisation(database_url: str, organisation_id: UUID, monkeypatch: pytest.MonkeyPatch) -> str:
    """The slug of the organisation in a database that the commands' settings point to."""
    monkeypatch.setenv("VOXANNE_DATABASE_URL", database_url)
    return "ours"


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def ask(database_url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_create_prints_the_key_and_nothing_else_and_keeps_only_its_hash(organisation: str, database_url: str) -> None:
    done = run(api_keys.app, "create", "--organisation", organisation, "--name", "reports")
    assert done.exit_code == 0, done.output
    key = done.stdout.removesuffix("\n")
    assert KEY.fullmatch(key)
    [(name, prefix, secret_hash)] = ask(database_url, "select name, prefix, secret_hash from api_keys")
    assert (name, prefix, bytes(secret_hash)) == ("reports", key[:10], hash_token(key))  # type: ignore[call-overload]


def test_a_revoked_key_is_listed_as_such(organisation: str, database_url: str) -> None:
    run(api_keys.app, "create", "--organisation", organisation, "--name", "reports")
    [(key_id,)] = ask(database_url, "select id from api_keys")
    assert "never used" in run(api_keys.app, "list", "--organisation", organisation).stdout
    assert run(api_keys.app, "revoke", str(key_id), "--organisation", organisation).exit_code == 0
    assert "revoked 20" in run(api_keys.app, "list", "--organisation", organisation).stdout
    again = run(api_keys.app, "revoke", str(key_id), "--organisation", organisation)
    assert isinstance(again.exception, VoxanneError)


@pytest.mark.parametrize(
    ("app", "arguments"),
    [
        (api_keys.app, ("create", "--organisation", "nobody", "--name", "x")),
        (api_keys.app, ("create", "--organisation", "ours", "--name", " ")),
        (api_keys.app, ("create", "--organisation", "ours", "--name", "x" * 101)),
        (members.app, ("list", "--organisation", "nobody")),
        (members.app, ("add", "nonsense", "--organisation", "ours")),
        (members.app, ("sign-in-link", "nobody@example.org", "--organisation", "ours")),
    ],
)
def test_a_mistake_is_one_line_that_names_it(organisation: str, app: typer.Typer, arguments: tuple[str, ...]) -> None:
    done = run(app, *arguments)
    assert isinstance(done.exception, VoxanneError)
    assert "\n" not in done.exception.message
    assert done.stdout == ""


def test_a_member_gets_a_link_that_lets_them_in_for_15_minutes(organisation: str, database_url: str) -> None:
    assert (
        run(members.app, "add", "Nurse@example.org", "--name", "Nurse", "--organisation", organisation).exit_code == 0
    )
    assert "nurse@example.org" in run(members.app, "list", "--organisation", organisation).stdout
    done = run(members.app, "sign-in-link", "NURSE@example.org", "--organisation", organisation)
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/([A-Za-z0-9_-]{43})\n", done.stdout)
    assert found
    [(token_hash, seconds)] = ask(
        database_url, "select token_hash, extract(epoch from expires_at - now()) from sign_in_links"
    )
    assert bytes(token_hash) == hash_token(found[1])  # type: ignore[call-overload]
    assert 800 < float(str(seconds)) <= 900


def test_a_database_without_the_schema_is_a_setup_error(
    postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOXANNE_DATABASE_URL", postgres.url.replace("/voxanne?", "/template1?"))
    done = run(api_keys.app, "list", "--organisation", "demo")
    assert isinstance(done.exception, SetupError)
    assert "voxanne migrate" in done.exception.message


def test_an_unreachable_database_is_a_setup_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOXANNE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    done = run(api_keys.app, "list", "--organisation", "demo")
    assert isinstance(done.exception, SetupError)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="voxanne-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the database server is another user, who must pass through
        yield Path(folder)


def test_keys_are_made_beside_a_running_server_and_without_one(data_dir: Path) -> None:
    def create() -> str:
        return subprocess.run(
            [sys.executable, "-c", "from voxanne.commands.api_keys import app; app()", "create", "--name", "x"],
            env=os.environ | {"VOXANNE_DATA_DIR": str(data_dir)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout

    server = EmbeddedPostgres(data_dir)
    try:
        migrate(server.url)
        with psycopg.connect(server.url) as connection:
            connection.execute("insert into organisations (slug, name) values ('demo', 'Demo')")
            connection.commit()
            assert KEY.fullmatch(create().strip())
            assert connection.execute("select count(*) from api_keys").fetchone() == (1,), "the server still serves"
    finally:
        server.stop()
    assert KEY.fullmatch(create().strip())
