"""The demo clinic is made once and whole, however often a start is cut off."""

from __future__ import annotations

import pytest

from voxanne.commands.demo_clinic import DEMO_ID, DEMO_NUMBER, ensure_demo_clinic
from voxanne.db.database import Database
from voxanne.knowledge.demo import demo_clinic
from voxanne.knowledge.library import Library
from voxanne.knowledge.records import Entry
from voxanne.numbers import store as numbers


class PowerCut(Exception):
    """The process dies."""


class CutOffLibrary(Library):
    """A library whose process dies after a few entries."""

    made = 0

    async def create(self, *arguments: object, **named: object) -> Entry:
        self.made += 1
        if self.made > 5:
            raise PowerCut
        return await super().create(*arguments, **named)  # type: ignore[arg-type]


async def entry_count(library: Library) -> int:
    return len(await library.entries(DEMO_ID, limit=200))


async def has_number(database: Database) -> bool:
    async with database.session(DEMO_ID) as session:
        return any(number.e164 == DEMO_NUMBER for number in await numbers.list_numbers(session))


async def test_a_start_that_was_cut_off_is_completed_by_the_next_one(database: Database) -> None:
    with pytest.raises(PowerCut):
        await ensure_demo_clinic(database, CutOffLibrary(database, None))
    assert not await has_number(database)
    library = Library(database, None)
    await ensure_demo_clinic(database, library)
    assert await has_number(database)
    assert await entry_count(library) == len(demo_clinic().entries)


async def test_what_a_member_deleted_stays_deleted_at_the_next_start(database: Database) -> None:
    library = Library(database, None)
    await ensure_demo_clinic(database, library)
    entry = (await library.entries(DEMO_ID, limit=1))[0]
    await library.delete(DEMO_ID, entry.id)
    await ensure_demo_clinic(database, library)
    assert await entry_count(library) == len(demo_clinic().entries) - 1
