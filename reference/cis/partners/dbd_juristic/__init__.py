"""The register of juristic persons, behind the data exchange."""

from __future__ import annotations

from reference.cis.adapter import Adapter

ADAPTER = Adapter(through="dga_gdx")
