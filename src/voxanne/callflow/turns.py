"""Who said what, as numbers: utterances, the guesses at where they end, and which results are still wanted. Pure.

Each pause of the caller is a guess that the turn is over, and each guess has a `turn_id` of its own:

    caller  ▆▆▆▆ "I'd like" ▁▁ ▆▆▆▆▆ "to book" ▁▁▁▁▁▁▁
                            │                  └ turn 2 (revision 2 of the same utterance): transcribed, answered
                            └ turn 1: whatever comes back for it is stale and dropped in `Turns.admits`
"""

from __future__ import annotations

from dataclasses import dataclass

from voxanne.callflow.events import (
    Event,
    PartialHeard,
    ReplyEnded,
    ReplyFailed,
    ReplyPartReady,
    TranscriptHeard,
    TranscriptionFailed,
    TurnJudged,
    TurnJudgementFailed,
)

_ABOUT_THE_CALLER = (TranscriptHeard, PartialHeard, TranscriptionFailed, TurnJudged, TurnJudgementFailed)
_ABOUT_THE_REPLY = (ReplyPartReady, ReplyEnded, ReplyFailed)


@dataclass(slots=True)
class Utterance:
    """What the caller is saying, until the floor is ours."""

    segment_id: int
    turn_id: int
    start_ms: int
    span_start_ms: int
    """Where the audio begins that is still to be (re-)transcribed."""
    end_ms: int
    was_interruption: bool
    revision: int = 1
    voiced_ms: int = 0
    kept_text: str = ""
    """Words before the span, transcribed for good."""
    text: str | None = None
    """Words of the span as of this revision; None until they are heard."""
    probability: float | None = None
    is_judging: bool = False
    paused_at: int | None = None
    """The machine's time at which the caller fell silent; None while speaking."""
    is_forced: bool = False
    """Cut off because the speaker never pauses."""
    alarms: tuple[str, ...] = ()
    """Kinds of red flag already answered within this utterance."""
    is_turn: bool = False
    """Its words were taken for more than a nod or an echo."""
    partial_text: str = ""
    """The newest words that a live page shows for it."""

    @property
    def best_text(self) -> str:
        """The words, or the newest partial ones where the pause's transcript has not come."""
        return self.whole_text if self.text is not None else self.partial_text or self.whole_text

    @property
    def whole_text(self) -> str:
        return " ".join(piece for piece in (self.kept_text, self.text or "") if piece)


class Turns:
    """Hands out turn and segment numbers and knows which results still matter."""

    def __init__(self) -> None:
        self.utterance: Utterance | None = None
        self.reply_turn_id: int | None = None
        self._last_turn_id = 0
        self._last_segment_id = 0

    def next_segment_id(self) -> int:
        self._last_segment_id += 1
        return self._last_segment_id

    def begin(self, at_ms: int, *, was_interruption: bool) -> Utterance:
        """The caller begins to speak."""
        self.utterance = Utterance(
            segment_id=self.next_segment_id(),
            turn_id=self._next_turn_id(),
            start_ms=at_ms,
            span_start_ms=at_ms,
            end_ms=at_ms,
            was_interruption=was_interruption,
        )
        return self.utterance

    def revise(self, utterance: Utterance, at_ms: int, *, keep_over_ms: int) -> None:
        """The caller goes on: every result for the former guess is stale from now.

        Words already transcribed are kept when their span is longer than `keep_over_ms`; a shorter span is
        transcribed again as a whole, which reads better across the pause.
        """
        if utterance.text is not None and utterance.end_ms - utterance.span_start_ms > keep_over_ms:
            utterance.kept_text = utterance.whole_text
            utterance.span_start_ms = at_ms
        utterance.turn_id = self._next_turn_id()
        utterance.revision += 1
        utterance.text, utterance.probability, utterance.is_judging = None, None, False
        utterance.paused_at = None
        utterance.is_forced = False

    def close(self) -> None:
        """The utterance is said and done; nothing more is expected of it."""
        self.utterance = None

    def admits(self, event: Event) -> bool:
        """The one place where late results are dropped: whether this result is still wanted."""
        if isinstance(event, _ABOUT_THE_CALLER):
            return self.utterance is not None and event.turn_id == self.utterance.turn_id
        if isinstance(event, _ABOUT_THE_REPLY):
            return event.turn_id == self.reply_turn_id
        return True

    def _next_turn_id(self) -> int:
        self._last_turn_id += 1
        return self._last_turn_id
