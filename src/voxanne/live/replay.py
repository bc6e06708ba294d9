"""Runs a call's event log through the machine again: the log is the bug report and the regression test.

The first entry holds the call's plan, each further one an event at its moment; the machine is pure, so
the same events at the same moments give the same commands, on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from voxanne.callflow.commands import Command
from voxanne.callflow.events import Event
from voxanne.callflow.log import PLANNED, decode_plan, read_event_entry
from voxanne.callflow.machine import CallMachine
from voxanne.callflow.states import State
from voxanne.calls import store
from voxanne.calls.records import CallEvent
from voxanne.db.database import Database
from voxanne.errors import InvalidRequest, NotFound


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a replayed call: when, in which state it left the call, and what it made the call do."""

    at_ms: int
    event: Event
    state: State
    commands: tuple[Command, ...]


def replay(entries: Iterable[CallEvent]) -> Iterator[Step]:
    """Run a log through a new machine, step by step. Raises InvalidRequest when it does not begin with a plan."""
    machine: CallMachine | None = None
    for entry in sorted(entries, key=lambda entry: entry.position):
        if entry.kind == PLANNED:
            machine = CallMachine(decode_plan(entry.payload))
            continue
        event = read_event_entry(entry.kind, entry.payload)
        if event is None:
            continue  # not the machine's own: a latency line, say
        if machine is None:
            raise InvalidRequest("This call's event log does not begin with its plan, so it cannot be replayed.")
        commands = machine.handle(event, entry.at_ms)
        yield Step(entry.at_ms, event, machine.state, tuple(commands))


async def replay_call(database: Database, organisation_id: UUID, call_id: UUID) -> list[Step]:
    """Replay a stored call. Raises NotFound, InvalidRequest, DatabaseUnavailable."""
    async with database.session(organisation_id) as session:
        if await store.find_call(session, call_id) is None:
            raise NotFound("There is no such call.")
        entries = await store.events_of(session, call_id)
    return list(replay(entries))
