"""What the page shows, a module for each part."""

from __future__ import annotations

from partnerlab.page.views.clock import clock
from partnerlab.page.views.exchange import exchange
from partnerlab.page.views.journal import journal
from partnerlab.page.views.partners import partners

PARTS = (clock, partners, journal, exchange)

__all__ = ["PARTS"]
