"""The same told run for every test of the reports, and its page, made once."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.report.html.page import from_events
from tests.report.reading import Node, read
from tests.report.stream.run import whole


@pytest.fixture(scope="session")
def events() -> list[dict[str, Any]]:
    return whole()


@pytest.fixture(scope="session")
def html(events: list[dict[str, Any]]) -> str:
    return from_events(events)


@pytest.fixture(scope="session")
def tree(html: str) -> Node:
    return read(html)
