"""Is anybody there? Pure: recognises hold music, answering machines and endless speech, so that no call runs away."""

from __future__ import annotations

from dataclasses import dataclass

from voxanne.callflow.endpointing import words_of

FORCED_TURNS = 3
"""Turns in a row that had to be cut off because the speaker never paused."""
REPEATED_TURNS = 5
"""The same words this often in a row: a recording."""
WORDLESS_MS = 90_000
"""Voice without a single word since the last real turn: music."""
HOLD_TURNS = 3
_HOLD_LINES = ("please hold", "your call is important", "all our agents", "all of our agents", "stay on the line",
               "next available", "you are number", "the number you have dialed", "leave a message after the tone",
               "after the beep")  # fmt: skip


@dataclass(slots=True)
class RunawayGuard:
    """Counts what no caller does; each note answers whether the call should be closed."""

    forced: int = 0
    repeated: int = 0
    wordless_ms: int = 0
    hold_lines: int = 0
    last_words: tuple[str, ...] = ()

    def note_turn(self, text: str, *, was_forced: bool) -> bool:
        """A turn of the caller with words in it."""
        words = tuple(words_of(text))
        self.repeated = self.repeated + 1 if len(words) >= 3 and words == self.last_words else 1
        self.last_words = words
        self.forced = self.forced + 1 if was_forced else 0
        joined = " ".join(words)
        self.hold_lines = self.hold_lines + 1 if any(line in joined for line in _HOLD_LINES) else 0
        self.wordless_ms = 0
        return self.forced >= FORCED_TURNS or self.repeated >= REPEATED_TURNS or self.hold_lines >= HOLD_TURNS

    def note_wordless(self, voiced_ms: int) -> bool:
        """Voice in which the recogniser found no word."""
        self.wordless_ms += voiced_ms
        return self.wordless_ms >= WORDLESS_MS
