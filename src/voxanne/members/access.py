"""Who is asking? The dependencies that every page and API route declares; they fail closed.

A page asks for `CurrentMember`, an API route for `CurrentClient`. Without a valid session or key the
request ends as 401 (pages: the sign-in page) before anything else is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection

from voxanne.clock import SystemClock
from voxanne.db.database import Database
from voxanne.errors import Unauthenticated
from voxanne.members import store
from voxanne.members.store import ApiClient
from voxanne.members.tokens import hash_token
from voxanne.organisations import store as organisations
from voxanne.settings import Settings
from voxanne.web.provided import service_of

SESSION_IDLE = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(hours=12)
API_KEY_PREFIX = "vox_"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The member behind a request, and the organisation they work for."""

    organisation_id: UUID
    organisation_name: str
    time_zone: str
    member_id: UUID
    name: str
    email: str
    role: str


def session_cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host over TLS; a browser refuses it on plain loopback HTTP."""
    return "__Host-voxanne" if settings.is_https else "voxanne"


async def member_of(connection: HTTPConnection) -> SignedIn | None:
    """The signed-in member, or None."""
    settings = service_of(connection, Settings)
    token = connection.cookies.get(session_cookie_name(settings))
    if not token:
        return None
    database = service_of(connection, Database)
    now = service_of(connection, SystemClock).now()
    holder = await store.session_holder(database, hash_token(token), now, SESSION_IDLE)
    if holder is None:
        return None
    async with database.session(holder.organisation_id) as session:
        member = await store.find_member(session, holder.member_id)
        organisation = await organisations.find(session)
    if member is None:
        return None
    return SignedIn(
        organisation.id,
        organisation.name,
        organisation.time_zone,
        member.id,
        member.name,
        member.email,
        member.role,
    )


async def current_member(connection: HTTPConnection) -> SignedIn:
    """Raises Unauthenticated. Also puts the member where templates find it."""
    member = await member_of(connection)
    if member is None:
        raise Unauthenticated("Sign in to see this page.")
    connection.state.member = member
    return member


# named only so that the OpenAPI document says how to authenticate; the check below is ours
_bearer = HTTPBearer(auto_error=False, scheme_name="API key", description="`Authorization: Bearer vox_...`")


async def current_client(connection: HTTPConnection) -> ApiClient:
    """The program behind an API request. Raises Unauthenticated."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key.startswith(API_KEY_PREFIX):
        database = service_of(connection, Database)
        client = await store.api_key_holder(database, hash_token(key), service_of(connection, SystemClock).now())
        if client is not None:
            return client
    raise Unauthenticated(
        "Send a valid API key: 'Authorization: Bearer vox_...'. Make one with `voxanne api-keys create`."
    )


CurrentMember = Annotated[SignedIn, Depends(current_member)]
CurrentClient = Annotated[ApiClient, Depends(current_client)]
ApiKeyScheme = Depends(_bearer)
