"""MWA's raw-water system, small and honest: what dams, tides and probes tell, and what Samlae reports to others."""

from __future__ import annotations

from reference.rwc.app import create_app
from reference.rwc.settings import Settings

__all__ = ["Settings", "create_app"]
