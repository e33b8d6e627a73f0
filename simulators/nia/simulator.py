"""National Intelligence Agency: asks for water usage through Linkage Center (A 1.1)."""

from __future__ import annotations

from partnerlab.families.usage_reader import water_usage, water_usage_health_check, water_usage_sandbox

__all__ = ["water_usage", "water_usage_health_check", "water_usage_sandbox"]
