"""What a gateway does to a message that a partner sends through it."""

from __future__ import annotations

import pytest

from partnerlab.contract.http.message import Request
from partnerlab.lab.faults.catalogue import FAULT_KINDS, make_fault
from partnerlab.lab.faults.fault import FaultError

MESSAGE = Request("POST", "/report", {"day": "1"}, {"consumer-key": "ours", "trace": "7"}, b"{}", {})


@pytest.mark.parametrize(
    ("name", "words", "headers"),
    [
        ("header_dropped", {"header": "Consumer-Key"}, {"trace": "7"}),
        ("header_dropped", {"header": "Other"}, {"consumer-key": "ours", "trace": "7"}),
        ("header_replaced", {"header": "Consumer-Key", "value": "theirs"}, {"consumer-key": "theirs", "trace": "7"}),
    ],
)
def test_a_header_does_not_arrive_as_it_was_sent(name: str, words: dict[str, str], headers: dict[str, str]) -> None:
    fault = make_fault(name, {}, "gateway", "forward", 1, words)
    arrived: Request = fault.kind.apply(MESSAGE, **fault.words)
    assert arrived.headers == headers
    assert (arrived.line, arrived.raw, arrived.body) == (MESSAGE.line, MESSAGE.raw, MESSAGE.body)
    assert MESSAGE.headers == {"consumer-key": "ours", "trace": "7"}, "what was sent stays what it was"
    assert fault.breaks_contract


def test_a_header_that_is_replaced_needs_its_value() -> None:
    assert FAULT_KINDS["header_replaced"].needs == {"header", "value"}
    with pytest.raises(FaultError, match="needs"):
        make_fault("header_replaced", {}, "gateway", None, None, {"header": "X"})
