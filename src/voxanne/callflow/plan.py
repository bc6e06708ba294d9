"""What is known of a call before it begins: enough, with its events, to run it again. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field

from voxanne.callflow.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Pace:
    """The call's timing, in milliseconds."""

    barge_in_ms: int = 120
    """Caller speech that makes us fall silent: four voice windows of 32 ms, less their rounding."""
    barge_in_despite_echo_ms: int = 900
    """The same on a line that has sent our own words back."""
    silence_prompts_ms: tuple[int, ...] = (8_000, 16_000)
    silence_close_ms: int = 30_000
    filler_after_ms: int = 2_000
    reply_deadline_ms: int = 12_000
    transcript_deadline_ms: int = 6_000
    digits_pause_ms: int = 2_500
    warning_before_end_ms: int = 60_000
    goodbye_grace_ms: int = 500
    """Between the last word of a goodbye and hanging up."""
    closing_limit_ms: int = 20_000
    """The longest a goodbye may take, actions still under way included."""
    longest_utterance_ms: int = 30_000
    """A caller who speaks longer without a pause is answered anyway."""
    last_words_ms: int = 2_000
    """Speech goes on for at most this long beyond what was last told of it."""
    respeak_over_ms: int = 10_000
    """Words of a turn longer than this are kept when the caller goes on, not transcribed anew."""


@dataclass(frozen=True, slots=True)
class CallPlan:
    """The clinic's and the caller's side of one call, as of pick-up."""

    greeting: tuple[str, ...]
    emergency_number: str
    caller_number: str | None = None
    is_recorded: bool = True
    max_duration_ms: int = 30 * 60_000
    phrases: Phrases = field(default_factory=Phrases)
    pace: Pace = field(default_factory=Pace)
