"""Taking a message, one question at a time: reason, name, number read back digit by digit. Pure.

    begin ─▶ what is missing? ─▶ NAME ─▶ PHONE_OFFER ──yes──▶ REASON ─▶ taken
                                             │no                ▲
                                             ▼                  │yes
                                           PHONE ─▶ PHONE_CONFIRM ──no──▶ PHONE

Whatever the caller has already said is not asked again.
"""

from __future__ import annotations

from dataclasses import replace

from voxanne.callflow.actions import TakeMessage
from voxanne.dialogue.hearing import normal
from voxanne.dialogue.local.acts import Act, acts_in, is_no, is_yes
from voxanne.dialogue.local.digits import FEWEST, corrected, digits_in, is_whole, national, read_back
from voxanne.dialogue.local.draft import Draft
from voxanne.dialogue.local.names import name_in
from voxanne.dialogue.local.phrases import say
from voxanne.dialogue.local.state import MessageTask, Offer, Purpose, State, Step
from voxanne.dialogue.port import Expecting

NAME_UNKNOWN = "Name not given"
MOST_ATTEMPTS = 3
LONGEST_REASON = 500

_REASON_LEADS = {Purpose.BOOKING: "Booking request: ", Purpose.CHANGE: "Change of appointment: "}


def begin(
    draft: Draft,
    state: State,
    purpose: Purpose,
    *,
    text: str = "",
    reason: str = "",
    is_urgent: bool = False,
    caller_number: str | None,
) -> State:
    """Start a message and ask for the first thing it lacks. `text` is what the caller has just said."""
    plain = normal(text)
    digits = digits_in(plain)
    task = MessageTask(
        purpose=purpose,
        name=state.name or name_in(plain, is_answer=False) or "",
        phone=state.phone or (digits if is_whole(digits) else ""),
        is_phone_confirmed=bool(state.phone),
        reason=_with_lead(purpose, reason),
        is_urgent=is_urgent,
    )
    return proceed(draft, replace(state, offer=None), task, caller_number)


def proceed(draft: Draft, state: State, task: MessageTask, caller_number: str | None) -> State:
    """Ask for the next thing the message lacks, or take it when nothing is missing."""
    step = _next_step(task, caller_number)
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


def go_on(draft: Draft, state: State, task: MessageTask, text: str, caller_number: str | None) -> State:
    """Take the caller's words as the answer to the open step."""
    plain = normal(text)
    match task.step:
        case Step.NAME:
            return _take_name(draft, state, task, plain, caller_number)
        case Step.REASON:
            reason = f"{task.reason}{text.strip()}"[:LONGEST_REASON]
            return proceed(draft, state, replace(task, reason=reason), caller_number)
        case Step.PHONE_OFFER if caller_number and is_yes(plain) and not is_whole(digits_in(plain)):
            taken = replace(task, phone=national(caller_number), is_phone_confirmed=True)
            return proceed(draft, state, taken, caller_number)
        case Step.PHONE_OFFER if len(digits_in(plain)) < FEWEST:
            if is_no(plain):
                return proceed(draft, state, replace(task, is_caller_number_refused=True), caller_number)
            return _again(draft, state, task, caller_number)
        case Step.PHONE_CONFIRM:
            return _confirm_phone(draft, state, task, plain, caller_number)
    return _take_digits(draft, state, task, plain, caller_number)


def finish_early(draft: Draft, state: State, task: MessageTask, caller_number: str | None) -> State:
    """The caller is leaving: keep what was said so far, if somebody could act on it."""
    phone = task.phone or (national(caller_number) if caller_number else "")
    if not is_complete_enough(task) if not phone else not (task.name or task.reason):
        return replace(state, task=None)
    return _file(draft, state, replace(task, phone=phone))


def is_complete_enough(task: MessageTask) -> bool:
    """Whether a reason is already known, so that the caller's next words need not be one."""
    return bool(task.reason.removeprefix(_REASON_LEADS.get(task.purpose, "")))


def _next_step(task: MessageTask, caller_number: str | None) -> Step | None:
    has_reason = is_complete_enough(task)
    if not has_reason and task.purpose in _REASON_LEADS:
        return Step.REASON
    if not task.name:
        return Step.NAME
    if not task.is_phone_confirmed:
        if task.phone:
            return Step.PHONE_CONFIRM
        return Step.PHONE_OFFER if caller_number and not task.is_caller_number_refused else Step.PHONE
    return None if has_reason else Step.REASON


def _take_name(draft: Draft, state: State, task: MessageTask, plain: str, caller_number: str | None) -> State:
    digits = digits_in(plain)
    if is_whole(digits):
        task = replace(task, phone=digits)
    name = name_in(plain, is_answer=True)
    if name:
        return proceed(draft, replace(state, name=name), replace(task, name=name), caller_number)
    if task.attempts + 1 >= MOST_ATTEMPTS or Act.WHY in acts_in(plain):
        if Act.WHY in acts_in(plain) and task.attempts == 0 and "rather not" not in plain:
            draft.say(say("why", draft.turn))
            ask_step(draft, task)
            return replace(state, task=replace(task, attempts=1))
        return proceed(draft, state, replace(task, name=NAME_UNKNOWN), caller_number)
    draft.ask(say("ask_name_again", draft.turn), Expecting.SPELLING if task.attempts else Expecting.NAME)
    return replace(state, task=replace(task, attempts=task.attempts + 1))


def _take_digits(draft: Draft, state: State, task: MessageTask, plain: str, caller_number: str | None) -> State:
    heard = digits_in(plain)
    digits = heard if is_whole(heard) else task.partial_digits + heard
    if is_whole(digits):
        return proceed(draft, state, replace(task, phone=digits, partial_digits=""), caller_number)
    if heard and len(national(digits)) < 11 and task.attempts < MOST_ATTEMPTS:
        # an English number is said in breaths: keep the beginning and wait for the rest
        draft.ask(say("ask_phone_rest", draft.turn), Expecting.DIGITS)
        return replace(state, task=replace(task, step=Step.PHONE, partial_digits=digits, attempts=task.attempts + 1))
    if caller_number and re_offers(plain):
        known = replace(task, phone=national(caller_number), is_phone_confirmed=True, partial_digits="")
        return proceed(draft, state, known, caller_number)
    return _again(draft, state, replace(task, step=Step.PHONE, partial_digits=""), caller_number)


def re_offers(plain: str) -> bool:
    """Whether the caller points at the number they are ringing from."""
    return any(words in plain for words in ("this number", "this one", "same number", "calling from", "ringing from"))


def _confirm_phone(draft: Draft, state: State, task: MessageTask, plain: str, caller_number: str | None) -> State:
    fixed = corrected(task.phone, plain)
    digits = digits_in(plain)
    if fixed or (is_whole(digits) and national(digits) != national(task.phone)):
        task = replace(task, phone=fixed or digits)
        ask_step(draft, task)
        return replace(state, task=task)
    if is_yes(plain) or is_whole(digits):
        return proceed(draft, state, replace(task, is_phone_confirmed=True), caller_number)
    if is_no(plain) and 2 <= len(digits) < FEWEST:
        # "no, it's oh one two three": the end was wrong
        task = replace(task, phone=national(task.phone)[: -len(digits)] + digits)
        ask_step(draft, task)
        return replace(state, task=task)
    if is_no(plain) or digits:
        draft.ask(say("sorry_number", draft.turn), Expecting.DIGITS)
        return replace(state, task=replace(task, step=Step.PHONE, phone="", partial_digits=""))
    return _again(draft, state, task, caller_number)


def _again(draft: Draft, state: State, task: MessageTask, caller_number: str | None) -> State:
    """The answer was no answer: ask once more, then do without."""
    if task.attempts + 1 >= MOST_ATTEMPTS:
        fallback = task.phone or (national(caller_number) if caller_number else "")
        return proceed(draft, state, replace(task, phone=fallback, is_phone_confirmed=True), caller_number)
    if task.step is Step.PHONE:
        draft.ask(say("ask_phone_again", draft.turn), Expecting.DIGITS)
    else:
        ask_step(draft, task)
    return replace(state, task=replace(task, attempts=task.attempts + 1))


def _finish(draft: Draft, state: State, task: MessageTask) -> State:
    state = _file(draft, state, task)
    draft.say(say("done" if task.phone else "done_no_number", draft.turn))
    draft.ask(say("anything_else", draft.turn), Expecting.YES_OR_NO)
    return replace(state, offer=Offer.ANYTHING_ELSE)


def _file(draft: Draft, state: State, task: MessageTask) -> State:
    name = task.name or NAME_UNKNOWN
    draft.do(TakeMessage(name, task.phone, task.reason or "Please call back.", task.is_urgent))
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
