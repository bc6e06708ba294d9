"""The organisations room's SQL."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from voxanne.db.database import Database, Session
from voxanne.errors import NotFound


@dataclass(frozen=True, slots=True)
class Organisation:
    """A clinic or a group of clinics; the owner of everything else."""

    id: UUID
    slug: str
    name: str
    time_zone: str
    emergency_number: str
    plan: str
    knowledge_version: int


async def find(session: Session) -> Organisation:
    """The session's own organisation. Raises NotFound when it has been deleted."""
    found = await session.row(
        Organisation,
        "select id, slug, name, time_zone, emergency_number, plan, knowledge_version from organisations where id = %s",
        (session.organisation_id,),
    )
    if found is None:
        raise NotFound("This organisation no longer exists.")
    return found


async def id_by_slug(database: Database, slug: str) -> UUID:
    """Raises NotFound, naming the slug."""
    async with database.before_organisation() as session:
        organisation_id = await session.value("select organisation_by_slug(%s)", (slug,))
    if organisation_id is None:
        raise NotFound(f"There is no organisation with the slug '{slug}'.")
    return UUID(str(organisation_id))


async def all_ids(database: Database) -> list[UUID]:
    """Every organisation of this installation, for housekeeping that visits each in a session of its own."""
    async with database.before_organisation() as session:
        return [row["organisation_ids"] for row in await session.records("select organisation_ids()")]


async def create(database: Database, organisation_id: UUID, *, slug: str, name: str, time_zone: str) -> bool:
    """Create an organisation under an id chosen by the caller. Returns False when the slug is taken."""
    async with database.session(organisation_id) as session:
        touched = await session.execute(
            """insert into organisations (id, slug, name, time_zone) values (%s, %s, %s, %s)
               on conflict (slug) do nothing""",
            (organisation_id, slug, name, time_zone),
        )
        return touched == 1
