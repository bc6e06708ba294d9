"""The dashboard's pages under one router."""

from __future__ import annotations

from fastapi import APIRouter

from voxanne.dashboard import call_page, calls_page, live_page, test_call_page

router = APIRouter(include_in_schema=False)
for page in (calls_page, live_page, call_page, test_call_page):
    router.include_router(page.router)
