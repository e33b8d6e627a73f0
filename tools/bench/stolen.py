"""What others had of the processors while we wanted them: of a machine shared with strangers, now and then half."""

from __future__ import annotations

import os
from pathlib import Path

_ACCOUNT = Path("/proc/stat")
_STOLEN = 8
"""Its place in the first line of the account, which counts ticks of all processors (proc(5))."""


def stolen() -> float:
    """Seconds of one processor since the machine started; 0 where the system keeps no account."""
    try:
        return int(_ACCOUNT.read_text().split(maxsplit=_STOLEN + 1)[_STOLEN]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
