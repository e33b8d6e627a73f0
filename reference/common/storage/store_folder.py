"""The folder of a store that has outgrown memory. What a killed process has left is removed when the next one is made.

Its process locks it, and a lock ends with the process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without these locks keeps what is left
    fcntl = None  # type: ignore[assignment]

_PREFIX = "reference-store-of-"
_LOCKS: list[int] = []
"""Open for as long as the process lives, which is what locks its folders."""


def temporary_folder() -> Path:
    """A new folder, which the caller removes."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        _remove_if_left(left)
    made = Path(tempfile.mkdtemp(prefix=".reference-store-"))
    if (lock := _lock(made)) is not None:
        _LOCKS.append(lock)
    return made.rename(made.with_name(made.name.replace(".reference-store-", _PREFIX)))


def _remove_if_left(folder: Path) -> None:
    lock = _lock(folder)
    if lock is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """The locked folder, open; None if a process that lives has it, or another user."""
    if fcntl is None or not folder.is_dir() or folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        return None
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return opened
        except OSError:
            os.close(opened)
    return None
