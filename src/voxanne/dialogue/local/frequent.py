"""The answers a clinic gives most often, so that they can be rendered before any caller asks. Pure."""

from __future__ import annotations

from datetime import datetime

from voxanne.dialogue.clinic import Clinic
from voxanne.dialogue.local.answers import answer
from voxanne.dialogue.local.questions import Ask
from voxanne.dialogue.local.topics import Topic

MOST_SERVICES = 30
_ANY_MOMENT = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - a local moment; the answers below do not depend on it


def frequent_answers(clinic: Clinic) -> tuple[str, ...]:
    """Prices and durations of the services, the week's hours, address, parking: whatever does not depend on time."""
    asks = [
        Ask(Topic.HOURS, ""),
        Ask(Topic.ADDRESS, ""),
        Ask(Topic.PARKING, ""),
        Ask(Topic.TRANSPORT, ""),
        Ask(Topic.SERVICES, ""),
        Ask(Topic.TEAM, ""),
    ]
    for service in clinic.services[:MOST_SERVICES]:
        asks += [Ask(topic, "", service=service.name) for topic in (Topic.PRICE, Topic.DURATION)]
    found = (answer(ask, clinic, _ANY_MOMENT) for ask in asks)
    return tuple(one.text for one in found if one is not None)
