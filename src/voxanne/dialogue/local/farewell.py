"""Whether the caller is taking leave and means nothing else, also as a telephone line makes it sound. Pure.

"Bye" is short and said while the receiver goes down: it arrives as "thank you to buy", "the bay", "to-by".
"""

from __future__ import annotations

import re

_FAREWELLS = re.compile(
    r"\b(?:good ?bye|(?:bye ?)?bye|good ?night|see you(?: later| soon| then)?|ta ?ra|cheerio|take care"
    r"|(?:thats|thatll be|that is|thatd be|that will be|that was) (?:all|everything|it|the lot)"
    r"(?: (?:i (?:need\w*|want\w*)(?: to know)?|from me|for (?:now|today)))?"
    r"|nothing (?:else|more)|have a (?:nice|good|lovely|great) (?:day|evening|afternoon|morning|weekend|one)"
    r"|speak (?:soon|later)|(?:got|have|need) to (?:go|run|dash)|gotta go)\b"
)
_HEARD_AS_BYE = r"(?:by|buy|bay|bi|boy|bai|byte|bite|buyer|pie)"
_AFTER_THANKS = re.compile(
    rf"\b(?:thanks?(?: you)?|cheers|ta)(?: (?:very|so) much| a lot)?(?: (?:to|too|two|the|a|and|good|so|then|ok"
    rf"|okay|you))*(?: {_HEARD_AS_BYE})+$"
)
_ALONE = re.compile(
    rf"^(?:(?:the|a|good|to|too|two|and|so|ok|okay|no|right|then|great|lovely|well) ){{0,2}}{_HEARD_AS_BYE}"
    rf"(?: {_HEARD_AS_BYE})*$"
)
_COURTESIES = re.compile(
    r"\b(?:no|nope|not|yes|yeah|ok|okay|right|alright|great|lovely|perfect|brilliant|fine|super|wonderful|well|oh"
    r"|um|uh|er|erm|and|so|then|now|just|really|actually|i|im|i think|think|thank|thanks|thankyou|cheers|ta|very|much"
    r"|a lot|you|your|you too|to|too|for|now|today|the|help|again|all|good|done|bye|much appreciated"
    r"|ill|will|let|go|that|is|was|it|thats|please|everything|cool|excellent|helpful|sorry|ive|really)\b"
)
_QUESTION = re.compile(r"\b(?:what|whats|when|where|who|how|why|which|do|does|can|could|would|should|are)\b")
_MOST_OTHER_WORDS = 1
"""A name, or a word that was misheard: "No, Sam, to you, goodbye"."""


def is_farewell(plain: str, *, is_answered: bool) -> bool:
    """Whether a normalised utterance is a goodbye with nothing but courtesies around it.

    "The bay" alone counts once the caller has had what they rang for (`is_answered`).
    """
    if _QUESTION.search(plain):
        return False
    if _AFTER_THANKS.search(plain) or (is_answered and _ALONE.match(plain)):
        plain = re.sub(rf"\b{_HEARD_AS_BYE}\b", "bye", plain)
    if not _FAREWELLS.search(plain):
        return False
    rest = _COURTESIES.sub(" ", _FAREWELLS.sub(" ", plain))
    return len(rest.split()) <= _MOST_OTHER_WORDS
