"""The JSON API of numbers: where the clinic can be called."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from voxanne.db.database import Database
from voxanne.members.access import CurrentClient
from voxanne.members.api_router import api_router
from voxanne.numbers.store import list_numbers
from voxanne.web.keyset import Page
from voxanne.web.provided import provided

router = api_router("numbers")


class NumberDocument(BaseModel):
    """A phone number of the organisation."""

    id: UUID
    number: str = Field(description="E.164.", examples=["+442079460100"])
    label: str = Field(examples=["Main"])
    carrier: str = Field(description="Who brings its calls.", examples=["twilio"])
    is_live: bool = Field(description="The receptionist answers it.")


@router.get("/numbers", summary="List the clinic's numbers, oldest first")
async def get_numbers(
    client: CurrentClient, database: Annotated[Database, Depends(provided(Database))]
) -> Page[NumberDocument]:
    """All numbers at once: a clinic has few."""
    async with database.session(client.organisation_id) as session:
        numbers = await list_numbers(session)
    return Page(
        items=[
            NumberDocument(id=n.id, number=n.e164, label=n.label, carrier=n.carrier, is_live=n.is_live) for n in numbers
        ],
        next_cursor=None,
    )
