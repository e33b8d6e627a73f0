"""MWA's map service."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.gis.client import QUESTIONS

ADAPTER = Adapter(needs=("url", "map_key"), registers=QUESTIONS)
