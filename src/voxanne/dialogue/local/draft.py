"""A reply in the making: sentences, actions, and what the last sentence asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from voxanne.callflow.actions import Action
from voxanne.dialogue.port import Citation, Do, Expect, Expecting, ReplyPart, Say


@dataclass(slots=True)
class Draft:
    """Collects one reply; lives no longer than the turn."""

    turn: int
    says: list[Say] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    expecting: Expecting = Expecting.ANYTHING

    def say(self, text: str, citations: Iterable[Citation] = ()) -> None:
        """Add whole sentences; the same words are not said twice in one reply."""
        if text and all(said.text != text for said in self.says):
            self.says.append(Say(text, tuple(dict.fromkeys(citations))))

    def ask(self, text: str, expecting: Expecting = Expecting.ANYTHING) -> None:
        """Add the reply's question; it is the last thing said."""
        self.say(text)
        self.expecting = expecting

    def do(self, action: Action) -> None:
        self.actions.append(action)

    def parts(self) -> tuple[ReplyPart, ...]:
        """In the order of the port: speech first, so that it can begin; then what is to be done."""
        return (*self.says, *(Do(action) for action in self.actions), Expect(self.expecting))
