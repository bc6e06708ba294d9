"""The calls list of a clinic with a million calls: the page and the JSON API, as the server spends its time on them.

Fills a database of its own in a temporary folder (some two minutes), then asks the application in this process,
one request after another: what is measured is the server's part, without network.

    python -m bench.calls_page [--calls 1000000] [--requests 200]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
from fastapi import FastAPI

from voxanne.calls import api as calls_api
from voxanne.clock import SystemClock
from voxanne.dashboard import pages as dashboard_pages
from voxanne.db.database import Database
from voxanne.db.embedded import EmbeddedPostgres
from voxanne.db.migrate import migrate
from voxanne.db.notifications import ChangeNotifications
from voxanne.members import store as members
from voxanne.members.access import API_KEY_PREFIX, session_cookie_name
from voxanne.members.tokens import hash_token, new_token
from voxanne.settings import Settings
from voxanne.web.event_stream import Stopping
from voxanne.web.hardening import harden
from voxanne.web.problems import install_problem_handlers
from voxanne.web.provided import provide

PROMISED_P95_MS = 50.0
NUMBERS = ("+442079460100", "+442079460101")
NEWEST = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
YEARS = 2
FIND_DEEP = 20  # pages that are looked up in the middle of the list

FILL = """
insert into calls (organisation_id, number_e164, carrier, carrier_call_id, caller_number, status, node, outcome,
                   end_reason, is_escalated, is_urgent, started_at, answered_at, ended_at, duration_ms)
select %(organisation)s, (%(numbers)s::text[])[1 + (i %% 10 = 0)::int], 'twilio', 'CA' || i,
       '+44207946' || lpad(((i * 7919) %% 1000)::text, 4, '0'),
       (array['completed', 'completed', 'completed', 'completed', 'completed', 'completed', 'failed', 'voicemail'])
           [1 + i %% 8],
       'bench', 'answered', 'goodbye', i %% 50 = 0, i %% 400 = 0, at, at, at + interval '90 seconds', 90000
from generate_series(%(first)s::bigint, %(last)s::bigint) i,
     lateral (select %(newest)s::timestamptz - i * %(gap)s::interval as at) moment
"""


@dataclass(frozen=True)
class Question:
    """One way to look at the list; `page` and `api` are the addresses to ask in turn."""

    name: str
    page: list[str]
    api: list[str]


def fill(url: str, calls: int) -> UUID:
    """One clinic with this many calls and their recordings. Returns its id."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "insert into organisations (slug, name) values ('bench', 'Bench Clinic') returning id"
        ).fetchone()
        assert row is not None
        organisation_id: UUID = row[0]
        for e164 in NUMBERS:
            connection.execute("insert into numbers (organisation_id, e164) values (%s, %s)", (organisation_id, e164))
        step = 50_000
        for first in range(0, calls, step):
            connection.execute(
                FILL,
                {
                    "organisation": organisation_id,
                    "numbers": list(NUMBERS),
                    "first": first,
                    "last": min(first + step, calls) - 1,
                    "newest": NEWEST,
                    "gap": timedelta(days=365 * YEARS) / calls,
                },
            )
            print(f"\r  {min(first + step, calls):>9,} calls", end="", flush=True)
        print()
        connection.execute("vacuum analyze")
    return organisation_id


@asynccontextmanager
async def signed_in(
    url: str, organisation_id: UUID, folder: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """A member's browser and a program with a key, both of an application in this process."""
    settings, clock = Settings(data_dir=folder, public_url="http://bench"), SystemClock()
    database = Database(url)
    await database.open()
    app = FastAPI()
    for service in (settings, clock, database, ChangeNotifications(url), Stopping()):
        provide(app, type(service), service)
    install_problem_handlers(app)
    app.middleware("http")(harden(frozenset({settings.origin}), is_https=False))
    app.include_router(calls_api.router)
    app.include_router(dashboard_pages.router)
    secret, key = new_token(), new_token(API_KEY_PREFIX)
    async with database.session(organisation_id) as session:
        member_id = await members.add_member(session, email="owner@example.org", name="Owner", role="owner")
        await members.add_session(session, member_id, hash_token(secret), clock.now(), clock.now() + timedelta(hours=1))
        await members.add_api_key(session, name="bench", prefix=key[:10], secret_hash=hash_token(key))
    transport = httpx.ASGITransport(app)
    page_headers = {"Accept": "text/html", "Cookie": f"{session_cookie_name(settings)}={secret}"}
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://bench", headers=page_headers) as browser,
        httpx.AsyncClient(
            transport=transport, base_url="http://bench", headers={"Authorization": f"Bearer {key}"}
        ) as program,
    ):
        yield browser, program
    await database.close()


async def questions(program: httpx.AsyncClient) -> list[Question]:
    """What members and programs ask for, with pages deep in the list looked up first."""
    day = (NEWEST - timedelta(days=200)).date()
    week_later = day + timedelta(days=7)
    number = NUMBERS[1].replace("+", "%2B")
    deep = []
    for i in range(1, FIND_DEEP):
        before = NEWEST - timedelta(days=365 * YEARS) * i / FIND_DEEP
        found = await program.get("/api/v1/calls", params={"to": before.isoformat(), "limit": 1})
        deep.append(found.json()["next_cursor"])
    return [
        Question(name, [f"/calls?{query}" for query in queries], [f"/api/v1/calls?{query}" for query in queries])
        for name, queries in (
            ("first page", [""]),
            ("by status", [f"status={status}" for status in ("completed", "failed", "voicemail", "in_progress")]),
            ("by number", [f"number={number}"]),
            ("by date", [f"from={day}&to={week_later}"]),
            ("all filters", [f"status=failed&number={number}&from={day}&to={week_later}"]),
            ("by caller", ["q=%2B442079460123", "q=%2B442079460987"]),
            ("by part of number", ["q=0123", "q=23", "q=555555", "q=%2B4420794609", "q=%2B4477"]),
            ("deep pages", [f"cursor={cursor}" for cursor in deep]),
            ("deep, by status", [f"cursor={cursor}&status=failed" for cursor in deep]),
        )
    ]


async def timed(ask: Callable[[str], Awaitable[httpx.Response]], addresses: list[str], requests: int) -> list[float]:
    """Milliseconds of each request, after one round that is not counted."""
    for address in addresses:
        answer = await ask(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    spent = []
    for i in range(requests):
        began = time.perf_counter()
        await ask(addresses[i % len(addresses)])
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def percentile(spent: list[float], share: int) -> float:
    return statistics.quantiles(spent, n=100, method="inclusive")[share - 1]


async def measure(url: str, organisation_id: UUID, folder: Path, requests: int) -> bool:
    """Print a line for each question; returns whether the promise was kept everywhere."""
    kept = True
    print(f"{'':<20} {'page p50':>9} {'p95':>7} {'API p50':>9} {'p95':>7}   ms, promised p95 {PROMISED_P95_MS:.0f}")
    async with signed_in(url, organisation_id, folder) as (browser, program):
        for question in await questions(program):
            page = await timed(browser.get, question.page, requests)
            api = await timed(program.get, question.api, requests)
            worst = max(percentile(page, 95), percentile(api, 95))
            kept = kept and worst <= PROMISED_P95_MS
            print(
                f"{question.name:<20} {percentile(page, 50):9.1f} {percentile(page, 95):7.1f} "
                f"{percentile(api, 50):9.1f} {percentile(api, 95):7.1f}{'' if worst <= PROMISED_P95_MS else '   over'}"
            )
    return kept


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--calls", type=int, default=1_000_000)
    arguments.add_argument("--requests", type=int, default=200)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="voxanne-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root the database server is another user, who must pass through
        server = EmbeddedPostgres(folder)
        try:
            migrate(server.url)
            began = time.monotonic()
            organisation_id = fill(server.url, chosen.calls)
            print(f"filled in {time.monotonic() - began:.0f} s")
            kept = asyncio.run(measure(server.url, organisation_id, folder, chosen.requests))
        finally:
            server.stop()
    print("p95 is within the promise" if kept else "p95 is over the promise where marked")


if __name__ == "__main__":
    main()
