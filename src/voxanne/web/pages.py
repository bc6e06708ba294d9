"""Rendering of pages: one Jinja environment, autoescaping, with the filters all templates share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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


_templates = Jinja2Templates(directory=TEMPLATES)
_templates.env.filters |= {"clock_time": clock_time, "duration": duration, "spoken": spoken_status}
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True


def render(
    request: Request, template: str, context: dict[str, Any] | None = None, *, status_code: int = 200
) -> HTMLResponse:
    """One page. `member` (the signed-in member or None) is always in the context."""
    member = getattr(request.state, "member", None)
    return _templates.TemplateResponse(
        request, template, {"member": member, **(context or {})}, status_code=status_code
    )
