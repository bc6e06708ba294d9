"""Assembles the web application: rooms' routes, error pages, headers. What it serves comes from `wiring`."""

from __future__ import annotations

from fastapi import FastAPI

from voxanne.calls import api as calls_api
from voxanne.dashboard import pages as dashboard_pages
from voxanne.knowledge import api as knowledge_api
from voxanne.knowledge import pages as knowledge_pages
from voxanne.members import pages as members_pages
from voxanne.members.access import ApiKeyScheme
from voxanne.messages import api as messages_api
from voxanne.messages import pages as messages_pages
from voxanne.numbers import api as numbers_api
from voxanne.recordings import api as recordings_api
from voxanne.recordings import pages as recordings_pages
from voxanne.rehearsals import api as rehearsals_api
from voxanne.telephony import browser, twilio
from voxanne.web import health
from voxanne.web.hardening import harden
from voxanne.web.problems import install_problem_handlers
from voxanne.web.provided import provide
from voxanne.web.static_files import DashboardFiles
from voxanne.wiring import Services

API = "/api/v1"
API_ROUTERS = (calls_api, recordings_api, knowledge_api, messages_api, numbers_api, rehearsals_api)
PAGE_ROUTERS = (members_pages, dashboard_pages, messages_pages, knowledge_pages, recordings_pages)
EDGE_ROUTERS = (twilio, browser, health)


def create_app(services: Services) -> FastAPI:
    """The application of one node, serving these services."""
    app = FastAPI(
        title="Voxanne",
        description="Calls, transcripts, recordings and knowledge of your clinic.",
        version="1",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for kind, service in services.by_type().items():
        provide(app, kind, service)
    install_problem_handlers(app)
    app.middleware("http")(harden(services.own_origins, services.settings.is_https))
    for room in API_ROUTERS:
        app.include_router(room.router, dependencies=[ApiKeyScheme])
    for room in (*PAGE_ROUTERS, *EDGE_ROUTERS):
        app.include_router(room.router, include_in_schema=False)
    app.mount("/static", DashboardFiles(), name="static")
    return app
