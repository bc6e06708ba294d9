"""`voxanne replay CALL_ID`: run a call's event log through the machine again and show each step."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from voxanne.commands.opening import opened_database
from voxanne.live.replay import Step, replay_call
from voxanne.organisations import store as organisations
from voxanne.settings import read_settings


def replay(
    call_id: Annotated[UUID, typer.Argument(help="The call, as its page's address shows it.")],
    organisation: Annotated[str, typer.Option(help="The organisation's slug.", show_default=True)] = "demo",
) -> None:
    """Replay a stored call: what happened, in which state it left the call, and what was done about it."""
    for step in asyncio.run(_steps(organisation, call_id)):
        done = ", ".join(type(command).__name__ for command in step.commands) or "-"
        print(f"{step.at_ms:>9} ms  {type(step.event).__name__:<24} {step.state.value:<12} {done}")


async def _steps(slug: str, call_id: UUID) -> list[Step]:
    async with opened_database(read_settings()) as database:
        return await replay_call(database, await organisations.id_by_slug(database, slug), call_id)
