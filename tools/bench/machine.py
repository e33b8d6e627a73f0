"""The most memory that this process has had."""

from __future__ import annotations

import resource
import sys


def most_mb() -> float:
    """In MB; macOS counts bytes where others count kilobytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
