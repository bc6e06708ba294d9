"""`python -m tests.prepare`: fetch what the tests need and the locked packages do not bring (model weights)."""

from __future__ import annotations

import sys
from pathlib import Path

from voxanne.commands.models import show_progress
from voxanne.errors import SetupError
from voxanne.models.store import ModelStore

DATA_DIR = Path(__file__).parents[1] / "data"
"""Where `make run` keeps its weights too, so that they are fetched once."""

if __name__ == "__main__":
    try:
        ModelStore(DATA_DIR).ensure(progress=show_progress)
    except SetupError as error:
        sys.exit(f"voxanne: {error.message}")
