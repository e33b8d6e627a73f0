"""Standard output and standard error made robust: neither a letter that cannot be shown nor a closed pipe or terminal
ends a command."""

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


class _Output(io.FileIO):
    """An output whose reader may leave, as `head -1` does, or whose terminal may be closed: the rest goes nowhere, and
    the command ends as it would."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._lost = (errno.EPIPE, errno.EIO) if self.isatty() else (errno.EPIPE,)

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in self._lost:
                raise
            _lead_nowhere(self.fileno())
            return len(data)


def _outliving(stream: TextIO | None) -> TextIO:
    """The stream, made to outlive its reader if it is the process's own."""
    if stream is None:
        return _nowhere()
    if type(stream) is not io.TextIOWrapper or stream not in (sys.__stdout__, sys.__stderr__):
        return stream
    if os.name == "nt" and stream.isatty():  # a console of Windows takes letters, not bytes
        return stream
    stream.flush()
    lines = stream.line_buffering
    buffer = io.BufferedWriter(_Output(stream.fileno()))
    return io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=lines, write_through=lines)


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")  # as long as the process
