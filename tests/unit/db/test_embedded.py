"""What the embedded PostgreSQL is protected from before it is started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voxanne.db.embedded import EmbeddedPostgres, forget_dead_holders, forget_dead_server
from voxanne.errors import SetupError


def gone() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("name", ["My Projects", "a;b", "100%", "it's", "a+b", "a,b"])
def test_a_path_the_server_cannot_live_in_is_named_with_the_remedy(tmp_path: Path, name: str) -> None:
    with pytest.raises(SetupError) as refused:
        EmbeddedPostgres(tmp_path / name)
    assert name in refused.value.message
    assert "VOXANNE_DATA_DIR" in refused.value.message
    assert not (tmp_path / name).exists()


def test_a_killed_process_no_longer_holds_the_server(tmp_path: Path) -> None:
    holders = tmp_path / "holders.json"
    holders.write_text(json.dumps([os.getpid(), gone()]))
    forget_dead_holders(holders)
    assert json.loads(holders.read_text()) == [os.getpid()]


@pytest.mark.parametrize("torn", ["", "[12,"])
def test_a_torn_list_of_holders_is_left_to_the_next_who_writes_it(tmp_path: Path, torn: str) -> None:
    holders = tmp_path / "holders.json"
    forget_dead_holders(holders)
    holders.write_text(torn)
    forget_dead_holders(holders)
    assert holders.read_text() == torn


def test_another_program_with_the_servers_old_process_id_is_not_the_server(tmp_path: Path) -> None:
    file = tmp_path / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{tmp_path}\n")
    forget_dead_server(file)
    assert not file.exists()
    forget_dead_server(file)


def test_the_file_of_a_server_that_is_gone_is_left_to_the_server(tmp_path: Path) -> None:
    file = tmp_path / "postmaster.pid"
    file.write_text(f"{gone()}\n{tmp_path}\n")
    forget_dead_server(file)
    assert file.exists()
