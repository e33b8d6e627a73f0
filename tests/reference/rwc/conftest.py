"""A fresh system for each test, behind its WSGI border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from rwc_support import Partners, Rwc

from reference.rwc import create_app


@pytest.fixture
def partners() -> Partners:
    return Partners()


@pytest.fixture
def rwc(partners: Partners) -> Iterator[Rwc]:
    """A system at 08:00 on Tuesday 10 November 2026."""
    session = requests.Session()
    session.mount("http://", partners)
    app = create_app({"test_hooks": True}, session)
    system = Rwc(app, partners)
    system.clock("2026-11-10 08:00")
    yield system
    app.extensions["rwc"].db.close()
