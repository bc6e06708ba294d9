"""`voxanne serve`, `migrate`, `demo` and `doctor`: starting a node and looking at what it stands on."""

from __future__ import annotations

import asyncio
import socket
from typing import Annotated

import typer
import uvloop

from voxanne.commands.demo_clinic import DEMO_SLUG, OWNER_EMAIL, ensure_demo_clinic
from voxanne.commands.models import show_progress
from voxanne.commands.opening import opened_database, opened_postgres
from voxanne.db.migrate import migrate
from voxanne.knowledge.embeddings import MiniLm
from voxanne.knowledge.library import Library
from voxanne.logs import configure_logs
from voxanne.members.invitations import make_sign_in_link
from voxanne.models.store import ModelStore
from voxanne.node import listen, run_node, sole_node
from voxanne.settings import Settings, prepare_data_dir, read_settings
from voxanne.wiring import Services, open_services


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Make the demo clinic and print a sign-in link.")] = False,
) -> None:
    """Serve the dashboard, the API and the calls of this node until Ctrl-C."""
    settings = read_settings()
    configure_logs(settings.log_format)
    with listen(settings) as listener:  # first: a port in use is known before anything slow begins
        prepare_data_dir(settings)
        with sole_node(settings):
            ModelStore(settings.data_dir).ensure(progress=show_progress)
            with opened_postgres(settings) as database_url:
                migrate(database_url)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    runner.run(_serve(settings, database_url, listener, with_demo=demo))


async def _serve(settings: Settings, database_url: str, listener: socket.socket, *, with_demo: bool) -> None:
    async with open_services(settings, database_url) as services:
        if with_demo:
            await ensure_demo_clinic(services.database, services.library)
        await services.prepare()

        async def on_ready() -> None:
            await _welcome(services, with_demo=with_demo)

        await run_node(services, listener, on_ready)


async def _welcome(services: Services, *, with_demo: bool) -> None:
    print(f"Voxanne answers at {services.settings.origin}", flush=True)
    if with_demo:
        link = await make_sign_in_link(
            services.database, services.settings, DEMO_SLUG, OWNER_EMAIL, services.clock.now()
        )
        print(f"Sign in (works once, for 15 minutes): {link}", flush=True)


def migrate_database() -> None:
    """Bring the database to the newest schema."""
    settings = read_settings()
    prepare_data_dir(settings)
    with opened_postgres(settings) as database_url:
        migrate(database_url)
    print("The database has the newest schema.")


def demo() -> None:
    """Make the demo clinic, or bring its knowledge up to date."""
    settings = read_settings()
    prepare_data_dir(settings)
    ModelStore(settings.data_dir).ensure(progress=show_progress)

    async def make() -> None:
        async with opened_database(settings) as database:
            embedder = MiniLm(ModelStore(settings.data_dir).path("minilm-l6-v2", "model.safetensors").parent)
            try:
                await ensure_demo_clinic(database, Library(database, embedder), refresh=True)
            finally:
                embedder.close()

    asyncio.run(make())
    print("The demo clinic is ready: organisation 'demo', number +44 20 7946 0100.")


def doctor() -> None:
    """Check what a node stands on, one line each; exit code 1 when something fails."""
    settings = read_settings()
    prepare_data_dir(settings)
    print(f"ok       data folder {settings.data_dir}")
    broken = [state for state in ModelStore(settings.data_dir).verify() if not state.is_ready]
    for state in broken:
        print(f"failing  model {state.model.name}: {state.state}. Run `voxanne models fetch`.")
    if not broken:
        print("ok       models")

    async def ask() -> bool:
        async with opened_database(settings) as database:
            return await database.answers()

    is_answering = asyncio.run(ask())
    print("ok       database" if is_answering else "failing  database does not answer")
    if broken or not is_answering:
        raise typer.Exit(1)
