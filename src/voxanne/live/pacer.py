"""Sends our speech at the pace it is heard, and knows at any moment what has been heard.

Audio goes out by an absolute clock, `LEAD_MS` ahead of the caller's ear, in 20 ms frames, two at a time.
A spurt is speech without a gap between its frames; it has an anchor, the moment its first sample is heard:

    sent    ▮▮▮▮▮▮▮▮▮▮▮▮▮▯▯▯▯▯▯          ▮ heard and recorded  ▯ in the carrier's buffer
            └ anchor         └ now   └ now + lead

Falling silent throws the carrier's buffer away and winds back to what was heard; going on starts a new
spurt there. A stall of ours moves the anchor by as much as the caller heard nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.callflow.events import Event, SpeechEnded, SpeechPaused, SpeechStarted
from voxanne.live.media_clock import MediaClock
from voxanne.live.port import CallClock, CallRecorder
from voxanne.speech.port import Sound
from voxanne.telephony.port import Leg

LEAD_MS = 120
FRAME_MS = 20
TICK_MS = 40
GAP_MS = 160
"""Silence between two sentences of one spurt."""
STEP_BACK_MS = 240
"""Going on after an interruption repeats this much, so that the cut word is heard whole."""
MARK_PATIENCE_MS = 400
"""How long after the paced end of a sentence its mark is waited for."""
LONGEST_LAG_MS = 1_000


@dataclass(slots=True)
class Clip:
    """One sentence's audio; positions are samples of `pcm`, which begins with `lead_in` samples of silence."""

    speech_id: int
    pcm: Pcm
    lead_in: int
    length: int
    """Where the sound ends; what follows only fills the last frame."""
    sent: int = 0
    begin: int = 0
    """Where in the spurt this clip's part of it begins, in samples."""
    origin: int = 0
    """Sample of the clip that is heard there."""
    is_begun: bool = False
    is_marked: bool = False
    was_played: bool = False


class Pacer:
    """One call's mouth. Methods are synchronous; `run` does the sending."""

    def __init__(
        self,
        leg: Leg,
        clock: CallClock,
        media: MediaClock,
        recorder: CallRecorder,
        report: Callable[[Event], None],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._leg = leg
        self._clock = clock
        self._media = media
        self._recorder = recorder
        self._report = report
        self._spawn = spawn
        self._rate_hz = leg.rate_hz
        self._frame = self._rate_hz * FRAME_MS // 1000
        self._clips: deque[Clip] = deque()
        self._unheard: deque[tuple[int, Pcm]] = deque()
        """Frames in the carrier's buffer with their place in the spurt: recorded once they are heard."""
        self._anchor_ms: float | None = None
        self._anchor_media_ms: float | None = None
        self._spurt_sent = 0
        self._generation = 0
        self._lag_ms = 0.0
        """How much later than paced the carrier plays, learnt from its marks."""
        self._is_held = False
        self._work = asyncio.Event()
        self._sending = asyncio.Lock()

    def enqueue(self, speech_id: int, sound: Sound) -> None:
        """Say this after what is queued."""
        lead_in = self._rate_hz * GAP_MS // 1000 if self._clips else 0
        length = lead_in + len(sound.pcm)
        padded = np.zeros(-(-max(1, length) // self._frame) * self._frame, dtype=np.int16)
        padded[lead_in:length] = sound.pcm
        self._clips.append(Clip(speech_id, padded, lead_in, length))
        self._work.set()

    def hold(self) -> None:
        """Fall silent at once; what was not heard waits. Reports `SpeechPaused`."""
        self._is_held = True
        if self._anchor_ms is None:
            return
        self._silence()
        first = self._clips[0] if self._clips else None
        if first is not None and first.is_begun:
            self._report(SpeechPaused(first.speech_id, self._heard_ms(first)))

    def release(self) -> None:
        """Go on from what was heard."""
        self._is_held = False
        step_back = self._rate_hz * STEP_BACK_MS // 1000
        if self._clips:
            first = self._clips[0]
            first.sent = max(0, (first.sent - step_back) // self._frame * self._frame)
        self._work.set()

    def stop(self) -> None:
        """Fall silent at once and forget the rest. Reports `SpeechEnded` for every sentence that had begun."""
        self._silence()
        self._is_held = False
        now_ms = self._media_ms(self._clock.monotonic_ms())
        for clip in self._clips:
            if clip.is_begun:
                duration_ms = self._to_ms(clip.length - clip.lead_in)
                self._report(SpeechEnded(clip.speech_id, now_ms, self._heard_ms(clip), duration_ms))
        self._clips.clear()

    def note_mark(self, name: str) -> None:
        """The carrier says that everything before this mark was played, or cleared."""
        generation, _, speech_id = name.partition(".")
        if generation != str(self._generation) or self._anchor_ms is None:
            return
        for clip in self._clips:
            if str(clip.speech_id) == speech_id:
                due_ms = self._anchor_ms + (clip.begin + len(clip.pcm) - clip.origin) * 1000 / self._rate_hz
                lag_ms = min(max(0.0, self._clock.monotonic_ms() - due_ms), LONGEST_LAG_MS)
                self._lag_ms += (lag_ms - self._lag_ms) / 4
                clip.was_played = True
                self._work.set()

    @property
    def is_silent(self) -> bool:
        return not self._clips

    async def run(self) -> None:
        """Send what is due, for ever."""
        while True:
            if not self._clips or self._is_held:
                self._work.clear()
                await self._work.wait()
                continue
            now = self._clock.monotonic_ms()
            if self._anchor_ms is None:
                self._begin_spurt(now)
            await self._send_due(now)
            self._note_heard(self._clock.monotonic_ms())
            if self._anchor_ms is not None:
                ticks = int((self._clock.monotonic_ms() - self._anchor_ms) // TICK_MS) + 1
                await self._clock.sleep_until(self._anchor_ms + ticks * TICK_MS)

    # sending -----------------------------------------------------------------------------------------

    def _begin_spurt(self, now: float) -> None:
        self._anchor_ms = now
        self._anchor_media_ms = None
        self._spurt_sent = 0
        self._place_clips()

    def _place_clips(self) -> None:
        begin = 0
        for clip in self._clips:
            clip.begin, clip.origin = begin, clip.sent
            begin += len(clip.pcm) - clip.sent

    async def _send_due(self, now: float) -> None:
        """Send until the carrier is `LEAD_MS` ahead of the caller's ear."""
        assert self._anchor_ms is not None
        shortfall_ms = (now - self._anchor_ms) - self._spurt_sent * 1000 / self._rate_hz
        if shortfall_ms > 0 and self._spurt_sent and any(clip.sent < len(clip.pcm) for clip in self._clips):
            self._anchor_ms += shortfall_ms  # we stalled: the caller heard nothing meanwhile
            self._anchor_media_ms = None
        generation = self._generation
        goal = (now - self._anchor_ms + LEAD_MS) * self._rate_hz / 1000
        while self._spurt_sent < goal and generation == self._generation:
            clip = next((clip for clip in self._clips if clip.sent < len(clip.pcm)), None)
            if clip is None:
                return
            async with self._sending:
                if generation == self._generation:
                    await self._send_frame(clip)

    async def _send_frame(self, clip: Clip) -> None:
        if clip.sent == clip.origin:
            clip.begin = self._spurt_sent
        frame = clip.pcm[clip.sent : clip.sent + self._frame]
        clip.sent += len(frame)
        self._unheard.append((self._spurt_sent, frame))
        self._spurt_sent += len(frame)
        if not clip.is_begun:
            clip.is_begun = True
            duration_ms = self._to_ms(clip.length - clip.lead_in)
            at_ms = self._place_ms(clip.begin + clip.lead_in)
            self._report(SpeechStarted(clip.speech_id, at_ms, duration_ms))
        await self._leg.play(frame)
        if clip.sent >= len(clip.pcm) and not clip.is_marked:
            clip.is_marked = True
            await self._leg.mark(f"{self._generation}.{clip.speech_id}")

    # what was heard ----------------------------------------------------------------------------------

    def _note_heard(self, now: float) -> None:
        """Record what has reached the caller's ear, and report sentences that are over."""
        if self._anchor_ms is None:
            return
        heard = int((now - self._anchor_ms) * self._rate_hz / 1000)
        while self._unheard and self._unheard[0][0] + self._frame <= heard:
            place, frame = self._unheard.popleft()
            self._recorder.receptionist(frame, self._place_ms(place))
        while self._clips and self._is_over(self._clips[0], now):
            clip = self._clips.popleft()
            duration_ms = self._to_ms(clip.length - clip.lead_in)
            end_ms = self._place_ms(clip.begin + clip.length - clip.origin)
            self._report(SpeechEnded(clip.speech_id, end_ms, duration_ms, duration_ms))
        if not self._clips:
            self._flush_unheard()
            self._anchor_ms = None

    def _is_over(self, clip: Clip, now: float) -> bool:
        if self._anchor_ms is None or clip.sent < len(clip.pcm):
            return False
        due_ms = self._anchor_ms + (clip.begin + clip.length - clip.origin) * 1000 / self._rate_hz
        return now >= due_ms + (0 if clip.was_played else MARK_PATIENCE_MS)

    def _silence(self) -> None:
        """Throw away what the carrier has not played, and wind every clip back to what was heard."""
        if self._anchor_ms is None:
            return
        now = self._clock.monotonic_ms()
        heard = int((now - self._anchor_ms - self._lag_ms) * self._rate_hz / 1000)
        for clip in self._clips:
            heard_of_clip = clip.origin + max(0, heard - clip.begin)
            clip.sent = min(clip.sent, heard_of_clip // self._frame * self._frame)
            clip.is_marked = clip.was_played = False
        self._flush_unheard(heard)
        self._generation += 1
        self._anchor_ms = None
        self._spawn(self._clear())

    def _flush_unheard(self, heard: int | None = None) -> None:
        for place, frame in self._unheard:
            part = frame if heard is None else frame[: max(0, heard - place)]
            if len(part):
                self._recorder.receptionist(part, self._place_ms(place))
        self._unheard.clear()

    async def _clear(self) -> None:
        async with self._sending:
            await self._leg.clear()

    def _heard_ms(self, clip: Clip) -> int:
        return self._to_ms(min(max(0, clip.sent - clip.lead_in), clip.length - clip.lead_in))

    def _place_ms(self, place: int) -> int:
        """Where a place in the spurt lies on the media clock; fixed once per spurt."""
        if self._anchor_media_ms is None:
            anchor = self._clock.monotonic_ms() if self._anchor_ms is None else self._anchor_ms
            if not self._media.is_known:
                return round(place * 1000 / self._rate_hz)
            self._anchor_media_ms = self._media.at(anchor)
        return round(self._anchor_media_ms + place * 1000 / self._rate_hz)

    def _media_ms(self, now: float) -> int:
        return round(self._media.at(now))

    def _to_ms(self, samples: int) -> int:
        return samples * 1000 // self._rate_hz
