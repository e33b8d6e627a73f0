"""What every test of the project may use."""

from __future__ import annotations

import pytest

pytest_plugins = "pytester"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-messages", action="store_true", help="renew the messages in tests/broken, to be read")
