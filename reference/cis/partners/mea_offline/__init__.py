"""The electricity authority's daily payment file, whose details say when money was taken and entered."""

from __future__ import annotations

from functools import partial

from reference.cis.adapter import Adapter
from reference.cis.partners._common.bill_payment_256 import BillPayment256
from reference.cis.partners._common.records.record_columns import day, digits, optional, spare, words

_TAIL = (
    optional(digits("cheque_bank", 3), zeros=True), optional(words("state", 1)), day("transacted_on", "%d%m%Y"),
    day("posted_on", "%d%m%Y"), spare(50), optional(digits("new_cheque", 10)),
)  # fmt: skip

ADAPTER = Adapter(needs=("agent_code",), payment_file=partial(BillPayment256, tail=_TAIL))
