"""Events, commands and plans as JSON-ready values and back, for the event log. Pure.

A dataclass becomes an object with `is`, its class's name, beside its fields; the types that the fields
declare say how to read it back, so that what was written is what is read.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from voxanne.callflow import commands, events
from voxanne.callflow.plan import CallPlan

Json = dict[str, Any]

PLANNED = "call_planned"
"""The kind of the log's first entry, whose payload is the call's plan."""

_KIND = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EVENT_NAMES = {_KIND.sub("_", each.__name__).lower(): each.__name__ for each in get_args(events.Event)}


def encode(value: Any) -> Any:
    """A value of the call flow as JSON-ready data."""
    if is_dataclass(value):
        return {"is": type(value).__name__} | {each.name: encode(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, UUID | StrEnum):
        return str(value)
    return value


def event_entry(event: events.Event) -> tuple[str, Json]:
    """An event as the event log keeps it: its kind (`caller_speech_started`) and its fields."""
    data = encode(event)
    return _KIND.sub("_", data.pop("is")).lower(), data


def read_event_entry(kind: str, payload: Json) -> events.Event | None:
    """Read an entry of the event log back; None when it is not one of the machine's events."""
    name = _EVENT_NAMES.get(kind)
    return None if name is None else decode_event({"is": name, **payload})


def decode_event(data: Json) -> events.Event:
    """Read an event back. Raises ValueError when it is none."""
    decoded: events.Event = _decode(data, events.Event)
    return decoded


def decode_command(data: Json) -> commands.Command:
    """Read a command back. Raises ValueError when it is none."""
    decoded: commands.Command = _decode(data, commands.Command)
    return decoded


def decode_plan(data: Json) -> CallPlan:
    """Read a call's plan back. Raises ValueError when it is none."""
    decoded: CallPlan = _decode(data, CallPlan)
    return decoded


def _decode(data: Any, declared: Any) -> Any:
    origin = get_origin(declared)
    if origin in (Union, UnionType):
        return _decode_one_of(data, get_args(declared))
    if origin is tuple:
        return tuple(_decode(each, get_args(declared)[0]) for each in data)
    if is_dataclass(declared):
        return _decode_dataclass(data, declared)
    if isinstance(declared, type) and issubclass(declared, UUID | StrEnum):
        return declared(data)
    return data


def _decode_one_of(data: Any, choices: tuple[Any, ...]) -> Any:
    if data is None and NoneType in choices:
        return None
    if not isinstance(data, dict):
        return _decode(data, next(choice for choice in choices if choice is not NoneType))
    for choice in choices:
        if is_dataclass(choice) and getattr(choice, "__name__", "") == data.get("is"):
            return _decode_dataclass(data, choice)
    raise ValueError("The log holds an entry of an unknown kind.")


def _decode_dataclass(data: Any, declared: Any) -> Any:
    if not isinstance(data, dict) or data.get("is") != declared.__name__:
        raise ValueError(f"The log holds no {declared.__name__} where one belongs.")
    hints = _hints(declared)
    return declared(
        **{each.name: _decode(data[each.name], hints[each.name]) for each in fields(declared) if each.name in data}
    )


@cache
def _hints(declared: type) -> dict[str, Any]:
    return get_type_hints(declared)
