"""Whatever is written into the event log is read back the same."""

from __future__ import annotations

import json
from typing import Any, get_args
from uuid import UUID

import hypothesis.strategies as st
import pytest
from hypothesis import given

from voxanne.callflow import commands, events
from voxanne.callflow.log import (
    PLANNED,
    decode_command,
    decode_event,
    decode_plan,
    encode,
    event_entry,
    read_event_entry,
)
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import Citation, Do, Expect, Expecting, Say

st.register_type_strategy(float, st.floats(0, 1))


@given(st.one_of([st.from_type(each) for each in get_args(events.Event)]))
def test_every_event_survives_the_log(event: Any) -> None:
    assert decode_event(json.loads(json.dumps(encode(event)))) == event


@given(st.one_of([st.from_type(each) for each in get_args(events.Event)]))
def test_every_event_survives_as_a_log_entry(event: Any) -> None:
    kind, payload = event_entry(event)
    assert kind == kind.lower()
    assert read_event_entry(kind, json.loads(json.dumps(payload))) == event


@given(st.one_of([st.from_type(each) for each in get_args(commands.Command)]))
def test_every_command_survives_the_log(command: Any) -> None:
    assert decode_command(json.loads(json.dumps(encode(command)))) == command


@given(st.builds(CallPlan, greeting=st.tuples(st.text()), emergency_number=st.text()))
def test_a_plan_survives_the_log(plan: CallPlan) -> None:
    assert decode_plan(json.loads(json.dumps(encode(plan)))) == plan


def test_a_reply_part_keeps_its_kind_and_its_sources() -> None:
    cited = Say("It costs £200.", (Citation(UUID(int=1), UUID(int=2), "Botox"),))
    for part in (cited, Expect(Expecting.DIGITS)):
        event = events.ReplyPartReady(3, part)
        assert decode_event(json.loads(json.dumps(encode(event)))) == event


def test_an_unknown_kind_is_none_of_the_machines_events() -> None:
    assert read_event_entry("turn_latency", {"total_ms": 300}) is None
    assert read_event_entry(PLANNED, {}) is None


def test_an_entry_that_is_no_event_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        decode_event({"is": "Nonsense"})


def test_actions_inside_a_reply_survive() -> None:
    from voxanne.callflow.actions import TakeMessage

    event = events.ReplyPartReady(1, Do(TakeMessage("Ann Lee", "+442079460111", "a call back", is_urgent=True)))
    assert decode_event(json.loads(json.dumps(encode(event)))) == event
