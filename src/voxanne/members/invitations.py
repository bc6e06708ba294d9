"""One-time sign-in links: how a member gets into the dashboard without a password."""

from __future__ import annotations

from datetime import datetime, timedelta

from voxanne.db.database import Database
from voxanne.errors import NotFound
from voxanne.members import store
from voxanne.members.tokens import hash_token, new_token
from voxanne.organisations import store as organisations
from voxanne.settings import Settings

LINK_LIFETIME = timedelta(minutes=15)


async def make_sign_in_link(database: Database, settings: Settings, slug: str, email: str, now: datetime) -> str:
    """A URL that signs this member in once, for 15 minutes from `now`; we keep only its hash.

    Raises NotFound when there is no such organisation or member.
    """
    organisation_id = await organisations.id_by_slug(database, slug)
    token = new_token()
    async with database.session(organisation_id) as session:
        member = await store.member_by_email(session, email)
        if member is None:
            raise NotFound(f"No member of '{slug}' has this address. `voxanne members list` shows who has.")
        await store.add_sign_in_link(session, member.id, hash_token(token), now + LINK_LIFETIME)
    return f"{settings.origin}/sign-in/{token}"
