"""A system as new for each test, behind its WSGI border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from rwc_support import SETTINGS, Partners, Rwc

from reference.rwc import create_app


@pytest.fixture
def partners() -> Partners:
    return Partners()


@pytest.fixture(scope="session")
def installed(database: str | None) -> Iterator[tuple[Flask, requests.Session]]:
    """One system for all tests, as a rehearsal has one for all its stories: it takes longer to start than a test."""
    session = requests.Session()
    app = create_app({**SETTINGS, "database": database}, session)
    yield app, session
    app.extensions["rwc"].db.close()


@pytest.fixture
def rwc(installed: tuple[Flask, requests.Session], partners: Partners) -> Rwc:
    """A system at 08:00 on Tuesday 10 November 2026 that has forgotten whatever was before."""
    app, session = installed
    app.extensions["rwc"].reset()
    session.mount("http://", partners)
    system = Rwc(app, partners)
    system.clock("2026-11-10 08:00")
    return system
