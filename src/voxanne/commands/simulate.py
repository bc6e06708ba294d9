"""`voxanne simulate`: scripted callers with a voice of their own ring up a running node, and it is measured."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated

import typer
import uvloop

from voxanne.clock import SystemClock
from voxanne.commands.demo_clinic import DEMO_NUMBER
from voxanne.commands.opening import opened_database
from voxanne.db.database import Database
from voxanne.members import store as members
from voxanne.members.access import API_KEY_PREFIX
from voxanne.members.tokens import hash_token, new_token
from voxanne.numbers import store as numbers
from voxanne.settings import Settings, read_settings
from voxanne.telephony.simulated.carrier import Target
from voxanne.telephony.simulated.outcome import CallOutcome, figures
from voxanne.telephony.simulated.rehearsal import Plan
from voxanne.telephony.simulated.rehearsal import simulate as simulate_calls
from voxanne.telephony.simulated.script import read_script
from voxanne.telephony.simulated.voice import DEFAULT_VOICE, CallerVoice, noisy_line
from voxanne.telephony.twilio_requests import auth_token

KEY_NAME = "voxanne simulate"


def simulate(
    calls: Annotated[int, typer.Option(help="How many callers at once.")] = 1,
    script: Annotated[
        list[str] | None,
        typer.Option(
            "--script", "--file", help="A built-in script by name, or a TOML file; several take turns. [enquiry]"
        ),
    ] = None,
    url: Annotated[str, typer.Option(help="The node to call; absent: the one of these settings.")] = "",
    number: Annotated[str, typer.Option(help="The number to dial.")] = DEMO_NUMBER,
    voice: Annotated[
        str, typer.Option(help="The caller's voice: flite/NAME, espeak-ng/NAME or piper/MODEL.")
    ] = DEFAULT_VOICE,
    noise_dbfs: Annotated[float | None, typer.Option(help="Hiss on the line, e.g. -45.")] = None,
    stagger_ms: Annotated[int, typer.Option(help="How far apart the callers begin.")] = 250,
    turns: Annotated[bool, typer.Option("--turns", help="Print every turn with the wait for its reply.")] = False,
    api_key: Annotated[
        str, typer.Option(envvar="VOXANNE_API_KEY", help="Absent: one of its own on this machine, revoked afterwards.")
    ] = "",
) -> None:
    """Call a running node with scripted callers; print what they heard. Exit code 1 when a call failed."""
    settings = read_settings()
    caller_voice = CallerVoice(voice, None if noise_dbfs is None else noisy_line(noise_dbfs))
    scripts = [read_script(name) for name in script or ["enquiry"]]
    reached_at = (url or settings.origin).rstrip("/")
    target = Target(reached_at, settings.public_url or reached_at, auth_token(settings), number)
    plan = Plan(target, scripts, calls, stagger_ms, api_key or None)
    outcomes = uvloop.run(_simulate(settings, plan, caller_voice, is_local=not url))
    print(table(outcomes))
    if turns:
        print(turn_list(outcomes))
    if any(outcome.failures for outcome in outcomes):
        sys.exit(1)


def table(outcomes: Sequence[CallOutcome]) -> str:
    """One line for each call, then all calls' figures, then what failed."""
    lines = [
        "call  script            pick-up  reply p50   max  barge-in  recorded  transcript  ended by",
        "                             ms         ms    ms        ms",
    ]
    for number, outcome in enumerate(outcomes, 1):
        mine = figures([outcome])
        slowest = max(outcome.reply_ms, default=None)
        lines.append(
            f"{number:4}  {outcome.script:16}  {_ms(outcome.pick_up_ms):>7}  {_ms(mine.reply_p50_ms):>9}"
            f"  {_ms(slowest):>4}  {_ms(mine.barge_in_max_ms):>8}  {_yes_no(outcome.is_recorded):>8}"
            f"  {_yes_no(outcome.is_transcribed):>10}  {outcome.ended_by.value}"
        )
    every = figures(outcomes)
    lines += [
        "",
        f"pick-up     p50 {_ms(every.pick_up_p50_ms):>5}   p95 {_ms(every.pick_up_p95_ms):>5} ms",
        f"reply       p50 {_ms(every.reply_p50_ms):>5}   p95 {_ms(every.reply_p95_ms):>5} ms",
        f"barge-in    p50 {_ms(every.barge_in_p50_ms):>5}   max {_ms(every.barge_in_max_ms):>5} ms",
        f"callers cut off in mid-sentence: {every.cut_off}",
        f"calls: {every.calls}, failed: {every.failed}",
    ]
    for number, outcome in enumerate(outcomes, 1):
        lines += [f"call {number}: {failure}" for failure in outcome.failures]
    late = sum(outcome.late_frames for outcome in outcomes)
    if late:
        lines.append(f"this machine was too busy: {late} frames of the callers left late, the figures are upper bounds")
    return "\n".join(lines)


def turn_list(outcomes: Sequence[CallOutcome]) -> str:
    """What each caller said, and how many ms the reply took."""
    return "\n".join(
        f"call {number:3}  {_ms(turn.reply_ms):>5}  {'cut off  ' if turn.was_cut_off else ''}{turn.said}"
        for number, outcome in enumerate(outcomes, 1)
        for turn in outcome.turns
    )


async def _simulate(settings: Settings, plan: Plan, voice: CallerVoice, *, is_local: bool) -> list[CallOutcome]:
    if plan.api_key is not None or not is_local:
        return await simulate_calls(plan, voice)
    async with opened_database(settings) as database, _key_of(database, plan.target.number) as api_key:
        return await simulate_calls(replace(plan, api_key=api_key), voice)


@asynccontextmanager
async def _key_of(database: Database, number: str) -> AsyncIterator[str | None]:
    """An API key of the clinic whose number this is, for as long as the calls last."""
    async with database.before_organisation() as session:
        route = await numbers.find_route(session, number)
    if route is None:
        yield None
        return
    key = new_token(API_KEY_PREFIX)
    async with database.session(route.organisation_id) as session:
        key_id = await members.add_api_key(session, name=KEY_NAME, prefix=key[:8], secret_hash=hash_token(key))
    try:
        yield key
    finally:
        async with database.session(route.organisation_id) as session:
            await members.revoke_api_key(session, key_id, SystemClock().now())


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _yes_no(value: bool | None) -> str:
    return "-" if value is None else "yes" if value else "NO"
