"""What a node makes sure of before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from voxanne.errors import SetupError
from voxanne.node import sole_node
from voxanne.settings import Settings


def test_a_second_node_on_the_same_data_folder_is_refused_and_one_after_it_is_not(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with sole_node(settings), pytest.raises(SetupError) as refused, sole_node(settings):
        pass
    assert "VOXANNE_DATA_DIR" in refused.value.message
    with sole_node(settings):
        pass
