"""Big C's counters: they see a bill as our branch does and cut it at once (P 3.1). The message shape is ours."""

from __future__ import annotations

from partnerlab.families.online_agent import advice, inquiry, payment, payment_status, reversal

__all__ = ["advice", "inquiry", "payment", "payment_status", "reversal"]
