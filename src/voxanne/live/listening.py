"""Listens to the caller: audio in, speech that starts, goes on and pauses out.

    voice  ▁▂▇▇▇▆▇▇▅▂▁▁▁▁▁▂▇▇▇▇▇      each column a window of 32 ms
              │       └──┴ two or three windows no longer clearly voiced, the last of them silent: paused
              └ two voiced windows: started

One voice stream per call over the node's shared detector. Audio waits in a short bounded queue: when the
detector falls behind, the oldest audio is dropped and counted, never the call delayed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.callflow.events import CallerSpeechContinued, CallerSpeechPaused, CallerSpeechStarted, Event
from voxanne.live.audio_memory import AudioMemory
from voxanne.speech.port import VoiceStream

WINDOW_MS = 32
VOICED_AT = 0.5
CLEARLY_VOICED_AT = 0.8
SILENT_BELOW = 0.35
"""Measured on 36 sentences through µ-law, half of them noisy: counting from the last clearly voiced window tells a
pause 179 ms (p95 242) after the real end of speech, counting silent windows alone 245 (306); both take about as many
breaths for pauses (8 and 6)."""
WINDOWS_TO_START = 2
WINDOWS_TO_PAUSE = 2
WINDOWS_TO_PAUSE_WHEN_BUSY = 3
"""A pause noticed 32 ms earlier brings the reply forward by as much, and takes more breaths for pauses, each of
which costs a transcription for nothing: only a node with inference to spare is so eager."""
FADING_MS = 64
"""The detector goes on for about this long after the voice has ended."""
FIRST_CONTINUED_MS = 4 * WINDOW_MS
CONTINUED_EVERY_MS = 1_000
WAITING_LIMIT_MS = 3_000
LONGEST_HOLE_MS = 1_000
"""A hole up to this long is fed to the detector as silence; over a longer one it simply goes on."""
SILENT_WINDOWS = WINDOWS_TO_PAUSE_WHEN_BUSY + 1
DROUGHT_MS = 400
"""No audio at all for this long counts as silence."""
PREROLL_MS = 200
"""Audio before the first voiced window that a transcription needs to hear the first sound."""


class Listening:
    """One call's ear. `hear` takes audio, `run` reports speech, `utterance` hands out what was said."""

    def __init__(
        self,
        voice: VoiceStream,
        rate_hz: int,
        has_room: Callable[[], bool],
        report: Callable[[Event], None],
    ) -> None:
        self._voice = voice
        self._rate_hz = rate_hz
        self._has_room = has_room
        self._report = report
        self._memory = AudioMemory(rate_hz)
        self._waiting: deque[Pcm] = deque()
        self._waiting_samples = 0
        self._arrived = asyncio.Event()
        self._next_sample: int | None = None
        """Where on the media clock the next piece should begin, in samples."""
        self._window_end_ms = 0.0
        self._shift_ms = 0.0
        """Media clock minus the detector's own count."""
        self._pushed = 0
        self._is_voiced = False
        self._run_length = 0
        self._started_ms = 0.0
        self._last_voiced_ms = 0.0
        self._continued_due_ms = 0.0
        self._heard_at_ms = 0.0
        self.dropped_samples = 0

    def hear(self, pcm: Pcm, at_ms: int, now_ms: float) -> None:
        """Take a piece of caller audio at its place on the media clock. Cheap; never waits."""
        self._heard_at_ms = now_ms
        at = at_ms * self._rate_hz // 1000
        expected = at if self._next_sample is None else self._next_sample
        slack = self._rate_hz // 50
        if self._next_sample is None:
            self._shift_ms = at_ms
        elif at < expected - slack:
            return  # late or doubled: its place has been heard as silence already
        elif at > expected + slack:
            self._skip(at - expected)
            expected = at
        self._memory.write(pcm, expected)
        self._next_sample = expected + len(pcm)
        self._push(pcm)
        self._arrived.set()

    def _skip(self, hole: int) -> None:
        if hole * 1000 <= LONGEST_HOLE_MS * self._rate_hz:
            self._push(np.zeros(hole, dtype=np.int16))
        else:
            self._push(np.zeros(self._rate_hz * WINDOW_MS * SILENT_WINDOWS // 1000, dtype=np.int16))
            self._shift_ms += (hole * 1000 / self._rate_hz) - WINDOW_MS * SILENT_WINDOWS

    def _push(self, pcm: Pcm) -> None:
        self._waiting.append(pcm)
        self._waiting_samples += len(pcm)
        while self._waiting_samples * 1000 > WAITING_LIMIT_MS * self._rate_hz:
            dropped = len(self._waiting.popleft())
            self._waiting_samples -= dropped
            self.dropped_samples += dropped
            self._shift_ms += dropped * 1000 / self._rate_hz

    async def run(self) -> None:
        """Feed the detector as audio comes, for ever."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                pieces = list(self._waiting)
                self._waiting.clear()
                self._waiting_samples = 0
                pcm = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
                for probability in await self._voice.push(pcm):
                    self._take_window(probability)

    def utterance(self, from_ms: float, to_ms: float) -> Pcm:
        """The caller's audio of a span, with a little before it."""
        return self._memory.read(from_ms - PREROLL_MS, to_ms)

    def before(self, to_ms: float, length_ms: float) -> Pcm:
        """The caller's audio that ends at `to_ms`."""
        return self._memory.read(to_ms - length_ms, to_ms)

    def check_drought(self, now_ms: float) -> None:
        """Called now and then: a caller whose audio stops coming has stopped speaking."""
        if self._is_voiced and now_ms - self._heard_at_ms > DROUGHT_MS:
            self._window_end_ms += DROUGHT_MS
            self._pause()

    def _take_window(self, probability: float) -> None:
        self._pushed += 1
        self._window_end_ms = self._pushed * WINDOW_MS + self._shift_ms
        if not self._is_voiced:
            self._run_length = self._run_length + 1 if probability >= VOICED_AT else 0
            if self._run_length >= WINDOWS_TO_START:
                self._start()
            return
        if probability >= CLEARLY_VOICED_AT:
            self._run_length = 0
            self._last_voiced_ms = self._window_end_ms
        else:
            self._run_length += 1
        if probability < SILENT_BELOW and self._run_length >= self._windows_to_pause():
            self._pause()
        elif probability >= VOICED_AT:
            self._go_on()

    def _windows_to_pause(self) -> int:
        return WINDOWS_TO_PAUSE if self._has_room() else WINDOWS_TO_PAUSE_WHEN_BUSY

    def _start(self) -> None:
        self._is_voiced = True
        self._run_length = 0
        self._started_ms = max(0.0, self._window_end_ms - WINDOW_MS * WINDOWS_TO_START)
        self._last_voiced_ms = self._window_end_ms
        self._continued_due_ms = self._started_ms + FIRST_CONTINUED_MS
        self._report(CallerSpeechStarted(round(self._started_ms)))

    def _go_on(self) -> None:
        if self._window_end_ms < self._continued_due_ms:
            return
        is_first = self._continued_due_ms < self._started_ms + CONTINUED_EVERY_MS
        self._continued_due_ms = (
            self._started_ms + CONTINUED_EVERY_MS if is_first else (self._continued_due_ms + CONTINUED_EVERY_MS)
        )
        voiced_ms = round(self._window_end_ms - self._started_ms)
        self._report(CallerSpeechContinued(round(self._window_end_ms), voiced_ms, self._has_room()))

    def _pause(self) -> None:
        self._is_voiced = False
        self._run_length = 0
        voiced_ms = round(self._last_voiced_ms - self._started_ms)
        ended_ms = round(max(self._started_ms, self._last_voiced_ms - FADING_MS))
        self._report(CallerSpeechPaused(ended_ms, voiced_ms, round(self._window_end_ms) - ended_ms))
