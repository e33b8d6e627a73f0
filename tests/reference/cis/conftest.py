"""A fresh system for each test, behind its WSGI border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from cis_support import Cis, Partners, settings

from reference.cis import create_app


@pytest.fixture
def partners() -> Partners:
    return Partners()


@pytest.fixture
def cis(partners: Partners) -> Iterator[Cis]:
    """A system at 09:00 on Monday 23 November 2026."""
    session = requests.Session()
    session.mount("http://", partners)
    app = create_app(settings(), session)
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    yield system
    app.extensions["cis"].db.close()
