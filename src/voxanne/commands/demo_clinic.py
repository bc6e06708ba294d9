"""The demo clinic: an organisation with a number, an owner and knowledge, to try everything on."""

from __future__ import annotations

from uuid import NAMESPACE_DNS, uuid5

from voxanne.db.database import Database
from voxanne.knowledge.demo import demo_clinic, load_demo
from voxanne.knowledge.library import Library
from voxanne.members import store as members
from voxanne.numbers import store as numbers
from voxanne.organisations import store as organisations

DEMO_SLUG = "demo"
DEMO_NUMBER = "+442079460100"
OWNER_EMAIL = "owner@demo.example"
DEMO_ID = uuid5(NAMESPACE_DNS, OWNER_EMAIL)
"""The same on every machine, so that nodes that start together make one clinic."""


async def ensure_demo_clinic(database: Database, library: Library, *, refresh: bool = False) -> None:
    """Make the demo clinic where it is missing. Its knowledge is loaded once, and again with `refresh`:
    what a member deleted stays deleted when the node starts again."""
    clinic = demo_clinic()
    await organisations.create(database, DEMO_ID, slug=DEMO_SLUG, name=clinic.name, time_zone=clinic.time_zone)
    async with database.session(DEMO_ID) as session:
        is_complete = any(number.e164 == DEMO_NUMBER for number in await numbers.list_numbers(session))
    if refresh or not is_complete:
        await load_demo(library, DEMO_ID)
    async with database.session(DEMO_ID) as session:
        await members.add_member(session, email=OWNER_EMAIL, name="Demo Owner", role="owner")
        # last: a start that was cut off before this begins again, and nobody rings a half-made clinic
        await numbers.add_number(session, e164=DEMO_NUMBER, label="Reception")
