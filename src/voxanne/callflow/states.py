"""The states of a call and the moves between them. Pure data; the law that `CallMachine` keeps.

ringing ─▶ greeting ─▶ listening ─▶ thinking ─▶ speaking ─▶ listening ...
                            └───────────┴───────────┴─▶ transferring, closing ─▶ ended
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    RINGING = "ringing"
    GREETING = "greeting"
    LISTENING = "listening"  # the floor is the caller's
    THINKING = "thinking"  # the caller's turn seems over, our reply has not begun
    SPEAKING = "speaking"  # the floor is ours
    TRANSFERRING = "transferring"
    CLOSING = "closing"  # a goodbye is being said, then we hang up
    ENDED = "ended"


MOVES: dict[State, frozenset[State]] = {
    State.RINGING: frozenset({State.GREETING, State.ENDED}),
    State.GREETING: frozenset({State.LISTENING, State.SPEAKING, State.CLOSING, State.ENDED}),
    State.LISTENING: frozenset({State.THINKING, State.SPEAKING, State.CLOSING, State.ENDED}),
    State.THINKING: frozenset({State.LISTENING, State.SPEAKING, State.CLOSING, State.ENDED}),
    State.SPEAKING: frozenset({State.LISTENING, State.THINKING, State.TRANSFERRING, State.CLOSING, State.ENDED}),
    State.TRANSFERRING: frozenset({State.SPEAKING, State.CLOSING, State.ENDED}),
    State.CLOSING: frozenset({State.LISTENING, State.SPEAKING, State.ENDED}),
    State.ENDED: frozenset(),
}

LIVE = frozenset(State) - {State.RINGING, State.ENDED}
"""States in which a caller is on the line."""
TALKING = frozenset({State.GREETING, State.LISTENING, State.THINKING, State.SPEAKING, State.CLOSING})
"""States in which what the caller says and presses matters."""
