"""Lotus's counters, in our own profile of online agents (P 3.6): nothing of its own messages is public."""

from __future__ import annotations

from partnerlab.families.online_agent import advice, inquiry, payment, payment_status, reversal

__all__ = ["advice", "inquiry", "payment", "payment_status", "reversal"]
