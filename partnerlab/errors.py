"""Base classes of errors for bad input."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


class InputError(Exception):
    """Something that was handed in cannot be used: a file, a name, a value, an address.

    The message says what was expected, what was seen, where, and what to do. The command line prints the message
    without a traceback and ends with exit code 2. Every error of this kind derives from this class.
    """


class WorldError(InputError, ValueError):
    """The world was asked for something that it does not hold, or given a value that it cannot take."""


@contextlib.contextmanager
def naming(file: Path | str) -> Iterator[None]:
    """Let an error of the operating system name the file that is read or written: it does so only if that is opened."""
    try:
        yield
    except OSError as bad:
        bad.filename = bad.filename or str(file)
        raise
