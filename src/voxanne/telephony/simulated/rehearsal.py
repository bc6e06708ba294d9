"""Several simulated callers at once, from the rendered script to the figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from voxanne.errors import SetupError
from voxanne.telephony.simulated.caller import SimulatedCaller
from voxanne.telephony.simulated.carrier import CarrierCall, Target
from voxanne.telephony.simulated.checks import ProductChecks
from voxanne.telephony.simulated.outcome import CallOutcome
from voxanne.telephony.simulated.script import Interrupt, Play, Say, Script, Step
from voxanne.telephony.simulated.voice import CallerVoice, Utterance

MAX_CALLS = 700
_FIRST_CALLER = 200
_CLOCK_TOLERANCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be simulated. Callers begin `stagger_ms` apart, so that they do not all speak at once."""

    target: Target
    scripts: Sequence[Script]
    calls: int
    stagger_ms: int = 0
    api_key: str | None = None


def render(script: Script, voice: CallerVoice) -> dict[Step, Utterance]:
    """Every sentence of a script, ready to be sent. Blocks; raises SetupError."""
    rendered: dict[Step, Utterance] = {}
    for step in script.steps:
        match step:
            case Say(text) | Interrupt(text=text):
                rendered[step] = voice.say(text)
            case Play(path):
                rendered[step] = voice.play(path)
    return rendered


async def simulate(plan: Plan, voice: CallerVoice) -> list[CallOutcome]:
    """Make the calls, all at once, the scripts in turn. Raises SetupError when a script cannot be spoken."""
    if not 1 <= plan.calls <= MAX_CALLS:
        raise SetupError(f"Between 1 and {MAX_CALLS} calls can be simulated at once.")
    rendered = [(script, await asyncio.to_thread(render, script, voice)) for script in plan.scripts]
    since = datetime.now(UTC) - _CLOCK_TOLERANCE
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(trust_env=False, limits=limits) as client:
        callers = []
        for number in range(plan.calls):
            script, utterances = rendered[number % len(rendered)]
            call = CarrierCall(client, plan.target, caller_number(number))
            callers.append((script, SimulatedCaller(call, script, utterances, voice.noise)))
        async with asyncio.TaskGroup() as group:
            for position, (_, caller) in enumerate(callers):
                group.create_task(_call_later(caller, position * plan.stagger_ms / 1000))
        if plan.api_key is not None:
            checks = ProductChecks(client, plan.target.url, plan.api_key)
            for script, caller in callers:
                if caller.outcome.webhook_ms is not None:
                    await checks.check(caller.outcome, script, since)
    return [caller.outcome for _, caller in callers]


def caller_number(position: int) -> str:
    """A number of the range reserved for fiction, one for each caller (Ofcom, 020 7946 0000 to 0999)."""
    return f"+44207946{_FIRST_CALLER + position:04d}"


async def _call_later(caller: SimulatedCaller, delay_s: float) -> None:
    await asyncio.sleep(delay_s)
    await caller.run()
