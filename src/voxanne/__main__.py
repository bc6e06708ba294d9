"""The command line: `voxanne COMMAND`. A SetupError is one line on standard error and exit code 2."""

from __future__ import annotations

import sys

import typer

from voxanne.commands import api_keys, bench, members, models, node, replay, simulate
from voxanne.errors import VoxanneError

app = typer.Typer(
    name="voxanne",
    help="A self-hosted AI receptionist for clinics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("serve")(node.serve)
app.command("migrate")(node.migrate_database)
app.command("demo")(node.demo)
app.command("doctor")(node.doctor)
app.command("simulate")(simulate.simulate)
app.command("replay")(replay.replay)
app.command("bench")(bench.bench)
app.add_typer(members.app, name="members")
app.add_typer(api_keys.app, name="api-keys")
app.add_typer(models.app, name="models")


def main() -> None:
    """Entry point of the `voxanne` script."""
    try:
        app()
    except VoxanneError as error:
        print(f"voxanne: {error.message}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
