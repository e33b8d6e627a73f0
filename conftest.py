"""What every test of the project may use."""

from __future__ import annotations

import os

import pytest

os.environ["PACT_DO_NOT_TRACK"] = "true"  # the pact library would tell a public address of every verification

pytest_plugins = "pytester"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-messages", action="store_true", help="renew the messages in tests/broken, to be read")
    parser.addoption("--write-pacts", action="store_true", help="renew the pacts in contracts/*/pacts, to be read")
