"""Red flags: emergencies and requests for medical advice, found before any reply is composed.

Law: same words, same verdict; no clock, no randomness, no model. It reads partial words as well as final
ones, so it must stay cheap (well under a millisecond for a long utterance). In doubt it flags: a needless
emergency line costs a sentence, a missed one may cost a life.

A pattern that matches is taken back only for a reason found in the same clause:

    negated       "no chest pain", "I'm not having a heart attack"     (not "I can't breathe")
    hypothetical  "do you treat seizures?", "can filler cause ..."     (conditions only)
    past          "I had a stroke two years ago"                       (conditions only, and not "again", "now")
    figurative    "nearly fainted at the price"                        (conditions only)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from voxanne.callflow.red_flags import Pattern, RedFlagKind
from voxanne.callflow.red_flags_advice import ADVICE
from voxanne.callflow.red_flags_harm import HARM
from voxanne.callflow.red_flags_illness import SUDDEN_ILLNESS

__all__ = ["RedFlag", "RedFlagKind", "find_near_miss", "find_red_flag", "spoken_line"]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """What was found. `words` are the flattened words that gave it away."""

    kind: RedFlagKind
    words: str

    @property
    def is_emergency(self) -> bool:
        return self.kind is not RedFlagKind.MEDICAL_ADVICE


EMERGENCIES = (*SUDDEN_ILLNESS, *HARM)

MAX_WORDS = 200
"""A caller's turn is never longer; text that is gets judged by its last words."""

_NEGATION = re.compile(
    r"\b(?:no|not|never|without|isnt|arent|wasnt|dont|doesnt|didnt|havent|hasnt|hadnt|neither|nor|aint"
    r"|rather than|ruled out)"
    r"(?: (?:got|get|have|has|had|having|any|a|an|the|been|experiencing|real|actual|actually|feel|feeling"
    r"|think|its|it"
    r"|is|am|are|im|he|she|hes|shes|that|this|like|signs?|of|symptoms?|history|suffering|suffered|from|with"
    r"|currently|even|my|or|and"
    r"|other|anything|in|about|ringing|calling|because|for|to|going|go|want|wanting|planning|need|needing|be"
    r"|severe|bad|"
    r"chest|pains?|breathlessness|fever|rash|bleeding|dizziness|swelling|numbness|fits?|seizures?"
    r"|headaches?))*$"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:what if|in case|do you (?:treat|offer|do|see|deal|have|sell|check|take|cover|look|accept|give|run"
    r"|teach|know about)|(?:can|could|do) you"
    r" (?:treat|help with)|(?:can|could|does|do|will|would|might) (?:\w+ )?(?:botox|fillers?|it|they"
    r"|treatment|peels?|laser|injections?|people"
    r"|patients|anyone|having) (?:ever )?(?:cause|give|lead|make|get|result|trigger|faint|have|pass)"
    r"|risks? of|chance of|side effects?|how do you (?:handle|deal|treat)|are you"
    r" trained|first aid|training|course|article|insurance|screening|prevention|leaflet|awareness|charity"
    r"|association|specialist|support"
    r" group|if (?:i|you|he|she|someone|somebody|anyone|my \w+|there|it|one|a patient|something"
    r"|people) (?:ever )?(?:get|gets|got|have|has|had|were|was|develop|experience|faint|should"
    r"|react|is|are)|should i ever|allergy test|what happens (?:if|when)|policy|research|form asks?"
    r"|risk assessment|prone to)\b"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|summer|winter|spring|autumn|christmas|time|decade)|(?:years?|months?|decades?"
    r"|weeks?) (?:ago|back|since)"
    r"|when (?:i|he|she) was|in (?:19|20)\d\d|as a (?:child|kid|baby|teenager)|in the past|used to|history of"
    r"|family history|previously"
    r"|since (?:my|his|her|the) (?:mini )?(?:stroke|heart attack|seizure)|recover(?:ing|ed|y) from|(?:after"
    r"|following) (?:a|my|his|her|the) (?:mini )?(?:stroke|heart|seizure)"
    r"|survivor|(?:twenty|nineteen) \w+(?: \w+)? (?:i|he|she) had|once (?:before|had)|years? old(?:er)? when"
    r"|a long time ago|ages ago|before christmas|died of|passed away)\b"
)
_NOW = re.compile(
    r"\b(?:now|right now|just now|today|tonight|this morning|at the moment|currently|suddenly|again|help"
    r"|ambulance|having|hes|shes)\b"
)
_FIGURATIVE = re.compile(
    r"\b(?:price|prices|pricey|cost|costs|bill|laugh\w*|joking|kidding|hold music|queue|waiting list"
    r"|excite\w*|embarrass\w*|boredom|(?:film|movie|novel|song|game)s?|the two|paperwork|emails?|callers)\b"
)
_NEAR_MISS = re.compile(
    r"^(?:\w+ ){0,3}?(?:i|ive|he|she|hes|shes|mum|dad|husband|wife)(?: have| has| got)? (?:have|got"
    r"|has) just (?:seen|pay|been|paying|plain|pin)$"
    r"|^(?:i|ive|he|she) (?:have|has|got) just (?:seen|pay|paying|plain|pin)$"
)


def find_red_flag(text: str, *, is_final: bool = True) -> RedFlag | None:
    """The gravest red flag in the caller's words so far, or None. Emergencies come before advice.

    With `is_final` False (the caller is still speaking) only emergencies are looked for, and only those
    that no further word could take back: "I'm dying" waits for "to see the results", "I had a stroke" for
    "five years ago".
    """
    clauses = _clauses(text)
    flat = " ".join(clauses)
    for pattern in EMERGENCIES:
        found = _believed(pattern, flat, clauses, is_final=is_final)
        if found is not None:
            return RedFlag(pattern.kind, found)
    for pattern in ADVICE if is_final else ():
        match = pattern.regex.search(flat)
        if match:
            return RedFlag(pattern.kind, match.group())
    return None


def find_near_miss(text: str) -> bool:
    """Whether the whole of a final utterance is what a noisy line makes of "I have chest pain".

    Too ordinary to flag ("I have just seen"), too grave to pass over: the receptionist asks again.
    """
    return _NEAR_MISS.search(" ".join(_clauses(text))) is not None


def spoken_line(flag: RedFlag, emergency_number: str) -> str:
    """What the caller hears at once. `emergency_number` is the organisation's setting ("999")."""
    if flag.kind is RedFlagKind.SELF_HARM:
        listener = LISTENERS.get(emergency_number, "")
        return (
            "I'm so sorry you're going through this, and I'm glad you told me. "
            f"If you are in danger right now, please hang up and call {emergency_number}. {listener}"
            "I'm letting the team here know straight away."
        )
    return (
        f"This sounds like an emergency. Please hang up and call {emergency_number} now. "
        "Don't wait for us. I'm letting the team here know straight away."
    )


LISTENERS = {
    "999": "You can also talk to Samaritans, free, at any time, on 116 123. ",
    "911": "You can also call or text 988, free, at any time. ",
}
"""Who listens day and night where this emergency number is used: https://www.samaritans.org, https://988lifeline.org."""


def _clauses(text: str) -> list[str]:
    """Lower case, no apostrophes or accents, split where punctuation was; no empty parts."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"\bo\.?d\.?'?(?:d|ed|ing)\b", "overdosed", plain)  # "he's OD'd" would become "odd"
    plain = plain.replace("'", "").replace("`", "")
    parts = (re.sub(r"[^a-z0-9]+", " ", part).strip() for part in re.split(r"[.,;:!?\n–—…]+", plain))
    words = [part.split() for part in parts if part]
    while sum(map(len, words)) > MAX_WORDS:
        words = words[1:] if len(words) > 1 else [words[0][-MAX_WORDS:]]
    return [" ".join(part) for part in words]


def _believed(pattern: Pattern, flat: str, clauses: list[str], *, is_final: bool) -> str | None:
    for match in pattern.regex.finditer(flat):
        if not is_final and match.end() == len(flat) and pattern.may_change:
            continue
        before, around = _context(match, flat, clauses)
        if pattern.is_negatable and _NEGATION.search(before):
            continue
        if pattern.is_condition:
            if _HYPOTHETICAL.search(around) or _FIGURATIVE.search(around):
                continue
            is_now = _NOW.search(around) is not None
            if not is_now and (_PAST.search(around) or not is_final):
                continue
        return match.group()
    return None


def _context(match: re.Match[str], flat: str, clauses: list[str]) -> tuple[str, str]:
    """The words of the match's clause before it, and the whole of the clauses it touches."""
    start, touched, position = match.start(), [], 0
    before = ""
    for clause in clauses:
        end = position + len(clause)
        if position <= start <= end:
            before = flat[position:start].rstrip()
        if end > start and position < match.end():
            touched.append(clause)
        position = end + 1
    return before, " ".join(touched)
