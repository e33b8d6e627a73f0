"""How the reference's own commands end: also when the reader of their output leaves, or cannot show Thai."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

INTERRUPTED = 130


def end_with(main: Callable[[], int]) -> int:
    """The exit code of a command; what its output's encoding lacks is written as `\\u0e01`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _code_of(main)
        sys.stdout.flush()
    except BrokenPipeError:  # as `head -1` leaves; Python would write the rest once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _code_of(main: Callable[[], int]) -> int:
    """Also where the command ended by itself, as for `--help`."""
    try:
        return main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
