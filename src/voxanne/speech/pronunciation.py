"""How words are pronounced: the voice's own dictionary and spelling rules, and names that follow neither."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from hibari import Hibari

from voxanne.speech.soundalike import encode

RESPELLED = {
    # Irish, Scottish and Welsh
    "aoife": "eefa", "caoimhe": "keeva", "ciara": "keera", "ciaran": "keeran", "dearbhla": "dervla",
    "eoghan": "owen", "eoin": "owen", "fiadh": "feea", "gráinne": "grawnya", "grainne": "grawnya",
    "mairead": "muhraid", "maeve": "mayv", "niamh": "neev", "oisín": "usheen", "oisin": "usheen",
    "orlaith": "orla", "padraig": "pawdrig", "roisin": "rosheen", "róisín": "rosheen", "sadhbh": "syve",
    "saoirse": "seersha", "sean": "shawn", "seamus": "shaymus", "sinead": "shinaid", "siobhan": "shivawn",
    "siobhán": "shivawn", "tadhg": "tieg", "angharad": "anharad", "cerys": "kerris", "dafydd": "davith",
    "geraint": "gerraint", "gwyneth": "gwinneth", "ieuan": "yayan", "llewellyn": "luwellin",
    "llewelyn": "luwellin", "lloyd": "loyd", "rhian": "reean", "rhys": "reece", "sian": "sharn",
    "siân": "sharn", "eilidh": "aylee", "hamish": "haymish", "mhairi": "vahree", "ruairidh": "rory",
    "menzies": "mingis", "beauchamp": "beecham", "cholmondeley": "chumley",
    # names from further away, as they are said in English
    "nguyen": "win", "xu": "shoo", "xiao": "shyow", "zhang": "jang", "zhou": "joe", "huang": "hwang",
    "kowalczyk": "kovalchick", "wojciech": "voychek", "agnieszka": "agneshka", "krzysztof": "kshishtof",
    "jerzy": "yezhi", "joaquin": "wakeen", "xavier": "zayvier", "giovanni": "jovahnee",
    # places that are not said as they are written
    "leicester": "lester", "gloucester": "gloster", "worcester": "wooster", "marylebone": "marlibone",
    "holborn": "hoeburn", "southwark": "suthuck", "greenwich": "grennitch", "edinburgh": "edinbruh",
    "warwick": "worrick", "norwich": "norritch", "salisbury": "sawlsbury", "wokingham": "woakingum",
    "thames": "temz", "bicester": "bister", "alnwick": "annick", "keswick": "kezzick", "berkeley": "barklee",
    "belvoir": "beaver",
}  # fmt: skip
"""Written name (lower case) → the same sound in regular spelling: how people say them, whatever hears it."""

_WORD = re.compile(r"[^\W\d_]+")


def respelled(text: str) -> str:
    """The text with names that break the rules written as they sound."""
    return _WORD.sub(lambda found: RESPELLED.get(found[0].lower(), found[0]), text)


def pronouncer(voice: Hibari) -> Callable[[str], tuple[int, ...]]:
    """A function from words to encoded phonemes; remembers the last 20,000 (about 0.3 ms for a new one)."""

    @lru_cache(maxsize=20_000)
    def pronounce(words: str) -> tuple[int, ...]:
        return tuple(encode("".join(voice.phonemize(respelled(words)))))

    return pronounce
