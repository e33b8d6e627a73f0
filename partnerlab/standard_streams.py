"""Standard output and standard error, whatever they are: a letter that they cannot show never ends a command."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What is wrong where there is no room to write."""


def prepare() -> None:
    """Let both replace what their encoding lacks; one that is closed swallows what it is told."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def flush() -> None:
    """Write out what is still kept, while an error can still be told."""
    sys.stdout.flush()


def cannot_be_written() -> bool:
    """Whether standard output has no room, not even for the end of the line."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        return True
    return False


def drop_output() -> str:
    """Send the rest of the output nowhere: Python would try once more when it ends, and end with a code of its own."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return "standard output"


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")  # as long as the process
