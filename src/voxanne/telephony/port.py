"""The one shape in which a call's audio reaches Voxanne, whichever carrier brings it.

A leg is one party's connection. It speaks int16 mono PCM at its own `rate_hz` (8000 on the phone
network, 16000 from a browser); the carrier's encoding, framing and JSON stay inside the adapter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from voxanne.audio.pcm import Pcm


class LegCloseReason(StrEnum):
    """Why a leg is gone."""

    CALLER_HUNG_UP = "caller_hung_up"
    PEER_GONE = "peer_gone"  # the connection broke without a goodbye
    PEER_SILENT = "peer_silent"  # no media at all for the allowed time
    PROTOCOL_ERROR = "protocol_error"  # the peer sent what its protocol does not allow
    WE_HUNG_UP = "we_hung_up"


@dataclass(frozen=True, slots=True)
class CallerAudio:
    """A piece of what the caller's side sends, usually 20 ms.

    `at_ms` is the position of its first sample on the leg's media clock (0 at the first media of the
    call), taken from the carrier's own timestamps, so a lost packet leaves a hole and not a shift.
    """

    pcm: Pcm
    at_ms: int


@dataclass(frozen=True, slots=True)
class DigitHeard:
    digit: str


@dataclass(frozen=True, slots=True)
class MarkPlayed:
    """The audio sent before the mark `name` has been played to the caller, or was cleared."""

    name: str


@dataclass(frozen=True, slots=True)
class LegClosed:
    """Always the last event of a leg, sent exactly once."""

    reason: LegCloseReason
    detail: str = ""


LegEvent = CallerAudio | DigitHeard | MarkPlayed | LegClosed


class Leg(Protocol):
    """One party's connection to a call that has been answered."""

    @property
    def rate_hz(self) -> int: ...

    @property
    def carrier(self) -> str:
        """`twilio`, `browser`, ..."""
        ...

    def events(self) -> AsyncIterator[LegEvent]:
        """What the other side sends, in order; ends after exactly one `LegClosed`. May be called once."""
        ...

    async def play(self, pcm: Pcm) -> None:
        """Queue audio behind what was sent before; returns at once when the carrier buffers. After the
        leg has closed this does nothing."""
        ...

    async def mark(self, name: str) -> None:
        """Ask for a `MarkPlayed(name)` when everything sent so far has been heard."""
        ...

    async def clear(self) -> None:
        """Throw away what was sent and not yet heard."""
        ...

    async def hang_up(self) -> None:
        """Close the connection; idempotent."""
        ...
