"""The clinic's own words, for whoever listens: services and their other names, people, places. Pure."""

from __future__ import annotations

import hashlib
import re

from voxanne.dialogue.clinic import Clinic
from voxanne.speech.port import Vocabulary


def vocabulary_of(clinic: Clinic) -> Vocabulary:
    """Terms in their written form, each once; the version follows from them."""
    terms: list[str] = []
    for service in clinic.services:
        terms += [service.name, *service.aliases]
    for person in clinic.practitioners:
        terms += [person.name, *person.aliases]
    for place in clinic.locations:
        terms += re.findall(
            r"\b(?:[A-Z][\w']+ )+(?:Street|Lane|Road|Square|Station|Bridge|Park|Row|Yard|Wharf|Market)\b",
            f"{place.address} {place.parking} {place.transport}",
        )
    terms.append(clinic.name)
    unique = tuple(dict.fromkeys(term.strip() for term in terms if len(term.strip()) > 2))
    digest = hashlib.sha256("\n".join(unique).encode()).hexdigest()[:16]
    return Vocabulary(unique, digest)
