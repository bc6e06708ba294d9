"""Taking a message, one question at a time: reason, name, number read back digit by digit. Pure.

    begin ─▶ what is missing? ─▶ NAME ─▶ PHONE_OFFER ──yes──▶ REASON ─▶ taken
                                             │no                ▲
                                             ▼                  │yes
                                           PHONE ─▶ PHONE_CONFIRM ──no──▶ PHONE

Whatever the caller has already said is not asked again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from voxanne.callflow.actions import TakeMessage
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.acts import Act, acts_in, is_no, is_yes
from voxanne.dialogue.local.digits import digits_in
from voxanne.dialogue.local.draft import Draft
from voxanne.dialogue.local.names import name_in
from voxanne.dialogue.local.phone import FEWEST, Line, complete, corrected, is_beginning, number_in, read_back
from voxanne.dialogue.local.phrases import say
from voxanne.dialogue.local.state import MessageTask, Offer, Purpose, State, Step
from voxanne.dialogue.port import Expecting

NAME_UNKNOWN = "Name not given"
MOST_ATTEMPTS = 3
LONGEST_REASON = 500
LONGEST_NUMBER = 15
"""Digits, by E.164."""

_NO_NUMBER = re.compile(r"\b(?:rather|prefer) not\b|\bdont (?:have (?:one|a (?:phone|number|mobile))|want to)\b")
_REASON_LEADS = {Purpose.BOOKING: "Booking request: ", Purpose.CHANGE: "Change of appointment: "}


def begin(
    draft: Draft,
    state: State,
    purpose: Purpose,
    *,
    text: str = "",
    reason: str = "",
    is_urgent: bool = False,
    line: Line,
) -> State:
    """Start a message and ask for the first thing it lacks. `text` is what the caller has just said."""
    plain = normal(text)
    task = MessageTask(
        purpose=purpose,
        name=state.name or name_in(plain, is_answer=False) or "",
        phone=state.phone or number_in(plain, line.region) or "",
        is_phone_confirmed=bool(state.phone),
        reason=_with_lead(purpose, reason),
        is_urgent=is_urgent,
    )
    return proceed(draft, replace(state, offer=None), task, line)


def proceed(draft: Draft, state: State, task: MessageTask, line: Line) -> State:
    """Ask for the next thing the message lacks, or take it when nothing is missing."""
    step = _next_step(task, line)
    if step is None:
        return _finish(draft, state, task)
    task = replace(task, step=step, attempts=0)
    ask_step(draft, task)
    return replace(state, task=task)


def ask_step(draft: Draft, task: MessageTask) -> None:
    """Put (again) the question of the step the message is at."""
    turn = draft.turn
    match task.step:
        case Step.NAME:
            draft.ask(say("ask_name", turn), Expecting.NAME)
        case Step.PHONE_OFFER:
            draft.ask(say("offer_caller_number", turn), Expecting.YES_OR_NO)
        case Step.PHONE:
            key = "ask_other_number" if task.is_caller_number_refused else "ask_phone"
            draft.ask(say(key, turn), Expecting.DIGITS)
        case Step.PHONE_CONFIRM:
            draft.say(f"So that's {read_back(task.phone)}.")
            draft.ask(say("number_right", turn), Expecting.YES_OR_NO)
        case Step.REASON:
            draft.ask(say(_reason_question(task), turn))


def go_on(draft: Draft, state: State, task: MessageTask, text: str, line: Line) -> State:
    """Take the caller's words as the answer to the open step."""
    plain = normal(text)
    match task.step:
        case Step.NAME:
            return _take_name(draft, state, task, plain, line)
        case Step.REASON:
            reason = f"{task.reason}{text.strip()}"[:LONGEST_REASON]
            return proceed(draft, state, replace(task, reason=reason), line)
        case Step.PHONE_OFFER if is_yes(plain) and not number_in(plain, line.region):
            taken = replace(task, phone=line.own_number, is_phone_confirmed=True)
            return proceed(draft, state, taken, line)
        case Step.PHONE_OFFER if len(digits_in(plain)) < FEWEST:
            if is_no(plain):
                return proceed(draft, state, replace(task, is_caller_number_refused=True), line)
            return _again(draft, state, task, line)
        case Step.PHONE_CONFIRM:
            return _confirm_phone(draft, state, task, plain, line)
    return _take_digits(draft, state, task, plain, line)


def finish_early(draft: Draft, state: State, task: MessageTask, line: Line) -> State:
    """The caller is leaving: keep what was said so far, if somebody could act on it."""
    phone = task.phone or line.own_number
    is_of_use = bool(task.name or task.reason) if phone else bool(task.name) and is_complete_enough(task)
    if not is_of_use:
        return replace(state, task=None)
    return _file(draft, state, replace(task, phone=phone))


def is_complete_enough(task: MessageTask) -> bool:
    """Whether a reason is already known, so that the caller's next words need not be one."""
    return bool(task.reason.removeprefix(_REASON_LEADS.get(task.purpose, "")))


def _next_step(task: MessageTask, line: Line) -> Step | None:
    has_reason = is_complete_enough(task)
    if not has_reason and task.purpose in _REASON_LEADS:
        return Step.REASON
    if not task.name:
        return Step.NAME
    if not task.is_phone_confirmed:
        if task.phone:
            return Step.PHONE_CONFIRM
        return Step.PHONE_OFFER if line.own_number and not task.is_caller_number_refused else Step.PHONE
    return None if has_reason else Step.REASON


def _take_name(draft: Draft, state: State, task: MessageTask, plain: str, line: Line) -> State:
    task = replace(task, phone=number_in(plain, line.region) or task.phone)
    name = name_in(plain, is_answer=True)
    if name:
        return proceed(draft, replace(state, name=name), replace(task, name=name), line)
    if task.attempts + 1 >= MOST_ATTEMPTS or Act.WHY in acts_in(plain):
        if Act.WHY in acts_in(plain) and task.attempts == 0 and "rather not" not in plain:
            draft.say(say("why", draft.turn))
            ask_step(draft, task)
            return replace(state, task=replace(task, attempts=1))
        return proceed(draft, state, replace(task, name=NAME_UNKNOWN), line)
    draft.ask(say("ask_name_again", draft.turn), Expecting.SPELLING if task.attempts else Expecting.NAME)
    return replace(state, task=replace(task, attempts=task.attempts + 1))


def _take_digits(draft: Draft, state: State, task: MessageTask, plain: str, line: Line) -> State:
    number = number_in(plain, line.region, before=task.partial_digits)
    if number:
        return proceed(draft, state, replace(task, phone=number, partial_digits=""), line)
    heard = digits_in(plain)
    digits = task.partial_digits + heard
    if heard and is_beginning(digits) and task.attempts < MOST_ATTEMPTS:
        # an English number is said in breaths: keep the beginning and wait for the rest
        draft.ask(say("ask_phone_rest", draft.turn), Expecting.DIGITS)
        return replace(state, task=replace(task, step=Step.PHONE, partial_digits=digits, attempts=task.attempts + 1))
    if line.own_number and re_offers(plain):
        known = replace(task, phone=line.own_number, is_phone_confirmed=True, partial_digits="")
        return proceed(draft, state, known, line)
    if not digits and _NO_NUMBER.search(plain):
        draft.say(say("number_left_out", draft.turn))
        return proceed(draft, state, replace(task, phone="", is_phone_confirmed=True), line)
    return _misheard(draft, state, task, digits, line)


def re_offers(plain: str) -> bool:
    """Whether the caller points at the number they are ringing from."""
    return any(words in plain for words in ("this number", "this one", "same number", "calling from", "ringing from"))


def _confirm_phone(draft: Draft, state: State, task: MessageTask, plain: str, line: Line) -> State:
    digits = digits_in(plain)
    number, fixed = number_in(plain, line.region), corrected(task.phone, plain)
    if fixed is None and is_no(plain) and 2 <= len(digits) < FEWEST:
        fixed = task.phone[: -len(digits)] + digits  # "no, it's oh one two three": the end was wrong
    if fixed is not None:
        number = complete(fixed, line.region)
    if number and number != task.phone:
        task = replace(task, phone=number)
        ask_step(draft, task)
        return replace(state, task=task)
    if number or (is_yes(plain) and fixed is None):
        return proceed(draft, state, replace(task, is_phone_confirmed=True), line)
    if is_no(plain) or digits:
        return _misheard(draft, state, task, fixed or digits, line)
    return _again(draft, state, task, line)


def _misheard(draft: Draft, state: State, task: MessageTask, digits: str, line: Line) -> State:
    """No number that anybody could have: ask digit by digit, then offer the caller's own, then do with that."""
    failures = task.phone_failures + 1
    task = replace(
        task, step=Step.PHONE, phone="", partial_digits="", phone_failures=failures, attempts=task.attempts + 1
    )
    if failures >= MOST_ATTEMPTS:
        return _without_number(draft, state, task, digits, line)
    if digits:
        draft.say(say("number_doubtful", draft.turn))
    if len(digits) >= FEWEST:
        draft.say(f"I heard {read_back(digits)}.")
    if failures == MOST_ATTEMPTS - 1 and line.own_number:
        task = replace(task, step=Step.PHONE_OFFER)
        draft.say(say("number_given_up", draft.turn))
        ask_step(draft, task)
    elif digits:
        draft.ask(say("ask_phone_slowly", draft.turn), Expecting.DIGITS)
    else:
        draft.ask(say("ask_phone_again", draft.turn), Expecting.DIGITS)
    return replace(state, task=task)


def _without_number(draft: Draft, state: State, task: MessageTask, digits: str, line: Line) -> State:
    """Go on with the number the caller rings from, or with a note of what was heard, and say so."""
    if line.own_number:
        draft.say(say("number_is_yours", draft.turn))
    else:
        draft.say(say("number_unknown" if digits else "number_left_out", draft.turn))
        if digits:
            task = replace(task, note=f"(Number as heard, not confirmed: {digits[:LONGEST_NUMBER]})")
    return proceed(draft, state, replace(task, phone=line.own_number, is_phone_confirmed=True), line)


def _again(draft: Draft, state: State, task: MessageTask, line: Line) -> State:
    """The answer was no answer: ask once more, then do without."""
    if task.attempts + 1 >= MOST_ATTEMPTS:
        fallback = task.phone or line.own_number
        return proceed(draft, state, replace(task, phone=fallback, is_phone_confirmed=True), line)
    ask_step(draft, task)
    return replace(state, task=replace(task, attempts=task.attempts + 1))


def _finish(draft: Draft, state: State, task: MessageTask) -> State:
    state = _file(draft, state, task)
    draft.say(say("done" if task.phone else "done_no_number", draft.turn))
    draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
    return replace(state, offer=Offer.ANYTHING_ELSE)


def _file(draft: Draft, state: State, task: MessageTask) -> State:
    name = task.name or NAME_UNKNOWN
    reason = f"{task.reason or 'Please call back.'} {task.note}".strip()
    draft.do(TakeMessage(name, task.phone, reason, task.is_urgent))
    return replace(
        state,
        task=None,
        name="" if name == NAME_UNKNOWN else name,
        phone=task.phone,
        messages_taken=state.messages_taken + 1,
    )


def _with_lead(purpose: Purpose, reason: str) -> str:
    return f"{_REASON_LEADS.get(purpose, '')}{reason}"[:LONGEST_REASON]


def _reason_question(task: MessageTask) -> str:
    if task.purpose is Purpose.BOOKING:
        return "ask_booking"
    return "ask_change" if task.purpose is Purpose.CHANGE else "ask_reason"
