"""The stores on which the reference is tested: SQLite always, PostgreSQL where a server can be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.reference import postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server; without one the test is skipped, with the reason."""
    with ExitStack() as open_:
        try:
            server = open_.enter_context(postgres_server.running())
        except postgres_server.NoServer as reason:
            pytest.skip(f"PostgreSQL: {reason}")
        yield server


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty store; None is the reference's own, in memory."""
    if request.param == "sqlite":
        yield None
        return
    with postgres_server.schema(request.getfixturevalue("postgres")) as address:
        yield address
