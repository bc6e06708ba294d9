"""The calls that are live on this node: conducts them, counts them, and can ask each or all of them to end."""

from __future__ import annotations

import asyncio
from uuid import UUID

from voxanne.callflow.phrases import Phrases
from voxanne.callflow.safety import RedFlag, RedFlagKind, spoken_line
from voxanne.callflow.sentences import sentences_of
from voxanne.live.port import CallEnd, LiveCall, LiveServices
from voxanne.live.runner import CallRunner
from voxanne.telephony.port import Leg


class LiveDesk:
    """One per node."""

    def __init__(self, services: LiveServices) -> None:
        self._services = services
        self._live: dict[UUID, CallRunner] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self.conducted = 0
        """Calls taken on since the node started."""

    async def conduct(self, leg: Leg, call: LiveCall) -> CallEnd:
        """Conduct a call until everything about it is kept."""
        runner = CallRunner(leg, call, self._services)
        self._live[call.call_id] = runner
        self._idle.clear()
        self.conducted += 1
        try:
            return await runner.run()
        finally:
            del self._live[call.call_id]
            if not self._live:
                self._idle.set()

    @property
    def live_calls(self) -> int:
        return len(self._live)

    def request_close(self, call_id: UUID, reason: str) -> bool:
        """Ask a call to say goodbye and end; False when it is not live here. `reason` is a stable word."""
        runner = self._live.get(call_id)
        if runner is not None:
            runner.request_close(reason)
        return runner is not None

    def request_close_all(self, reason: str) -> None:
        """Ask every live call to say goodbye and end."""
        for runner in self._live.values():
            runner.request_close(reason)

    async def idle(self) -> None:
        """Return once no call is live here."""
        await self._idle.wait()


def fixed_sentences(emergency_number: str) -> tuple[str, ...]:
    """Every sentence the call engine says on its own initiative, as it is handed to the synthesiser."""
    alarms = (RedFlag(RedFlagKind.OTHER_EMERGENCY, ""), RedFlag(RedFlagKind.SELF_HARM, ""))
    texts = (*Phrases().all(), *(spoken_line(alarm, emergency_number) for alarm in alarms))
    return tuple(dict.fromkeys(sentence for text in texts for sentence in sentences_of(text)))
