"""Temporary folders that go with the process that made them; those of processes that were killed go at the next start.

A folder in use is locked, and the system lets go of a lock whenever a process ends, however it ends. A folder is locked
before it has the name by which others look for it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path

from partnerlab import interrupts
from partnerlab.errors import InputError

try:
    import fcntl
except ImportError:  # a system without these locks keeps what a killed lab has left
    fcntl = None  # type: ignore[assignment]

_PREFIX = "partnerlab-lab-"
_PATTERNS = (f"{_PREFIX}*", "partnerlab-mail-*")


class TemporaryFolder:
    """An empty folder that no other user can read, until `remove`, or until the process ends.

    With a `name` it has that one, and replaces what is left of one before it.
    """

    def __init__(self, name: str = "") -> None:
        remove_leftovers()
        with interrupts.uninterrupted:
            made = Path(tempfile.mkdtemp(prefix=".partnerlab-new-"))
            lock = _lock(made)
            self.path = made.with_name(name or made.name.replace(".partnerlab-new-", _PREFIX))
            self.remove = weakref.finalize(self, _remove, self.path, lock)
            _remove_leftover(self.path)
            if os.path.lexists(self.path):
                self.remove.detach()
                _remove(made, lock)
                raise InputError(f"{self.path}: is in use by another lab or user; choose another --port")
            made.rename(self.path)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *raised: object) -> None:
        with interrupts.uninterrupted:
            self.remove()


@cache
def remove_leftovers() -> None:
    """Remove folders of processes that were killed; once in a process."""
    if fcntl is None:
        return
    root = Path(tempfile.gettempdir())
    for path in (path for pattern in _PATTERNS for path in root.glob(pattern)):
        _remove_leftover(path)


def _remove_leftover(path: Path) -> None:
    lock = _lock(path)
    if lock is not None:
        _remove(path, lock)


def _lock(folder: Path) -> int | None:
    """An open folder of this user's that is locked; None if another process has it, or it is no such folder."""
    if fcntl is None:
        return None
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(opened).st_uid == os.geteuid():
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return opened
    except OSError:
        pass
    os.close(opened)
    return None


def _remove(folder: Path, lock: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)
