"""The Navy's tide table: predicted levels, which do not age."""

from __future__ import annotations

from reference.rwc.adapter import Adapter, ReadingsFile
from reference.rwc.partners.hydrographic import tide_file

ADAPTER = Adapter(readings_file=ReadingsFile(tide_file.read, ".csv", largest_step=1.0))
