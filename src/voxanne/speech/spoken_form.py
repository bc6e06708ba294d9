"""What the synthesiser should be given: numbers, prices, times and the like put into words. Pure."""

from __future__ import annotations


def spoken_form(text: str) -> str:
    """The words to say for a written sentence."""
    return text
