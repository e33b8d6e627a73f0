"""The report as one HTML file that needs nothing else: no network, no server, no framework."""

from __future__ import annotations

from partnerlab.report.html.page import page

__all__ = ["page"]
