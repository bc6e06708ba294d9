"""Telephone numbers, addresses of email and web, and postcodes, as a person reads them out. Pure."""

from __future__ import annotations

import re

from voxanne.speech.spoken_numbers import cardinal, digits

_PHONE = re.compile(r"(?<![\w£$€.,/-])\+?\(?\d[\d ()\-\u2011.]{6,18}\d(?![\w/:%])")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_WEB = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|uk|ie|health|clinic)\b(?:/[\w/-]*)?", re.I
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2})(\d{1,2})([A-Z]?) ?(\d)([ABD-HJLNP-UW-Z]{2})\b")

_SIGNS = {".": "dot", "@": "at", "-": "dash", "_": "underscore", "+": "plus", "/": "slash"}
_FEWEST_DIGITS = 9
_MOST_DIGITS = 15

# Ofcom's number structure: how long the area code is decides how people group the rest
_UK_GROUPS = (
    (re.compile(r"02\d{9}"), (3, 4, 4)),
    (re.compile(r"07\d{9}"), (5, 3, 3)),
    (re.compile(r"0(?:3|8|9|1\d1|11\d)\d+"), (4, 3, 4)),
    (re.compile(r"01\d{9}"), (5, 3, 3)),
)


def speak_contacts(text: str) -> str:
    """The text with email and web addresses, telephone numbers and postcodes in words."""
    text = _EMAIL.sub(lambda found: _address(found[0]), text)
    text = _WEB.sub(lambda found: _address(found[0]), text)
    text = _POSTCODE.sub(_postcode, text)
    return _PHONE.sub(_phone, text)


def phone_number(number: str) -> str:
    """+442079460100 → oh two oh, seven nine four six, oh one hundred."""
    only = re.sub(r"\D", "", number)
    if number.strip().startswith("+44"):
        only = "0" + only[2:].removeprefix("0")
    elif number.strip().startswith("+"):
        return "plus " + ", ".join(_group(group) for group in _groups_as_written(number))
    written = _groups_as_written(number)
    known = _uk_groups(only)
    if known:
        return ", ".join(_group(group) for group in known)
    return ", ".join(_group(group) for group in (written if len(written) > 1 else _in_threes(only)))


def _phone(found: re.Match[str]) -> str:
    count = sum(character.isdigit() for character in found[0])
    starts_like_one = found[0].lstrip("(").startswith(("0", "+")) or bool(
        re.fullmatch(r"\d{3}-\d{3,4}(-\d{4})?", found[0])
    )
    if not (_FEWEST_DIGITS <= count <= _MOST_DIGITS and starts_like_one):
        return found[0]
    return phone_number(found[0])


def _uk_groups(only: str) -> list[str]:
    for shape, lengths in _UK_GROUPS:
        if len(only) == 11 and shape.fullmatch(only):
            groups, place = [], 0
            for length in lengths:
                groups.append(only[place : place + length])
                place += length
            return groups
    return []


def _groups_as_written(number: str) -> list[str]:
    return [group for group in re.split(r"\D+", number) if group]


def _in_threes(only: str) -> list[str]:
    cut = list(range(0, max(len(only) - 4, 1), 3))
    return [only[start:end] for start, end in zip(cut, [*cut[1:], len(only)], strict=True)]


def _group(group: str) -> str:
    """Digit by digit, but a group that ends in two zeros is easier to catch as a hundred: 0100."""
    if len(group) == 4 and group[0] == "0" and group[1] != "0" and group.endswith("00"):
        return f"oh {cardinal(int(group))}"
    return digits(group)


def _address(address: str) -> str:
    bare = re.sub(r"^https?://", "", address, flags=re.I)
    parts = re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", bare)
    return " ".join(_part(part) for part in parts).replace("w w w dot", "double-u double-u double-u, dot")


def _part(part: str) -> str:
    if part.isdigit():
        return digits(part) if len(part) > 2 or part[0] == "0" else cardinal(int(part))
    if part.lower() in ("www", "uk", "nhs"):
        return " ".join(part.lower())
    return _SIGNS.get(part, part)


def _postcode(found: re.Match[str]) -> str:
    area, district, letter, sector, unit = found.groups()
    outward = [*area, cardinal(int(district)), *letter]
    return f"{' '.join(outward)}, {cardinal(int(sector))} {' '.join(unit)}"
