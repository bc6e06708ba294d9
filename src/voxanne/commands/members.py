"""`voxanne members`: the people who use the dashboard, and their way in."""

from __future__ import annotations

import asyncio
import re
import sys
from enum import StrEnum
from typing import Annotated

import typer

from voxanne.clock import SystemClock
from voxanne.commands.opening import opened_database
from voxanne.errors import InvalidRequest
from voxanne.members import store
from voxanne.members.invitations import make_sign_in_link
from voxanne.organisations import store as organisations
from voxanne.settings import read_settings

app = typer.Typer(help="People who use the dashboard.", no_args_is_help=True)

Organisation = Annotated[str, typer.Option(help="The organisation's slug.", show_default=True)]
Email = Annotated[str, typer.Argument(help="The member's e-mail address.")]


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    VIEWER = "viewer"


@app.command("list")
def list_members(organisation: Organisation = "demo") -> None:
    """Show the members: address, role, name."""
    for member in asyncio.run(_members(organisation)):
        print(f"{member.email:<32}  {member.role:<6}  {member.name}")


async def _members(slug: str) -> list[store.Member]:
    async with opened_database(read_settings()) as database:
        organisation_id = await organisations.id_by_slug(database, slug)
        async with database.session(organisation_id) as session:
            return await store.list_members(session)


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="How the dashboard calls them; absent: the address.")] = "",
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.STAFF,
    organisation: Organisation = "demo",
) -> None:
    """Add a member. Whoever is one already stays as they are."""
    if not re.fullmatch(r"[^@\s\x00]{1,64}@[^@\s\x00]{1,190}", email) or "\x00" in name:
        raise InvalidRequest("EMAIL: this is not an e-mail address.")
    asyncio.run(_add(organisation, email.lower(), name or email, role))
    print(f"Added. `voxanne members sign-in-link {email} --organisation {organisation}` lets them in.", file=sys.stderr)


async def _add(slug: str, email: str, name: str, role: Role) -> None:
    async with opened_database(read_settings()) as database:
        organisation_id = await organisations.id_by_slug(database, slug)
        async with database.session(organisation_id) as session:
            await store.add_member(session, email=email, name=name, role=role.value)


@app.command("sign-in-link")
def sign_in_link(email: Email, organisation: Organisation = "demo") -> None:
    """Print a link, and nothing else, that signs this member in once within 15 minutes."""
    print(asyncio.run(_link(organisation, email)))


async def _link(slug: str, email: str) -> str:
    settings = read_settings()
    async with opened_database(settings) as database:
        return await make_sign_in_link(database, settings, slug, email, SystemClock().now())
