"""A system as new for each test, behind its WSGI border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from cis_support import ADAPTERS, SECOND_AGENT, Cis, Partners, settings
from flask import Flask

from reference.cis import create_app


@pytest.fixture
def partners() -> Partners:
    return Partners()


@pytest.fixture(scope="session")
def installed(database: str | None) -> Iterator[tuple[Flask, requests.Session]]:
    """One system for all tests, as a rehearsal has one for all its stories: it takes longer to start than a test."""
    session = requests.Session()
    told = settings({"market_online": SECOND_AGENT}, database=database)
    app = create_app(told, session, ADAPTERS | {"market_online": ADAPTERS["big_c_online"]})
    yield app, session
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(installed: tuple[Flask, requests.Session], partners: Partners) -> Cis:
    """A system at 09:00 on Monday 23 November 2026 that has forgotten whatever was before."""
    app, session = installed
    app.extensions["cis"].reset()
    session.mount("http://", partners)
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    return system
