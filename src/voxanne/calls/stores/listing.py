"""The list of calls: filters that the indexes serve, keyset pages, capped counts. Part of the room's SQL."""

from __future__ import annotations

import re
from typing import Any, LiteralString

from voxanne.calls.records import Call, CallFilter, CallPage
from voxanne.db.database import Session
from voxanne.web.cursors import Cursor

COUNT_CAP = 10_000
"""Counting stops here: an exact count of a million calls costs 75 ms, a capped one 0.9 ms."""

LISTED: LiteralString = (
    "c.id, c.number_e164, c.carrier, c.carrier_call_id, c.caller_number, c.status, c.outcome, c.end_reason, "
    "c.is_escalated, c.is_urgent, c.started_at, c.answered_at, c.ended_at, c.duration_ms"
)


async def list_calls(
    session: Session, wanted: CallFilter, cursor: Cursor | None, limit: int, *, newer: bool = False
) -> CallPage:
    """One page of calls, newest first: those older than `cursor`, or with `newer` the nearest newer ones."""
    where, params = _conditions(session, wanted)
    if cursor is not None:
        where += (
            " and (c.started_at, c.id) > (%s::timestamptz, %s::uuid)"
            if newer
            else " and (c.started_at, c.id) < (%s::timestamptz, %s::uuid)"
        )
        params += [cursor.at, cursor.id]
    order: LiteralString = "c.started_at, c.id" if newer else "c.started_at desc, c.id desc"
    found = await session.rows(
        Call, f"select {LISTED} from calls c where {where} order by {order} limit %s::int", [*params, limit + 1]
    )
    page = found[:limit]
    return CallPage(tuple(reversed(page)) if newer else tuple(page), len(found) > limit)


async def count_calls_capped(session: Session, wanted: CallFilter) -> int:
    """How many calls the filter matches; `COUNT_CAP + 1` means: more than the cap."""
    where, params = _conditions(session, wanted)
    return int(
        await session.value(
            f"select count(*) from (select 1 from calls c where {where} limit %s::int) counted",
            [*params, COUNT_CAP + 1],
        )
    )


def _conditions(session: Session, wanted: CallFilter) -> tuple[LiteralString, list[Any]]:
    """The where clause. The organisation is named although row-level security would add it, and every
    value is cast, so that the composite indexes serve all their columns."""
    conditions: list[LiteralString] = ["c.organisation_id = %s::uuid"]
    params: list[Any] = [session.organisation_id]
    if wanted.from_ is not None:
        conditions.append("c.started_at >= %s::timestamptz")
        params.append(wanted.from_)
    if wanted.to is not None:
        conditions.append("c.started_at < %s::timestamptz")
        params.append(wanted.to)
    if wanted.status is not None:
        conditions.append("c.status = %s::text")
        params.append(wanted.status.value)
    if wanted.number is not None:
        conditions.append("c.number_e164 = %s::text")
        params.append(wanted.number)
    if wanted.caller is not None:
        conditions.append("c.caller_number = %s::text")
        params.append(wanted.caller)
    if wanted.q:
        condition, value = _search(wanted.q)
        conditions.append(condition)
        params.append(value)
    return " and ".join(conditions), params


def _search(typed: str) -> tuple[LiteralString, str]:
    """With a leading plus: the whole number, or its beginning. Else the number ends with these digits, as
    people remember and write it. Only such conditions reach an index (see migration 0006)."""
    digits = re.sub(r"[^0-9]", "", typed)
    if not digits:
        return "c.caller_number = %s::text", ""
    if typed.strip().startswith("+"):
        is_whole = len(digits) >= 10
        return "c.caller_number = %s::text" if is_whole else "c.caller_number ^@ %s::text", f"+{digits}"
    # a national number's leading zero is not part of the international form
    end = digits.lstrip("0") or digits
    return "c.caller_backwards ^@ %s::text", end[::-1]
