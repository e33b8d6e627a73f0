"""Standard output and standard error made robust: neither a letter that cannot be shown nor a closed pipe ends a
command."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any, TextIO

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Error numbers of a full disk."""


def prepare() -> None:
    """Make both streams replace letters that their encoding lacks, and ignore output once they are closed."""
    sys.stdout, sys.stderr = _outliving(sys.stdout), _outliving(sys.stderr)
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
        _lead_nowhere(sys.stdout.fileno())
    return "standard output"


class _Pipe(io.FileIO):
    """An output whose reader may leave, as `head -1` does: the rest goes nowhere, and the command ends as it would."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            _lead_nowhere(self.fileno())
            return len(data)


def _outliving(stream: TextIO | None) -> TextIO:
    """The stream, made to outlive its reader if it is the process's own."""
    if stream is None:
        return _nowhere()
    if type(stream) is not io.TextIOWrapper or stream not in (sys.__stdout__, sys.__stderr__) or stream.isatty():
        return stream
    stream.flush()
    lines = stream.line_buffering
    buffer = io.BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False))
    return io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=lines, write_through=lines)


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")  # as long as the process
