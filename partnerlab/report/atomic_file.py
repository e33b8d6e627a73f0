"""Write a file at once: a reader finds the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from partnerlab.errors import InputError


@contextlib.contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file that appears under `path`, all at once, when the block ends well, and never otherwise."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is a folder, a pipe or a device; name a file that may be replaced")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(draft).chmod(0o644)  # a draft is private by default; a report is for reading
        Path(draft).replace(path)
    except BaseException as bad:
        Path(draft).unlink(missing_ok=True)
        if isinstance(bad, OSError) and bad.filename is None:
            bad.filename = str(path)  # a full disk does not say of which file
        raise


def write_atomically(path: Path, content: bytes) -> Path:
    """Write `content` to `path` all at once; returns the path."""
    with atomic_file(path) as file:
        file.write(content)
    return path
