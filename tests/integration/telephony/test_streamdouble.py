"""An outside implementation of the carrier's stream as our peer: it judges the protocol, not us."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from streamdouble import api
from streamdouble.chaos import Impairments
from streamdouble.session import SessionConfig
from tests.integration.telephony.conftest import serve
from tests.integration.telephony.desk import TOKEN, FakeDesk

from voxanne.audio.g711 import encode_ulaw
from voxanne.telephony.front_desk import CallOffer, StreamLimits
from voxanne.telephony.port import CallerAudio, Leg, LegClosed, MarkPlayed

TONE = (np.sin(np.arange(8000) / 4) * 6000).astype(np.int16)
FRAMES = [encode_ulaw(TONE[at : at + 160]) for at in range(0, 8000, 160)]


@dataclass
class Greeting(FakeDesk):
    """Greets with a second of tone and a mark, and keeps the caller's places on the media clock."""

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        self.places: list[int] = []
        self.marks: list[str] = []
        self.ended = asyncio.Event()
        await leg.play(TONE)
        await leg.mark("greeting")
        async for event in leg.events():
            match event:
                case CallerAudio(_, at_ms):
                    self.places.append(at_ms)
                case MarkPlayed(name):
                    self.marks.append(name)
                case LegClosed():
                    self.ended.set()
                case _:
                    raise AssertionError(event)


def config(**changes: object) -> SessionConfig:
    return SessionConfig(custom_parameters={"token": TOKEN}, quiet_period_s=0.3, **changes)  # type: ignore[arg-type]


async def test_an_outside_carrier_finds_no_violation(tmp_path: Path, limits: StreamLimits) -> None:
    desk = Greeting()
    edge = await serve(tmp_path, limits, desk=desk)
    report = await api.call(f"{edge.ws_url}/telephony/twilio/stream", frames=FRAMES, config=config())
    async with asyncio.timeout(5):
        await desk.ended.wait()
    await edge.stop()
    assert report.violations == []
    assert report.audio_received == encode_ulaw(TONE)
    assert desk.marks == ["greeting"]
    assert desk.places == [position * 20 for position in range(len(desk.places))]
    assert len(desk.places) >= len(FRAMES)


async def test_a_lossy_line_leaves_holes_in_their_places(tmp_path: Path, limits: StreamLimits) -> None:
    desk = Greeting()
    edge = await serve(tmp_path, limits, desk=desk)
    line = Impairments(loss=0.2, jitter_ms=30)
    report = await api.call(
        f"{edge.ws_url}/telephony/twilio/stream", frames=FRAMES, config=config(impairments=line, chaos_seed=7)
    )
    async with asyncio.timeout(5):
        await desk.ended.wait()
    await edge.stop()
    assert report.violations == []
    assert report.result.frames_dropped > 0
    assert desk.places == sorted(set(desk.places))
    assert all(place % 20 == 0 for place in desk.places)
    holes = [b - a for a, b in zip(desk.places, desk.places[1:], strict=False) if b - a > 20]
    assert holes
