"""Peak memory of this process, and processor time that other machines took."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

_ACCOUNT = Path("/proc/stat")
_STOLEN = 8
"""The place of stolen ticks, summed over all processors, in the first line of the account (proc(5))."""


def most_mb() -> float:
    """Peak memory in MB; macOS counts bytes where others count kilobytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def stolen() -> float:
    """Processor seconds taken by other machines since this one started; 0 where the system keeps no account."""
    try:
        return int(_ACCOUNT.read_text().split(maxsplit=_STOLEN + 1)[_STOLEN]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
