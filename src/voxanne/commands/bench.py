"""`voxanne bench`: print the figures that the documentation claims, measured here and now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from voxanne.errors import SetupError

BENCH = Path(__file__).parents[3] / "bench"


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which measurements; none: list them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Run every measurement, one after the other.")] = False,
) -> None:
    """Measure speed, memory and accuracy. The figures depend on the machine: compare within one run."""
    if not BENCH.is_dir():
        raise SetupError("The measurements are part of the source checkout; run this command from there.")
    known = {script.stem: script for script in sorted(BENCH.glob("*.py")) if script.stem != "__init__"}
    wanted = list(known) if everything else names or []
    if not wanted:
        for name, script in known.items():
            purpose = script.read_text().splitlines()[0].strip('"')
            print(f"{name:<16} {purpose}")
        return
    for name in wanted:
        if name not in known:
            raise SetupError(f"There is no measurement '{name}'. There are: {', '.join(known)}.")
        print(f"== {name}", flush=True)
        # only names of scripts that lie in the folder get here
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=BENCH.parent, check=False)  # noqa: S603
        if done.returncode:
            raise SetupError(f"The measurement '{name}' failed.")
