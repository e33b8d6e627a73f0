"""What the page shows, a module for each part."""

from __future__ import annotations

from partnerlab.page.views.clock import clock
from partnerlab.page.views.partners import partners

PARTS = (clock, partners)

__all__ = ["PARTS"]
