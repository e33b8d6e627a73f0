"""MWA's customer information system, small and honest: requests, bills, payments, and its partners' links."""

from __future__ import annotations

from reference.cis.app import create_app
from reference.cis.settings import Settings

__all__ = ["Settings", "create_app"]
