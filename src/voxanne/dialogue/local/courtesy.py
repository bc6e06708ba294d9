"""Courtesies: repeating, small talk, thanks, goodbye, and owning up to not having understood. Pure."""

from __future__ import annotations

from dataclasses import replace

from voxanne.callflow.actions import EndCall, EscalationKind
from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.local import phrases
from voxanne.dialogue.local.acts import Act, acts_in, is_no, is_yes
from voxanne.dialogue.local.draft import Draft
from voxanne.dialogue.local.phrases import say
from voxanne.dialogue.local.state import Offer, State
from voxanne.dialogue.port import Expecting


def courtesy(draft: Draft, state: State, plain: str, clinic: Clinic) -> State:
    """Neither a question nor a wish: thanks, goodbye, hello, "okay", or something we did not understand."""
    acts = acts_in(plain)
    if Act.GOODBYE in acts:
        return goodbye(draft, state, clinic)
    if Act.THANKS in acts or (is_yes(plain) and state.answers_given) or (is_no(plain) and state.answers_given):
        if Act.THANKS in acts:
            draft.say(say("thanks", draft.turn))
        draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
        return replace(state, offer=Offer.ANYTHING_ELSE, misses=0)
    if Act.GREETING in acts or (state.name and not state.turns > 2):
        draft.say(say("hello", draft.turn))
        draft.ask(say("how_help", draft.turn))
        return replace(state, misses=0)
    if is_yes(plain):
        draft.ask(say("what_is_it", draft.turn))
        return state
    if state.misses >= 1:
        draft.ask(say("not_understood_offer", draft.turn), Expecting.YES_OR_NO)
        return replace(state, misses=0, offer=Offer.MESSAGE, offered_reason="")
    draft.ask(say("not_understood", draft.turn))
    return replace(state, misses=state.misses + 1)


def goodbye(draft: Draft, state: State, clinic: Clinic) -> State:
    """Close politely and end the call."""
    draft.say(phrases.goodbye(clinic, draft.turn))
    draft.do(EndCall(_outcome(state)))
    return replace(state, is_over=True, offer=None, task=None)


def _outcome(state: State) -> str:
    if EscalationKind.EMERGENCY in state.escalated:
        return "emergency"
    if state.escalated:
        return "escalated"
    if state.messages_taken:
        return "message_taken"
    return "answered" if state.answers_given else "no_request"


def repeat(draft: Draft, state: State, acts: tuple[Act, ...]) -> State:
    """Say the last reply again."""
    if Act.SLOWER in acts:
        draft.say(say("slower", draft.turn))
    if not state.last_says:
        draft.ask(say("nothing_to_repeat", draft.turn))
        return state
    for said in state.last_says:
        draft.say(said.text, said.citations)
    draft.expecting = state.last_expecting
    return state


def small_talk(draft: Draft, act: Act, clinic: Clinic) -> None:
    """Answer what concerns the call rather than the clinic."""
    if act is Act.WHICH_CLINIC:
        draft.say(phrases.which_clinic(clinic))
    elif act is Act.ROBOT:
        draft.say(say("robot", draft.turn))
    elif act is Act.RECORDED:
        draft.say(say("recorded", draft.turn))
    elif act is Act.HEARING:
        draft.say(say("hearing", draft.turn))
    elif act is Act.HOW_ARE_YOU:
        draft.say(say("how_are_you", draft.turn))
    elif act is Act.ABILITIES:
        draft.say(say("abilities", draft.turn))
