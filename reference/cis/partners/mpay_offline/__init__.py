"""mPay's daily payment file, whose lines end in LF alone, as those of our answers do."""

from __future__ import annotations

from functools import partial

from reference.cis.adapter import Adapter
from reference.cis.partners._common.bill_payment_256 import BillPayment256

ADAPTER = Adapter(needs=("agent_code",), payment_file=partial(BillPayment256, line_end=b"\n"))
