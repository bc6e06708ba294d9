"""The calls that are live on a node."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from tests.fakes.stage import Stage

from voxanne.live.desk import LiveDesk, fixed_sentences


async def test_a_live_call_is_counted_and_can_be_asked_to_end(stage: Stage) -> None:
    desk = LiveDesk(stage.services())
    call = asyncio.ensure_future(desk.conduct(stage.leg, stage.call))
    await stage.clock.advance(6_000)
    assert desk.live_calls == 1
    assert desk.request_close(stage.call.call_id, "hung_up_by_member")
    await stage.clock.advance(20_000)
    assert call.result().reason == "hung_up_by_member"
    assert desk.live_calls == 0
    await desk.idle()


async def test_a_call_that_is_not_live_here_cannot_be_closed(stage: Stage) -> None:
    assert not LiveDesk(stage.services()).request_close(uuid4(), "draining")


async def test_all_calls_can_be_asked_to_end(stage: Stage) -> None:
    desk = LiveDesk(stage.services())
    call = asyncio.ensure_future(desk.conduct(stage.leg, stage.call))
    await stage.clock.advance(6_000)
    desk.request_close_all("draining")
    await stage.clock.advance(20_000)
    assert call.result().reason == "draining"
    assert desk.conducted == 1


def test_the_emergency_line_is_among_the_sentences_to_render_beforehand() -> None:
    assert any("999" in sentence for sentence in fixed_sentences("999"))
