"""Rendering of pages: one Jinja environment, autoescaping, with the filters all templates share."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE / "templates"
STATIC = PACKAGE / "static"


def clock_time(at: datetime | None, time_zone: str = "UTC") -> str:
    """`2026-03-04 09:05` in the clinic's time zone; an en dash when there is none."""
    return "–" if at is None else at.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M")


def duration(milliseconds: int | None) -> str:
    """`1:05` for 65 seconds, `1:00:00` for an hour; an en dash when unknown."""
    if milliseconds is None:
        return "–"
    seconds = milliseconds // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def spoken_status(value: str | None) -> str:
    """`in_progress` → `In progress`."""
    return (value or "–").replace("_", " ").capitalize()


def friendly_time(at: datetime | None, time_zone: str = "UTC") -> str:
    """`Today 09:05`, `Yesterday 17:40`, `Mon 2 Mar, 09:05`, or with the year when it is not this one."""
    if at is None:
        return "–"
    local = at.astimezone(ZoneInfo(time_zone))
    today = datetime.now(ZoneInfo(time_zone)).date()
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return f"Today {clock}"
    if local.date() == today - timedelta(days=1):
        return f"Yesterday {clock}"
    day = f"{local:%a} {local.day} {local:%b}"
    return f"{day}, {clock}" if local.year == today.year else f"{day} {local.year}, {clock}"


def phone(number: str | None) -> str:
    """`+442079460100` → `+44 20 7946 0100`; what is no valid number stays as it is."""
    if not number:
        return "Withheld number"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def initials(name: str) -> str:
    """`Maya Okafor` → `MO`, for the round mark beside a member's name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@cache
def static_url(path: str) -> str:
    """The address of a static file; it changes with the file, so that no browser shows an old one."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


_templates = Jinja2Templates(directory=TEMPLATES)
_templates.env.filters |= {
    "clock_time": clock_time,
    "duration": duration,
    "friendly_time": friendly_time,
    "initials": initials,
    "phone": phone,
    "spoken": spoken_status,
}
_templates.env.globals["static"] = static_url
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True


def render(
    request: Request, template: str, context: dict[str, Any] | None = None, *, status_code: int = 200
) -> HTMLResponse:
    """One page. `member` (the signed-in member or None) is always in the context."""
    member = getattr(request.state, "member", None)
    return _templates.TemplateResponse(
        request, template, {"member": member, **(context or {})}, status_code=status_code
    )
