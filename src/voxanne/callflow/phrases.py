"""The sentences the call engine says on its own initiative. Pure data.

They are few and fixed, so that every one of them can be rendered before any call.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said when no receptionist composes it; each field is one sentence, or a few short ones."""

    plain_greeting: str = "Hello, thank you for calling."
    recording_notice: str = "Just so you know, this call is recorded."
    still_there: str = "Are you still there?"
    take_your_time: str = "I can't hear you at the moment. Please say something if you are there."
    silent_goodbye: str = "I can't hear anything, so I'll hang up now. Please call again. Goodbye."
    one_moment: str = "One moment, please."
    a_little_longer: str = "I'm still looking into it."
    not_caught: str = "Sorry, I didn't catch that. Could you say it again?"
    in_trouble: str = "I'm sorry, something went wrong on my side. Could you say that again?"
    offer_message: str = (
        "I'm sorry, I'm having technical trouble. Please tell me your name, your number and what you need, "
        "and someone will call you back."
    )
    message_taken: str = "Thank you. I have passed that on, and someone will call you back. Goodbye."
    action_failed: str = "I'm sorry, I could not save that just now. Please call again in a little while to make sure."
    nearly_over: str = "Just to let you know, we have about one minute left on this call."
    time_is_up: str = "I'm sorry, this call has reached its time limit. Please call again. Goodbye."
    runaway_goodbye: str = "I'm having trouble following this call, so I'll hang up now. Please call again. Goodbye."
    closing_down: str = "I'm sorry, I have to end this call now. Please call again in a few minutes. Goodbye."
    connecting: str = "One moment, I'm connecting you."
    transfer_failed: str = "I'm sorry, I could not reach anybody just now. Shall I take a message instead?"
    apology: str = "I'm sorry, something went wrong and I have to end this call. Please call again. Goodbye."

    def all(self) -> tuple[str, ...]:
        """Every phrase, for rendering ahead of calls."""
        return tuple(getattr(self, field.name) for field in fields(self))
