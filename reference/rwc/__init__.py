"""MWA's raw-water system, small and honest: readings of dams, tides and probes, and the reports of Samlae to others."""

from __future__ import annotations

from reference.rwc.app import create_app
from reference.rwc.settings import Settings

__all__ = ["Settings", "create_app"]
