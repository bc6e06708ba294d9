"""Starting and stopping as an operator meets them: one clear line each time something is in the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx

from tests.acceptance.product import VOXANNE, Product, free_port, running_product
from voxanne.models.store import ModelStore


def refused(tmp_path: Path, **settings: str) -> str:
    """Standard error of a `voxanne serve` that must refuse to start."""
    environment = os.environ | {"VOXANNE_DATA_DIR": str(tmp_path / "data"), **settings}
    done = subprocess.run(
        [*VOXANNE, "serve"], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = refused(tmp_path, VOXANNE_PORT=port)
    assert f"Port {port} is in use" in line
    assert "VOXANNE_PORT" in line


def test_a_data_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")  # root could write a read-only folder
    line = refused(tmp_path, VOXANNE_PORT=str(free_port()))
    assert "cannot be written" in line
    assert "VOXANNE_DATA_DIR" in line


def test_a_broken_env_file_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VOXANNE_PORT=eighty\n")
    assert "VOXANNE_PORT cannot be used" in refused(tmp_path)


def test_an_unreadable_env_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"VOXANNE_PORT=\xff\xfe\n")
    assert ".env" in refused(tmp_path)


def test_an_unknown_engine_is_refused_by_name(tmp_path: Path) -> None:
    line = refused(tmp_path, VOXANNE_TRANSCRIBER="somewhere/else", VOXANNE_PORT=str(free_port()))
    assert "VOXANNE_TRANSCRIBER" in line


def test_ctrl_c_stops_an_idle_node_and_leaves_no_server_behind(model_store: ModelStore) -> None:
    with running_product() as product:
        product.stop(signal.SIGINT)
        assert not (product.data_dir / "postgres" / "postmaster.pid").exists()


def test_a_second_start_keeps_what_the_first_one_made(model_store: ModelStore) -> None:
    with running_product() as product:
        key = product.api_key()
        product.stop(signal.SIGTERM)
        product.start()
        assert _status(product, "/api/v1/calls", key) == 200


def test_health_answers_for_every_dependency(product: Product) -> None:
    for path in ("/livez", "/readyz", "/health"):
        assert _status(product, path) == 200


def _status(product: Product, path: str, key: str | None = None) -> int:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.get(product.url + path, headers=headers, timeout=10).status_code
