"""The two layouts of the offline agent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_files import FILES

from partnerlab.contract.files import Layout


@pytest.fixture(scope="session")
def payment() -> Layout:
    """The agent's layout as other billers have it, whose agents may take payments back."""
    model = Layout.load(FILES / "payment_file.layout.yaml").model
    detail = model.records["detail"]
    fields = tuple(replace(field, not_taken=()) for field in detail.fields)
    return Layout(replace(model, records={**model.records, "detail": replace(detail, fields=fields)}))


@pytest.fixture(scope="session")
def response() -> Layout:
    return Layout.load(FILES / "response_file.layout.yaml")
