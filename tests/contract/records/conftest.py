"""The two layouts of the offline agent."""

from __future__ import annotations

import pytest
from record_files import FILES

from partnerlab.contract.files import Layout


@pytest.fixture(scope="session")
def payment() -> Layout:
    return Layout.load(FILES / "payment_file.layout.yaml")


@pytest.fixture(scope="session")
def response() -> Layout:
    return Layout.load(FILES / "response_file.layout.yaml")
