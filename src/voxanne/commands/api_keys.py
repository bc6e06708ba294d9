"""`voxanne api-keys`: keys for the programs that use the JSON API."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated
from uuid import UUID

import typer

from voxanne.clock import SystemClock
from voxanne.commands.opening import opened_database
from voxanne.errors import InvalidRequest, NotFound
from voxanne.members import store
from voxanne.members.access import API_KEY_PREFIX
from voxanne.members.tokens import hash_token, new_token
from voxanne.organisations import store as organisations
from voxanne.settings import read_settings

app = typer.Typer(help="Keys for programs that use the JSON API.", no_args_is_help=True)

SHOWN_CHARACTERS = len(API_KEY_PREFIX) + 6
"""How much of a key is kept readable, so that its owner can tell which one it is."""
MAX_NAME_LENGTH = 100

Organisation = Annotated[str, typer.Option(help="The organisation's slug.", show_default=True)]


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What the key is for.")],
    organisation: Organisation = "demo",
) -> None:
    """Make a key and print it, and nothing else. It is shown this once; only its hash is kept."""
    if not 1 <= len(name.strip()) <= MAX_NAME_LENGTH or "\x00" in name:
        raise InvalidRequest(f"--name: must have 1 to {MAX_NAME_LENGTH} characters.")
    print(asyncio.run(_create(organisation, name.strip())))


async def _create(slug: str, name: str) -> str:
    key = new_token(API_KEY_PREFIX)
    async with opened_database(read_settings()) as database:
        organisation_id = await organisations.id_by_slug(database, slug)
        async with database.session(organisation_id) as session:
            await store.add_api_key(session, name=name, prefix=key[:SHOWN_CHARACTERS], secret_hash=hash_token(key))
    return key


@app.command("list")
def list_keys(organisation: Organisation = "demo") -> None:
    """Show the keys, newest first: id, how each begins, what it is for, when it was last used."""
    for line in asyncio.run(_lines(organisation)):
        print(line)


async def _lines(slug: str) -> list[str]:
    async with opened_database(read_settings()) as database:
        organisation_id = await organisations.id_by_slug(database, slug)
        async with database.session(organisation_id) as session:
            keys = await store.list_api_keys(session)
    return [f"{key.id}  {key.prefix}...  {_state(key):<24}  {key.name}" for key in keys]


def _state(key: store.ApiKey) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d %H:%M}"
    return f"used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"


@app.command()
def revoke(
    key_id: Annotated[UUID, typer.Argument(help="The key's id, as `list` shows it.")],
    organisation: Organisation = "demo",
) -> None:
    """Make a key worthless from this moment on."""
    asyncio.run(_revoke(organisation, key_id))
    print("The key is revoked.", file=sys.stderr)


async def _revoke(slug: str, key_id: UUID) -> None:
    async with opened_database(read_settings()) as database:
        organisation_id = await organisations.id_by_slug(database, slug)
        async with database.session(organisation_id) as session:
            if not await store.revoke_api_key(session, key_id, SystemClock().now()):
                raise NotFound(f"'{slug}' has no valid key with this id. `voxanne api-keys list` shows them.")
