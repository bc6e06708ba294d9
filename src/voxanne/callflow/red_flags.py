"""The patterns behind `safety`: what emergencies and requests for medical advice sound like. Pure data.

Patterns are matched against flattened words (lower case, no apostrophes, no punctuation). `{NAME}` stands
for a group of words from `WORDS`, which holds the ways a narrow-band recogniser writes a word ("chest pain"
arrives as "chess pain", "just pain", "chest paint") beside the word itself. `..` stands for up to four words
between two parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class RedFlagKind(StrEnum):
    """What must not wait for an ordinary answer."""

    CHEST_PAIN = "chest_pain"
    BREATHING = "breathing"
    STROKE = "stroke"
    ANAPHYLAXIS = "anaphylaxis"
    OVERDOSE = "overdose"
    SELF_HARM = "self_harm"
    BLEEDING = "bleeding"
    UNCONSCIOUS = "unconscious"
    SEIZURE = "seizure"
    PREGNANCY = "pregnancy"
    VISION_LOSS = "vision_loss"
    SICK_CHILD = "sick_child"
    INJURY = "injury"
    OTHER_EMERGENCY = "other_emergency"
    MEDICAL_ADVICE = "medical_advice"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying it.

    `is_negatable`: "no ..." before it takes it away (patterns that are negations themselves are not).
    `is_condition`: the name of an illness, which may be asked about or lie in the past; a vivid description
    ("he is not breathing") is believed even inside a question.
    `may_change`: words still to come could take a match at the very end back ("I can't see ... your prices").
    """

    kind: RedFlagKind
    regex: re.Pattern[str]
    is_negatable: bool
    is_condition: bool
    may_change: bool


WORDS: dict[str, str] = {
    "OWNER": r"(?:my|his|her|the|their|our|your|\w+s)",
    "CHEST": r"(?:chest|chess|chests|chessed|jest|chesst|breastbone|heart)",
    "PAIN": r"(?:pains?|paint|paints|pane|panes|payne|pangs?|aches?|aching|hurts?|hurting|tight|tightness|tightening"
    r"|tightened|pressure|crushing|squeezing|heavy|heaviness|burning|stabbing|sore|painful)",
    "BE": r"(?:is|are|was|has|have|had|hes|shes|feels?|feeling|felt|gone|going|got|getting|keeps?|goes|looks?"
    r"|looking|been|be|started|really|very|so|all|just|suddenly|starting|to|become|becoming|turned|turning"
    r"|sort"
    r"|of|a|bit|kind|quite|badly|completely)",
    "BREATHE": r"(?:breath|breathe|breathes|breathing|breeding|breeze|breezing|breed|breve|breathed|bridging)",
    "CANT": r"(?:cant|cannot|can not|could not|couldnt|can hardly|can barely|can scarcely|can only just|hardly"
    r"|barely|unable to|not able to|kant|carnt)",
    "FACE": r"(?:face|mouth|smile|eye|side of (?:my|his|her|the|their) face)",
    "LIMB": r"(?:arms?|legs?|hands?|side|left|right|face|body)",
    "MEDICINE": r"(?:tablets?|pills?|tablet|paracetamols?|ibuprofen|nurofen|medication|medications|medicine|meds"
    r"|capsules?|insulin|antidepressants?|sleepers|sleeping|codeine|morphine|aspirins?|painkillers?|drugs?"
    r"|valium|diazepam|sertraline|tramadol|warfarin|antibiotics?|steroids?|statins?|beta blockers?|hrt"
    r"|antihistamines?|blood thinners?|amitriptyline|propranolol|inhaler|co ?codamol|prescription|dose"
    r"|doses)",
    "CHILD": r"(?:baby|babys|babies|child|childs|son|sons|daughter|daughters|toddler|toddlers|boy|girl|kid|newborn"
    r"|infant|grandson|granddaughter|niece|nephew|little one|year old|month old|week old|day old)",
    "SELF": r"(?:myself|himself|herself|themselves|themself|my self|him self|her self)",
    "WEAK": r"(?:numb|weak|paraly[sz]ed|tingling|tingly|dead|floppy|wont move|not moving)",
    "SICK": r"(?:pains?|rash|lump|lumps|mole|swelling|swollen|bruise|bruises|bruising|bruised|redness|discharge|spots?"
    r"|itching|itchy|blister|wound|scar|headaches?|migraines?|cough|fever|temperature|infection|infected|sore"
    r"|throat|stomach|tummy|back|knee|ear|toothache|bleeding|dizziness|dizzy|nausea|symptoms?|diarrhoea"
    r"|cramps?"
    r"|vomiting|sick|burn|bite|sting|cold sore|hives|lumpy|droopy|drooping|weeping|oozing|puss?|hot|numb"
    r"|ache)",
    "BODY": r"(?:lips?|face|forehead|eye|eyes|eyelids?|eyebrow|brow|cheeks?|skin|jaw|chin|nose|neck|site|leg|arm|foot"
    r"|ankle|hand|stomach|breast|wound|stitches|scar|mole|lump|rash|back|knee|throat|head|ear|finger|toe"
    r"|tooth)",
}

_GAP = r"(?: \w+){0,4}? "


def compile_pattern(source: str) -> re.Pattern[str]:
    """Expand `{NAME}` and `..`; the result matches whole words only."""
    for name, words in WORDS.items():
        source = source.replace("{" + name + "}", words)
    return re.compile(r"\b(?:" + source.replace(" .. ", _GAP) + r")\b")


def patterns(
    kind: RedFlagKind, *sources: str, negatable: bool = True, condition: bool = False, may_change: bool = False
) -> tuple[Pattern, ...]:
    """Patterns of one kind that share their traits."""
    return tuple(Pattern(kind, compile_pattern(source), negatable, condition, may_change) for source in sources)
