"""Telephone numbers as callers give them: completed, repaired, doubted, read back and corrected. Pure.

A number is believed only when somebody could have it, by the numbering plan of the clinic's country
(https://github.com/google/libphonenumber, as `phonenumbers`): the recogniser drops and adds digits.

    "oh two oh seven nine four six oh one two three"   02079460123
    "two oh seven nine four six oh one two three"      02079460123   the 0 was not heard
    "o2 ops 7946 o123"                                 02079460123   read loosely, as nothing else makes sense
    "oh two seven nine four six oh one two three"      nobody's number: asked for again
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from voxanne.dialogue.local.digits import digits_in, runs_in

FEWEST = 7
"""Fewer digits than this are a part of a number at most."""
LONGEST_BEGINNING = 8
"""More digits than this are no beginning that waits for its end, but a number heard wrongly."""
_HOME = "GB"
_REGIONS = (
    ("Europe/Dublin", "IE"),
    ("Europe/Paris", "FR"),
    ("Europe/Berlin", "DE"),
    ("Europe/Madrid", "ES"),
    ("Europe/Amsterdam", "NL"),
    ("Australia/", "AU"),
    ("Pacific/Auckland", "NZ"),
    ("Asia/Singapore", "SG"),
    ("Asia/Dubai", "AE"),
    ("Africa/Johannesburg", "ZA"),
    ("America/Toronto", "CA"),
    ("America/Vancouver", "CA"),
    ("America/", "US"),
    ("Pacific/Honolulu", "US"),
)
"""Where a clinic in this time zone is, by its beginning: the country whose numbers are said without a country code."""


@dataclass(frozen=True, slots=True)
class Line:
    """The call's own line: the number the caller rings from, in E.164 if known, and the clinic's country."""

    caller_number: str | None
    region: str = _HOME

    @property
    def own_number(self) -> str:
        """The caller's number as dialled from the clinic; "" when it is withheld."""
        if self.caller_number is None:
            return ""
        return complete(self.caller_number, self.region) or national(self.caller_number)


def region_of(time_zone: str) -> str:
    """The country (ISO 3166) whose numbering plan a clinic in this time zone lives by; GB unless known."""
    return next((region for beginning, region in _REGIONS if time_zone.startswith(beginning)), _HOME)


@lru_cache(maxsize=4096)
def complete(number: str, region: str) -> str | None:
    """The number as dialled from the region ("02079460123", "+12125550123"), or None when nobody can have it.

    A missing trunk prefix is put in, a country code of the region's own taken off.
    """
    digits = re.sub(r"\D", "", number)
    readings = (f"+{digits}",) if number.startswith("+") else (digits, f"+{digits}")
    for reading in readings:
        try:
            parsed = phonenumbers.parse(reading, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) or (digits.startswith("0") and _has_full_length(parsed, region)):
            return _as_dialled(parsed, region)
    return None


def _has_full_length(number: PhoneNumber, region: str) -> bool:
    """Whether a number said with its trunk prefix has as many digits as the region's mobile numbers: it may
    be of a range that is newer than our plan."""
    mobile = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    full = len(str(mobile.national_number)) if mobile else 0
    return phonenumbers.is_possible_number(number) and len(str(number.national_number)) == full


def _as_dialled(number: PhoneNumber, region: str) -> str:
    if number.country_code != phonenumbers.country_code_for_region(region):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return re.sub(r"\D", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))


def number_in(plain: str, region: str, *, before: str = "") -> str | None:
    """The whole number said in a normalised text, as dialled from the region, or None.

    `before` are digits of the same number that were said earlier. Strict readings come before loose ones, and
    what was said last before what it corrects.
    """
    for is_loose in (False, True):
        runs = runs_in(plain, is_loose=is_loose)
        joined = "".join(runs)
        for digits in (joined, before + joined, *reversed(runs)):
            found = complete(digits, region) if len(digits) >= FEWEST else None
            if found:
                return found
    return None


def is_beginning(digits: str) -> bool:
    """Whether these may be the first digits of a number said in several breaths."""
    longest = LONGEST_BEGINNING if digits.startswith("0") else FEWEST - 1
    return 0 < len(digits) <= longest


def national(number: str) -> str:
    """A British number without its country code (+442079460123 and 442079460123 become 02079460123)."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0044"):
        digits = digits[2:]
    return "0" + digits[2:].lstrip("0") if digits.startswith("44") and len(digits) >= 12 else digits


def read_back(number: str) -> str:
    """The number digit by digit in groups: "0 2 0, 7 9 4 6, 0 1 2 3"; one from abroad begins with "plus"."""
    digits = national(number)
    if len(digits) == 11 and digits.startswith("02"):
        sizes = [3, 4, 4]
    elif len(digits) in (10, 11) and digits.startswith("0"):
        sizes = [5, 3, len(digits) - 8]
    elif len(digits) == 10:
        sizes = [3, 3, 4]
    elif len(digits) == 11 and digits.startswith("1"):
        sizes = [1, 3, 3, 4]
    else:
        sizes = [3] * (len(digits) // 3) + ([len(digits) % 3] if len(digits) % 3 else [])
    groups, start = [], 0
    for size in sizes:
        groups.append(" ".join(digits[start : start + size]))
        start += size
    is_foreign = number.startswith("+") and not number.startswith("+44")
    return f"{'plus ' if is_foreign else ''}{', '.join(groups)}"


def corrected(number: str, text: str) -> str | None:
    """The number with its end replaced when the caller corrects the end ("the last two are five six"), or None."""
    match = re.search(
        r"\b(?:last|end|ends|ending|final)(?: (?:one|two|three|four|five|six|digits?|numbers?|bit|in|with|is"
        r"|are|should|be|was|its|it|ones?|part|of))*?(?: (?:is|are|in|with|be|was|its)) (.+)$",
        text,
    ) or re.search(r"\b(?:it |that |number )?(?:ends|ending) (.+)$", text)
    if match is None:
        return None
    tail = digits_in(match.group(1))
    return number[: -len(tail)] + tail if 0 < len(tail) < len(number) else None
