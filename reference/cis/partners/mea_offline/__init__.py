"""The electricity authority's daily payment file."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners._common.bill_payment_256 import BillPayment256

ADAPTER = Adapter(needs=("agent_code",), payment_file=BillPayment256)
