"""ttb's channels, in our own profile of online agents, each call signed (after P 3.3): nothing of its own is public."""

from __future__ import annotations

from partnerlab.families.online_agent import advice, inquiry, payment, payment_status, reversal

__all__ = ["advice", "inquiry", "payment", "payment_status", "reversal"]
