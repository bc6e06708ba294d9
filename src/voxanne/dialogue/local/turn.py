"""One caller turn: what to say and do, and what to remember. Changes nothing; the new state is in the reply.

Order of precedence: danger, medical advice, "say that again", the open question (a message being taken, an
offer), then whatever the caller brings: acts and questions, several in one breath.
"""

from __future__ import annotations

from dataclasses import replace

from voxanne.callflow.actions import EndCall, Escalate, EscalationKind, NoteUnanswered
from voxanne.callflow.safety import RedFlag, RedFlagKind, find_near_miss, find_red_flag, spoken_line
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local import messages, phrases
from voxanne.dialogue.local.acts import Act, acts_in, is_no, is_yes
from voxanne.dialogue.local.asking import Bring, bring_of
from voxanne.dialogue.local.clauses import is_question
from voxanne.dialogue.local.courtesy import courtesy, goodbye, repeat, small_talk
from voxanne.dialogue.local.digits import digits_in
from voxanne.dialogue.local.draft import Draft
from voxanne.dialogue.local.farewell import is_farewell
from voxanne.dialogue.local.finding import Setting, answers_to
from voxanne.dialogue.local.holding_on import after_hold_on, is_only_hold_on
from voxanne.dialogue.local.names import name_in
from voxanne.dialogue.local.phrases import say
from voxanne.dialogue.local.questions import Ask, looks_like_question
from voxanne.dialogue.local.state import MessageTask, Offer, Purpose, State, Step
from voxanne.dialogue.local.topics import Topic
from voxanne.dialogue.port import CallerTurn, Expecting

MOST_ANSWERS = 3
LONGEST_QUESTION = 300


async def respond(state: State, turn: CallerTurn, setting: Setting) -> tuple[Draft, State]:
    """The reply to one turn and the state after it. Raises ProviderError when the search fails."""
    draft = Draft(turn=state.turns)
    after = await _respond(draft, replace(state, turns=state.turns + 1), turn.text, setting)
    if not draft.says:
        draft.ask(say("how_help", draft.turn))
    return draft, replace(after, last_says=tuple(draft.says), last_expecting=draft.expecting)


async def _respond(draft: Draft, state: State, text: str, setting: Setting) -> State:
    flag = find_red_flag(text)
    if flag is not None and flag.is_emergency:
        return _emergency(draft, state, flag, text, setting)
    if flag is not None:
        return _medical(draft, state, text, setting)
    plain = normal(text)
    if not plain:
        draft.ask(say("still_there", draft.turn), state.last_expecting)
        return state
    if find_near_miss(text):
        draft.ask(say("unwell", draft.turn), Expecting.YES_OR_NO)
        return replace(state, offer=Offer.UNWELL)
    if _takes_leave(state, plain):
        if state.task is not None:
            state = messages.finish_early(draft, state, state.task, setting.line)
        return goodbye(draft, state, setting.clinic)
    acts = acts_in(plain)
    if Act.HOLD_ON in acts:
        if is_only_hold_on(text):
            draft.ask(say("hold_on", draft.turn), state.last_expecting)
            return state
        text = after_hold_on(text)
        plain = normal(text)
        acts = acts_in(plain)
    if Act.REPEAT in acts or Act.SLOWER in acts:
        return repeat(draft, state, acts)
    if state.task is not None:
        return await _in_task(draft, state, state.task, text, plain, acts, setting)
    if state.offer is not None:
        settled = _settle_offer(draft, state, plain, text, acts, setting)
        if settled is not None:
            return settled
    return await _open(draft, replace(state, offer=None), text, plain, setting)


def _takes_leave(state: State, plain: str) -> bool:
    """A goodbye and nothing else; a "yes, goodbye" to a question of ours answers it first."""
    is_answered = state.task is None and bool(state.answers_given or state.messages_taken)
    if not is_farewell(plain, is_answered=is_answered):
        return False
    if state.task is not None:
        return not is_yes(plain)
    return state.offer not in (Offer.MESSAGE, Offer.UNWELL) or plain.split()[0] not in _CLEAR_YES


def _emergency(draft: Draft, state: State, flag: RedFlag, text: str, setting: Setting) -> State:
    draft.say(spoken_line(flag, setting.clinic.emergency_number))
    if EscalationKind.EMERGENCY not in state.escalated:
        draft.do(Escalate(EscalationKind.EMERGENCY, text[:LONGEST_QUESTION], is_urgent=True))
    return replace(state, task=None, offer=None, misses=0, escalated=state.escalated | {EscalationKind.EMERGENCY})


def _medical(draft: Draft, state: State, text: str, setting: Setting) -> State:
    kind = EscalationKind.MEDICAL_QUESTION
    question = text.strip()[:LONGEST_QUESTION]
    is_new = kind not in state.escalated
    draft.say(say("medical" if is_new else "medical_again", draft.turn))
    draft.do(Escalate(kind, question, is_urgent=True))
    state = replace(state, escalated=state.escalated | {kind}, misses=0)
    if state.task is not None:
        reason = f"{state.task.reason} {question}".strip()[: messages.LONGEST_REASON]
        task = replace(state.task, reason=reason, is_urgent=True)
        messages.ask_step(draft, task)
        return replace(state, task=task)
    if not is_new and state.messages_taken:
        draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
        return replace(state, offer=Offer.ANYTHING_ELSE)
    return messages.begin(
        draft,
        state,
        Purpose.CALL_BACK,
        text=text,
        reason=f"Medical question: {question}",
        is_urgent=True,
        line=setting.line,
    )


async def _in_task(
    draft: Draft, state: State, task: MessageTask, text: str, plain: str, acts: tuple[Act, ...], setting: Setting
) -> State:
    if Act.NEVER_MIND in acts and len(plain.split()) <= 8:
        draft.say(say("dropped", draft.turn))
        draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
        return replace(state, task=None, offer=Offer.ANYTHING_ELSE)
    if Act.GOODBYE in acts and task.step is not Step.REASON and not is_yes(plain) and len(plain.split()) <= 8:
        return goodbye(draft, messages.finish_early(draft, state, task, setting.line), setting.clinic)
    aside = None
    if looks_like_question(text) and task.step is not Step.PHONE_CONFIRM:
        aside = await _aside(draft, state, task, text, plain, acts, setting)
    if aside is not None:
        messages.ask_step(draft, aside.task or task)
        return aside
    return messages.go_on(draft, state, task, text, setting.line)


async def _aside(
    draft: Draft, state: State, task: MessageTask, text: str, plain: str, acts: tuple[Act, ...], setting: Setting
) -> State | None:
    """Answer a question put while a message is being taken; None when it is not one we can answer."""
    for act in (Act.ROBOT, Act.RECORDED, Act.WHICH_CLINIC):
        if act in acts:
            small_talk(draft, act, setting.clinic)
            return state
    brought = bring_of(text, setting.clinic, state)
    asks = brought.asks
    if task.step is Step.REASON:
        # we have asked what it is about: only a clear question about the clinic is none of the message
        is_clear = is_question(plain) and Act.MESSAGE not in acts
        asks = tuple(ask for ask in asks if is_clear and ask.topic is not Topic.GENERAL)
    answers, _, state = await answers_to(asks, state, setting)
    for found in answers:
        draft.say(found.text, found.citations)
    if answers:
        return replace(state, answers_given=state.answers_given + len(answers))
    if task.step is Step.REASON or not is_question(plain) or digits_in(plain) or Act.WHY in acts:
        return None
    draft.say(say("not_known_added", draft.turn))
    draft.do(NoteUnanswered(text.strip()[:LONGEST_QUESTION]))
    added = replace(task, reason=f"{task.reason} Also asked: {text.strip()}".strip()[: messages.LONGEST_REASON])
    return replace(state, task=added)


def _settle_offer(
    draft: Draft, state: State, plain: str, text: str, acts: tuple[Act, ...], setting: Setting
) -> State | None:
    """Close an open yes-or-no question; None when the caller has gone on to something else."""
    goes_on = looks_like_question(text) or bool(bring_of(text, setting.clinic, state).acts)
    free = replace(state, offer=None)
    if state.offer is Offer.UNWELL:
        if is_yes(plain):
            return _emergency(
                draft, free, RedFlag(RedFlagKind.OTHER_EMERGENCY, ""), "Unwell at the time of the call", setting
            )
        return None if not is_no(plain) else _ask_how(draft, free)
    if Act.GOODBYE in acts and not goes_on and plain.split()[0] not in _CLEAR_YES:
        return goodbye(draft, free, setting.clinic)
    if state.offer is Offer.MESSAGE and is_yes(plain):
        return messages.begin(draft, free, Purpose.MESSAGE, text=text, reason=state.offered_reason, line=setting.line)
    if goes_on:
        return None
    if state.offer is Offer.ANYTHING_ELSE and (is_no(plain) or Act.GOODBYE in acts or plain in _NO_MORE):
        return goodbye(draft, free, setting.clinic)
    if state.offer is Offer.ANYTHING_ELSE and is_yes(plain) and len(plain.split()) <= 4:
        draft.ask(say("what_is_it", draft.turn))
        return free
    if state.offer is Offer.MESSAGE and is_no(plain):
        draft.say(say("dropped", draft.turn))
        draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
        return replace(free, offer=Offer.ANYTHING_ELSE)
    return None


_CLEAR_YES = ("yes", "yeah", "yep", "please")
_NO_MORE = {"thanks", "thank you", "cheers", "thanks very much", "thank you very much", "lovely thanks", "great thanks"}


def _ask_how(draft: Draft, state: State) -> State:
    draft.ask(say("how_help", draft.turn))
    return state


async def _open(draft: Draft, state: State, text: str, plain: str, setting: Setting) -> State:
    """Nothing is open: whatever the caller brings."""
    brought = bring_of(text, setting.clinic, state)
    state = replace(state, name=state.name or name_in(plain, is_answer=False) or "")
    answers, unanswered, state = await answers_to(brought.asks[: MOST_ANSWERS + 1], state, setting)
    for found in answers[:MOST_ANSWERS]:
        draft.say(found.text, found.citations)
    state = replace(state, answers_given=state.answers_given + len(answers))
    if brought.acts:
        return _act(draft, replace(state, misses=0), brought, text, setting)
    if state.is_service_wanted:
        draft.ask(say("which_service", draft.turn))
        return state
    if unanswered and (looks_like_question(text) or any(ask.service for ask in unanswered)):
        return _not_known(draft, state, unanswered, text, has_answers=bool(answers))
    if answers:
        return replace(state, misses=0)
    return courtesy(draft, state, plain, setting.clinic)


def _not_known(draft: Draft, state: State, unanswered: list[Ask], text: str, *, has_answers: bool) -> State:
    question = text.strip() if not has_answers else " ".join(ask.text for ask in unanswered)
    draft.do(NoteUnanswered(question[:LONGEST_QUESTION]))
    if has_answers:
        draft.say(say("not_known_also", draft.turn))
        draft.ask(phrases.OFFER_MESSAGE, Expecting.YES_OR_NO)
    else:
        draft.ask(say("not_known", draft.turn), Expecting.YES_OR_NO)
    return replace(state, offer=Offer.MESSAGE, offered_reason=f"Question: {question}"[:LONGEST_QUESTION], misses=0)


def _act(draft: Draft, state: State, brought: Bring, text: str, setting: Setting) -> State:
    """Do what the most pressing act asks for; questions beside it have been answered already."""
    act, turn = brought.acts[0], draft.turn
    match act:
        case Act.PERSON | Act.COMPLAINT:
            return _call_back(draft, state, act, brought, setting)
        case Act.BOOK:
            draft.say(say("booking", turn))
            reason = text.strip() if brought.names_service else ""
            return _begin(draft, state, Purpose.BOOKING, text, reason, setting)
        case Act.CHANGE_BOOKING:
            draft.say(say("change", turn))
            return _begin(draft, state, Purpose.CHANGE, text, text.strip() if brought.has_detail else "", setting)
        case Act.MESSAGE:
            draft.say(say("take_message", turn))
            return _begin(draft, state, Purpose.MESSAGE, text, text.strip() if brought.has_detail else "", setting)
        case Act.SALES:
            draft.say(say("sales", turn))
            draft.do(EndCall("sales"))
            return replace(state, is_over=True)
        case Act.WRONG_NUMBER:
            draft.say(phrases.wrong_number(setting.clinic))
            draft.do(EndCall("wrong_number"))
            return replace(state, is_over=True)
        case Act.RUDE:
            draft.ask(say("rude", turn), Expecting.YES_OR_NO)
            return replace(
                state, offer=Offer.MESSAGE, offered_reason="The caller was unhappy with the automated receptionist."
            )
    small_talk(draft, act, setting.clinic)
    if draft.says and not draft.says[-1].text.endswith("?"):
        draft.ask(say("how_help", turn))
    return state


def _begin(draft: Draft, state: State, purpose: Purpose, text: str, reason: str, setting: Setting) -> State:
    return messages.begin(draft, state, purpose, text=text, reason=reason, line=setting.line)


def _call_back(draft: Draft, state: State, act: Act, brought: Bring, setting: Setting) -> State:
    kind = EscalationKind.COMPLAINT if act is Act.COMPLAINT else EscalationKind.PERSON_REQUESTED
    if kind in state.escalated and state.messages_taken:
        draft.say(say("already_escalated", draft.turn))
        draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
        return replace(state, offer=Offer.ANYTHING_ELSE)
    draft.say(say("complaint" if act is Act.COMPLAINT else "person", draft.turn))
    if kind not in state.escalated:
        draft.do(Escalate(kind, brought.text[:LONGEST_QUESTION]))
    state = replace(state, escalated=state.escalated | {kind})
    reason = brought.text.strip() if brought.has_detail else ""
    return _begin(draft, state, Purpose.CALL_BACK, brought.text, reason, setting)
