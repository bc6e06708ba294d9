"""What the caller has really heard of us. Pure: what was queued, what the pacer reports, words out.

queued ──SpeechStarted──▶ sounding ──SpeechPaused──▶ held ──(resumed)──▶ sounding ──SpeechEnded──▶ heard
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from voxanne.callflow.reply import Citation

REMEMBERED_SENTENCES = 4
"""How many finished sentences are kept to recognise our own echo in."""


@dataclass(slots=True)
class Sentence:
    """One sentence on its way to the caller."""

    speech_id: int
    turn_id: int
    text: str
    citations: tuple[Citation, ...] = ()
    is_protected: bool = False
    """Goes on when the caller speaks: what must be heard, such as the emergency line."""
    is_notice: bool = False
    """Tells that the call is recorded."""
    is_noted: bool = False
    """The receptionist knows how much of it was heard."""
    segment_id: int = 0
    started_at_ms: int | None = None
    duration_ms: int = 0


def heard_words(text: str, heard_ms: int, duration_ms: int) -> str:
    """The words of a sentence that were heard, when `heard_ms` of its `duration_ms` were.

    Speech is taken to run evenly over the characters; a word counts once three quarters of it were out.
    """
    if duration_ms <= 0 or heard_ms <= 0:
        return ""
    if heard_ms >= duration_ms:
        return text
    reached = len(text) * heard_ms / duration_ms
    heard_to = 0
    for word in re.finditer(r"\S+", text):
        if word.start() + 0.75 * len(word.group()) > reached:
            break
        heard_to = word.end()
    return text[:heard_to]


@dataclass(slots=True)
class Playout:
    """The sentences queued, sounding and lately heard."""

    queue: list[Sentence] = field(default_factory=list)
    is_held: bool = False
    """The caller is speaking over us and we have fallen silent for now."""
    held_at_ms: int = 0
    """How much of the first sentence was heard when we fell silent."""
    heard: list[str] = field(default_factory=list)
    _last_id: int = 0

    def add(self, sentence: Sentence) -> None:
        self.queue.append(sentence)

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    @property
    def is_idle(self) -> bool:
        return not self.queue

    @property
    def is_protected(self) -> bool:
        """Whether something is queued that the caller cannot talk us out of."""
        return any(sentence.is_protected for sentence in self.queue)

    def find(self, speech_id: int) -> Sentence | None:
        return next((sentence for sentence in self.queue if sentence.speech_id == speech_id), None)

    def finish(self, sentence: Sentence, heard_text: str) -> None:
        """Take a sentence off the queue and remember what was heard of it."""
        self.queue.remove(sentence)
        if heard_text:
            self.heard = [*self.heard, heard_text][-REMEMBERED_SENTENCES:]

    def our_words(self) -> str:
        """What an echo could contain: what sounds now and the last few sentences."""
        sounding = [sentence.text for sentence in self.queue if sentence.started_at_ms is not None]
        return " ".join([*self.heard, *sounding])
