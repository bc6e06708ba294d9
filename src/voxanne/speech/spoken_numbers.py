"""Numbers as British English says them. Pure."""

from __future__ import annotations

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 999_999_999_999


def cardinal(number: int) -> str:
    """0 to 999,999,999,999 in words, with the British "and": 1250 → one thousand two hundred and fifty."""
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{cardinal(number // scale)} {name}" + (joint + cardinal(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_SMALL[number // 100]} hundred" + (f" and {cardinal(rest)}" if rest else "")
    if number >= 20:
        return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    return _SMALL[number]


def ordinal(number: int) -> str:
    """21 → twenty-first."""
    words = cardinal(number)
    cut = max(words.rfind("-"), words.rfind(" ")) + 1
    last = words[cut:]
    if last in _ORDINALS:
        return words[:cut] + _ORDINALS[last]
    return words[:cut] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """1998 → nineteen ninety-eight; 2005 → two thousand and five; 2026 → twenty twenty-six."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or (rest == 0 and century % 10 == 0):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decimal(text: str) -> str:
    """Digits with commas and perhaps a point, as written: "1,250" or "2.05" → two point oh five."""
    whole, _, fraction = text.replace(",", "").partition(".")
    is_reference = int(whole) > LARGEST or (len(whole) > 1 and whole[0] == "0")
    spoken = digits(whole) if is_reference else cardinal(int(whole))
    return f"{spoken} point {digits(fraction)}" if fraction else spoken


def digits(text: str) -> str:
    """One by one, zero as "oh", as telephone numbers are read: 020 → oh two oh."""
    return " ".join("oh" if digit == "0" else _SMALL[int(digit)] for digit in text)
