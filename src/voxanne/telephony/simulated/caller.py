"""One simulated call: one task that speaks on an absolute clock and one that listens.

Each tick is 20 ms of the media clock: the script's generator takes a step, then the next frame leaves.
A frame leaves when its last sample would have been spoken, as on a real line, so what is measured
between the caller's voice and the reply is what a person would wait.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections import deque
from collections.abc import Generator, Mapping

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from voxanne.errors import PeerProtocolError, ProviderError
from voxanne.telephony.simulated.carrier import CarrierCall, StreamMessages, StreamOrder, media_payload
from voxanne.telephony.simulated.line import PhoneLine
from voxanne.telephony.simulated.outcome import CallOutcome, EndedBy, Turn
from voxanne.telephony.simulated.script import Hear, HearEnd, Interrupt, Pause, Play, Press, Say, Script, Step
from voxanne.telephony.simulated.voice import FRAME_MS, Noise, Utterance

CONNECT_DEADLINE_S = 10.0
CLOSE_DEADLINE_S = 5.0
SETTLED_MS = 1200.0
"""So much silence and the reply has ended; between two sentences there is less."""

STOPPED_MS = 400.0
"""So much silence and an interrupted reply has stopped."""

LATE_MS = 40.0

Utterances = Mapping[Step, Utterance]
Ticks = Generator[None, None, None]


class SimulatedCaller:
    """One call by a script whose sentences are already rendered."""

    def __init__(self, call: CarrierCall, script: Script, utterances: Utterances, noise: Noise) -> None:
        self._call = call
        self._script = script
        self._utterances = utterances
        self._noise = noise
        self._line = PhoneLine()
        self._frames: deque[str] = deque()
        self._messages: deque[str] = deque()
        self._stream = StreamMessages(call)
        self._started_at_ms = 0.0
        self._tick = 0
        self._is_over = False
        self._heard_from_ms = 0.0
        self._speaks_until_ms = 0.0
        self._unanswered: list[tuple[str, float, float]] = []
        self._interruptions: list[float] = []
        self.outcome = CallOutcome(script.name, call.caller_number, call.call_sid)

    async def run(self) -> CallOutcome:
        """Make the call. Whatever goes wrong with it stands in the outcome's failures."""
        try:
            rung_at_ms = _now_ms()
            order = await self._call.ring()
            self.outcome.webhook_ms = _now_ms() - rung_at_ms
            await self._converse(order)
            await self._say_goodbye()
        except ProviderError as error:
            self.outcome.failures.append(error.message)
        except (OSError, InvalidHandshake, TimeoutError) as error:
            self.outcome.failures.append(f"the stream could not be connected ({type(error).__name__})")
        return self.outcome

    async def _converse(self, order: StreamOrder) -> None:
        connection = await connect(
            order.url,
            open_timeout=CONNECT_DEADLINE_S,
            close_timeout=CLOSE_DEADLINE_S,
            compression=None,
            max_queue=None,
            proxy=None,
        )
        async with connection:
            await connection.send(self._call.connected())
            await connection.send(self._call.start(order.parameters))
            self._started_at_ms = _now_ms()
            async with asyncio.TaskGroup() as group:
                listening = group.create_task(self._listen(connection), name="caller listens")
                await self._speak(connection)
                await connection.close()
                listening.cancel()
        self._conclude()

    async def _say_goodbye(self) -> None:
        """What a carrier does after a stream, as its TwiML has it."""
        if self.outcome.ended_by is EndedBy.RECEPTIONIST:
            said = await self._call.stream_is_over()
            if said:
                self.outcome.failures.append(f"after the stream the caller heard: {said}")
        await self._call.report_completed()

    async def _speak(self, connection: ClientConnection) -> None:
        """Send a frame every 20 ms, by the clock and not by the last frame, until the script is done."""
        steps = self._perform()
        try:
            while not self._is_over:
                if next(steps, False) is False:
                    self.outcome.ended_by = EndedBy.CALLER
                    await connection.send(self._stream.stop())
                    return
                await self._send_tick(connection)
        except ConnectionClosed:
            self._is_over = True
        if self.outcome.ended_by is EndedBy.NOBODY:
            self.outcome.ended_by = EndedBy.RECEPTIONIST
            for _ in steps:  # the script sees that the call is over and says what it missed
                pass

    async def _send_tick(self, connection: ClientConnection) -> None:
        frame = self._frames.popleft() if self._frames else self._noise.frames[self._tick % len(self._noise.frames)]
        self._tick += 1
        due_ms = self._started_at_ms + self._tick * FRAME_MS
        wait_ms = due_ms - _now_ms()
        if wait_ms > 0:
            await asyncio.sleep(wait_ms / 1000)
        elif wait_ms < -LATE_MS:
            self.outcome.late_frames += 1
        await connection.send(self._stream.media(frame))
        while self._messages:
            await connection.send(self._messages.popleft())
        for name in self._line.due_marks(_now_ms()):
            await connection.send(self._stream.mark(name))

    async def _listen(self, connection: ClientConnection) -> None:
        try:
            async for text in connection:
                message = orjson.loads(text)
                now_ms = _now_ms()
                match message.get("event"):
                    case "media":
                        self._line.receive_audio(base64.b64decode(media_payload(message)), now_ms)
                    case "mark":
                        self._line.receive_mark(message["mark"]["name"], now_ms)
                    case "clear":
                        self._line.clear(now_ms)
                    case _:
                        self.outcome.failures.append("the server sent a message that the carrier does not know")
        except (PeerProtocolError, AttributeError, KeyError, TypeError, ValueError):
            self.outcome.failures.append("the server sent a message that the carrier cannot read")
        except ConnectionClosed:
            pass
        finally:
            self._is_over = True

    def _perform(self) -> Ticks:
        """The script, a step at a time; yields once a tick."""
        self._heard_from_ms = self._started_at_ms
        for step in self._script.steps:
            if self._is_over and not isinstance(step, HearEnd):
                self.outcome.failures.append(f"the call ended before the caller could {type(step).__name__.lower()}")
                return
            match step:
                case Say() | Play():
                    yield from self._utter(self._utterances[step])
                case Hear(within_s):
                    yield from self._hear(within_s)
                case Interrupt(after_ms=after_ms):
                    yield from self._interrupt(self._utterances[step], after_ms)
                case Press(digits):
                    self._messages.extend(self._stream.digits(digits))
                    self._heard_from_ms = _now_ms()
                    yield
                case Pause(duration_ms):
                    yield from self._pass(duration_ms)
                case HearEnd(within_s):
                    yield from self._hear_end(within_s)

    def _utter(self, utterance: Utterance) -> Ticks:
        begins_ms = self._started_at_ms + (self._tick + len(self._frames)) * FRAME_MS
        self._frames.extend(utterance.frames)
        voice_starts_ms = begins_ms + utterance.voice_start_ms
        voice_ends_ms = begins_ms + utterance.voice_end_ms
        self._unanswered.append((utterance.text, voice_starts_ms, voice_ends_ms))
        self._heard_from_ms = self._speaks_until_ms = voice_ends_ms
        while self._frames and not self._is_over:
            yield

    def _hear(self, within_s: float) -> Ticks:
        """Until a reply to what was said last has begun and ended."""
        deadline_ms = _now_ms() + within_s * 1000
        while self._line.first_heard_after(self._heard_from_ms, _now_ms()) is None:
            if self._is_over or _now_ms() > deadline_ms:
                said = self._unanswered[-1][0] if self._unanswered else "the ringing"
                self.outcome.failures.append(f"no answer to: {said}")
                return
            yield
        while not self._is_over and not self._line.is_silent(_now_ms(), SETTLED_MS):
            yield
        self._heard_from_ms = _now_ms()

    def _interrupt(self, utterance: Utterance, after_ms: int) -> Ticks:
        deadline_ms = _now_ms() + 15_000
        while (began_ms := self._line.first_heard_after(self._heard_from_ms, _now_ms())) is None:
            if self._is_over or _now_ms() > deadline_ms:
                self.outcome.failures.append("there was no reply to interrupt")
                return
            yield
        yield from self._pass(max(0.0, began_ms + after_ms - utterance.voice_start_ms - _now_ms()))
        self._interruptions.append(
            self._started_at_ms + (self._tick + len(self._frames)) * FRAME_MS + utterance.voice_start_ms
        )
        yield from self._utter(utterance)

    def _hear_end(self, within_s: float) -> Ticks:
        deadline_ms = _now_ms() + within_s * 1000
        while not self._is_over:
            if _now_ms() > deadline_ms:
                self.outcome.failures.append("the receptionist did not hang up")
                return
            yield

    def _pass(self, duration_ms: float) -> Ticks:
        until_ms = _now_ms() + duration_ms
        while not self._is_over and _now_ms() < until_ms:
            yield

    def _conclude(self) -> None:
        """Turn what was heard into figures."""
        now_ms = _now_ms()
        outcome = self.outcome
        outcome.duration_ms = now_ms - self._started_at_ms
        if self._line.first_media_at_ms is None:
            outcome.failures.append("nothing was ever heard")
        else:
            outcome.pick_up_ms = self._line.first_media_at_ms - self._started_at_ms
        next_turns = [start_ms for _, start_ms, _ in self._unanswered[1:]] + [now_ms]
        for (said, start_ms, end_ms), next_ms in zip(self._unanswered, next_turns, strict=False):
            began_ms = self._line.first_heard_after(end_ms, next_ms)
            was_interruption = start_ms in self._interruptions
            was_cut_off = not was_interruption and self._line.is_heard_between(start_ms + STOPPED_MS, end_ms)
            is_answered = began_ms is not None and not was_cut_off
            outcome.turns.append(Turn(said, began_ms - end_ms if began_ms and is_answered else None, was_cut_off))
        for start_ms in self._interruptions:
            if not self._line.is_heard_between(start_ms - STOPPED_MS, start_ms):
                outcome.failures.append("the reply had ended before the interruption")
                continue
            outcome.barge_in_ms.append(self._line.falls_silent_after(start_ms, STOPPED_MS) - start_ms)


def _now_ms() -> float:
    return time.monotonic() * 1000
