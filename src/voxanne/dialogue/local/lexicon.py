"""The spoken forms of a clinic's services and people. Pure."""

from __future__ import annotations

from functools import lru_cache

from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.hearing import normal

_form = lru_cache(maxsize=8192)(normal)
"""Names are few and asked for in every turn; what callers say is never kept."""


def service_names(clinic: Clinic) -> dict[str, str]:
    """Every spoken form (normal) of a service, and the name it belongs to."""
    names: dict[str, str] = {}
    for offered in clinic.services:
        for form in (offered.name, *offered.aliases):
            names.setdefault(_form(form), offered.name)
    return names


def person_names(clinic: Clinic) -> dict[str, str]:
    """Every spoken form (normal) of a practitioner's name; "Dr Byrne" also without the first name."""
    names: dict[str, str] = {}
    for person in clinic.practitioners:
        words = _form(person.name).split()
        forms = {" ".join(words), *(_form(alias) for alias in person.aliases)}
        if words[0] in {"dr", "doctor", "mr", "mrs", "ms", "miss", "nurse"} and len(words) > 2:
            forms |= {f"{words[0]} {words[-1]}", " ".join(words[1:])}
            if words[0] == "dr":
                forms |= {f"doctor {words[-1]}", f"doctor {' '.join(words[1:])}"}
        for form in forms:
            names.setdefault(form, person.name)
    return names
