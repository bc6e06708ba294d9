"""What the synthesiser should be given: everything that is not a plain word, put into words. Pure.

The order matters: what has a shape of its own (addresses, telephone numbers, times, prices) goes
before bare numbers, and abbreviations go last but for numbers, so that "St" beside a postcode still
sees its neighbours. Text that is already words comes back unchanged.
"""

from __future__ import annotations

import re

from voxanne.speech.spoken_contact import speak_contacts
from voxanne.speech.spoken_numbers import cardinal, decimal, digits, ordinal, year
from voxanne.speech.spoken_times import speak_times

_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d?)?"
_DASH = r" ?[-\u2010-\u2015] ?"
_CURRENCIES = {"£": ("pound", "pence"), "€": ("euro", "cents"), "$": ("dollar", "cents")}
_PRICE_RANGE = re.compile(rf"(?P<sign>[£€$])(?P<low>{_AMOUNT})(?:{_DASH}| to )(?P=sign)?(?P<high>{_AMOUNT})")
_PRICE = re.compile(rf"(?P<sign>[£€$])(?P<amount>{_AMOUNT})(?P<thousand>k\b)?")
_PENCE = re.compile(r"\b(\d{1,2})p\b")
_PERCENT = re.compile(r"\b(\d[\d,]*(?:\.\d+)?) ?%")
_ORDINAL = re.compile(r"\b(\d{1,4})(?:st|nd|rd|th)\b")
_ALL_HOURS = re.compile(r"\b24/7\b")
_NUMBER_RANGE = re.compile(r"\b(\d{1,4})[\u2010-\u2015-](\d{1,4})\b")
_LETTERS_AND_NUMBER = re.compile(r"\b([A-Z]{1,3})(\d{1,3})\b")
_YEAR = re.compile(r"\b(in|since|from|until|till|of|by|year) ((?:19|20)\d\d)\b", re.I)
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|(?<![\w.])\d+(?:\.\d+)?\b")
_HELP_LINE = re.compile(
    r"(?<![£€$\d,.])\b(?:999|911)\b(?![,.]\d)|\b(?:dial|call|ring|NHS|or|on) (?:101|111|112)\b", re.I
)
_LEFT_OVER = re.compile(r" ?\d+ ?")
_LONGEST_NUMBER = 4  # longer runs of digits are references, not quantities

_STREET = re.compile(r"\b([A-Z][\w'’]*) St\b\.?(?!\w)")
_SAINT = re.compile(r"\bSt\b\.? (?=[A-Z])")
_AT_THE_END = r"\b\.?(?!\w)"
_ABBREVIATIONS = [
    (re.compile(shape), words)
    for shape, words in (
        (r"\bDrs?\b\.?(?= [A-Z])", "Doctor"),
        (r"\bMr\b\.?(?= [A-Z])", "Mister"),
        (r"\bMrs\b\.?(?= [A-Z])", "Missus"),
        (r"\bMs\b\.?(?= [A-Z])", "Miz"),
        (r"\bProf\b\.?(?= [A-Z])", "Professor"),
        (r"(?<=[a-z]) Rd" + _AT_THE_END, " Road"),
        (r"(?<=[a-z]) Ave" + _AT_THE_END, " Avenue"),
        (r"(?<=[a-z]) Sq" + _AT_THE_END, " Square"),
        (r"\bappts" + _AT_THE_END, "appointments"),
        (r"\bappt" + _AT_THE_END, "appointment"),
        (r"\bapprox" + _AT_THE_END, "approximately"),
        (r"\bext\b\.?(?= ?\d)", "extension"),
        (r"\b[Tt]el\b\.?:?(?= ?[\d+])", "telephone"),
        (r"\bincl?" + _AT_THE_END, "including"),
        (r"\bmax\.(?!\w)", "maximum"),
        (r"\bmin\.(?!\w)", "minimum"),
        (r"\be\.g\.?(?!\w)", "for example"),
        (r"\bi\.e\.?(?!\w)", "that is"),
        (r"\betc" + _AT_THE_END, "et cetera"),
        (r"\bvs" + _AT_THE_END, "versus"),
        (r"\bw/c\b", "week commencing"),
        (r" ?& ?", " and "),
        (r"(?<=\w) ?\+ ?(?=\w)", " plus "),
        (r"(?<=[a-z])/(?=[a-z])", " or "),
    )
]


def spoken_form(text: str) -> str:
    """The words to say for a written sentence; British usage."""
    text = " ".join(text.split())
    text = speak_contacts(text)
    text = _HELP_LINE.sub(lambda found: found[0][:-3] + digits(found[0][-3:]), text)
    text = _PRICE_RANGE.sub(_price_range, text)
    text = _PRICE.sub(_price, text)
    text = _ALL_HOURS.sub("twenty-four seven", text)
    text = speak_times(text)
    text = _PENCE.sub(lambda found: f"{cardinal(int(found[1]))} pence", text)
    text = _PERCENT.sub(lambda found: f"{decimal(found[1])} percent", text)
    text = _abbreviations(text)
    return _numbers(text)


def _abbreviations(text: str) -> str:
    text = _STREET.sub(r"\1 Street", text)
    text = _SAINT.sub("Saint ", text)
    for shape, words in _ABBREVIATIONS:
        text = shape.sub(words, text)
    return text


def _numbers(text: str) -> str:
    text = _ORDINAL.sub(lambda found: ordinal(int(found[1])), text)
    text = _NUMBER_RANGE.sub(lambda found: f"{cardinal(int(found[1]))} to {cardinal(int(found[2]))}", text)
    text = _LETTERS_AND_NUMBER.sub(lambda found: f"{found[1]} {cardinal(int(found[2]))}", text)
    text = _YEAR.sub(lambda found: f"{found[1]} {year(int(found[2]))}", text)
    text = _NUMBER.sub(_number, text)
    return _LEFT_OVER.sub(lambda found: f" {digits(found[0].strip())} ", text).strip()


def _number(found: re.Match[str]) -> str:
    written = found[0]
    if written.isdigit() and (len(written) > _LONGEST_NUMBER or (len(written) > 1 and written[0] == "0")):
        return digits(written)
    return decimal(written)


def _price_range(found: re.Match[str]) -> str:
    if "." in found["low"] or "." in found["high"]:
        return f"{_money(found['sign'], found['low'])} to {_money(found['sign'], found['high'])}"
    unit = _CURRENCIES[found["sign"]][0]
    return f"{decimal(found['low'])} to {decimal(found['high'])} {unit}s"


def _price(found: re.Match[str]) -> str:
    if found["thousand"]:
        return f"{decimal(found['amount'])} thousand {_CURRENCIES[found['sign']][0]}s"
    return _money(found["sign"], found["amount"])


def _money(sign: str, amount: str) -> str:
    unit, small_unit = _CURRENCIES[sign]
    whole, _, small = amount.replace(",", "").partition(".")
    pence = int(small.ljust(2, "0")) if small else 0
    pounds = f"{decimal(whole)} {unit}{'' if int(whole) == 1 else 's'}"
    if not pence:
        return pounds
    if int(whole) == 0:
        return f"{cardinal(pence)} {small_unit}"
    return f"{pounds} {cardinal(pence)}" if pence >= 10 else f"{pounds} and {cardinal(pence)} {small_unit}"
