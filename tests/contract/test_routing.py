"""Which operation a request means, of those that share an address."""

from __future__ import annotations

import pytest

from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import UNKNOWN
from partnerlab.lab.partners.registry import Registry

LINK = "/ws/dopa/linkage/v1/link"


@pytest.mark.parametrize(
    ("service", "operation"),
    [("001", "person"), ("027", "house"), ("034", "divorce"), ("035", UNKNOWN), ("", UNKNOWN), (None, UNKNOWN)],
)
def test_the_constant_names_the_operation(service: str | None, operation: str) -> None:
    document = Registry().in_forms({"dopa_linkage": "classic"}).partner("dopa_linkage").provider
    assert document is not None
    query = {"OfficeID": "00023"} | ({} if service is None else {"ServiceID": service})
    found = document.route(Request("GET", LINK, query))
    assert found is not None and found.id == operation


def test_of_one_document_the_constant_alone_is_looked_at() -> None:
    """A look-up in a table: it must not cost more with each operation of the address."""
    document = Registry().in_forms({"dopa_linkage": "classic"}).partner("dopa_linkage").provider
    assert document is not None
    table = document._static["GET", LINK]
    assert table._selector is not None and len(table._by_value) == 7
