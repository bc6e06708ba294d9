"""A caller's name out of what they said. Pure.

"it's Sarah Jones"                    Sarah Jones
"my name is Smyth, S M Y T H"         Smyth
"Priya, P for papa, R I Y A"          Priya
"""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"\b(?:my (?:full |first )?names?(?: is| its)?|names|the names?(?: is)?|this is|its|it is|im called"
    r"|i am called|(?:you can )?call me(?! (?:back"
    r"|on|later|again|at|when|if|tomorrow|today|please|about)\b)|im|i am|speaking is|calling is)"
    r" ((?:[a-z]+ ?){1,6})"
)
_TRAIL = re.compile(r"^(?:(?:hi|hello|yes|yeah|oh|um|good \w+) )*((?:[a-z]+ ){1,3})(?:speaking|here|calling)\b")
_FILLER = re.compile(
    r"^(?:(?:yes|yeah|yep|ok|okay|sure|um|uh|er|erm|oh|well|so|of course|certainly|right|hi|hello|please"
    r"|thanks|thank you|alright|no problem|hang on|just|its|the|a|ah|sorry|no|actually)\b ?)+"
)
_STOP = re.compile(
    r"\b(?:and|my|number|id|ill|ive|like|want|need|would|id like|phone|calling|ringing|from|about|please"
    r"|thanks|thank|you|i|im|its|with|but|on|is|the"
    r"|can|could|would|speaking|here|spelt|spelled|spelling|thats|as in|for|just|because|regarding|a|to"
    r"|looking|patient|again|at|not|"
    r"interested|trying|wondering|happy|after|hoping|in|sorry|having|going|wanting|fine|good|ok|okay|late"
    r"|running|there|new|existing|pregnant|free|available|it|if|so|unhappy|unable|not)\b.*$"
)
_TITLES = {"mr", "mrs", "miss", "ms", "dr", "doctor", "mister", "missus", "professor", "prof", "sir", "lady"}
_SPELT = re.compile(r"\b(?:[a-z](?: for \w+| as in \w+)? ){2,}[a-z]\b")
_NOT_NAMES = {
    "yes",
    "no",
    "yeah",
    "what",
    "why",
    "hello",
    "sorry",
    "nothing",
    "none",
    "nope",
    "speaking",
    "calling",
    "how",
    "when",
    "where",
    "who",
    "do",
    "are",
    "does",
    "botox",
    "appointment",
    "message",
    "private",
    "secret",
    "okay",
    "really",
    "maybe",
    "wait",
}


def name_in(text: str, *, is_answer: bool) -> str | None:
    """The name in a normalised utterance, or None. `is_answer`: we have just asked for it, so bare words count."""
    spelt = _spelt_name(text)
    for pattern in (_LEAD, _TRAIL):
        for match in pattern.finditer(text):
            if not is_answer and pattern is _LEAD and re.match(r"(?:its|it is|im|i am)\b", match.group()):
                continue  # "I'm looking for ..." is no introduction unless we asked
            name = _tidy(match.group(1))
            if name:
                return _merge(name, spelt)
    if is_answer:
        bare = _FILLER.sub("", text)
        name = _tidy(re.sub(r"\b(?:[a-z] ){2,}[a-z]?\b.*", "", bare) if spelt else bare)
        if name and len(name.split()) <= 4:
            return _merge(name, spelt)
    return spelt


def _tidy(words: str) -> str | None:
    words = _STOP.sub("", _FILLER.sub("", words.strip())).strip()
    parts = [part for part in words.split() if part not in _NOT_NAMES]
    if not parts or len(parts) > 4 or len(parts) < len(words.split()) or any(part.isdigit() for part in parts):
        return None
    if all(part in _TITLES for part in parts) or (len(parts) == 1 and len(parts[0]) < 2):
        return None
    return " ".join(_capital(part) for part in parts)


def _capital(part: str) -> str:
    if part in {"mister"}:
        return "Mr"
    if part in {"doctor"}:
        return "Dr"
    if part.startswith("mc") and len(part) > 4:
        return "Mc" + part[2:].capitalize()
    return part.capitalize()


def _spelt_name(text: str) -> str | None:
    match = _SPELT.search(text)
    if match is None:
        return None
    letters = re.sub(r"(?: for \w+| as in \w+)", "", match.group()).replace(" ", "")
    return letters.capitalize() if len(letters) >= 3 else None


def _merge(name: str, spelt: str | None) -> str:
    """A spelling corrects the word of the name it resembles most; alone it stands for the last one."""
    if spelt is None:
        return name
    parts = name.split()
    likest = max(range(len(parts)), key=lambda i: (parts[i][:1] == spelt[:1], i))
    parts[likest] = spelt
    return " ".join(parts)
