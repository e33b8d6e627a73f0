"""Each file as it was when it arrived, until it is judged: meanwhile its owner may take it back or leave another."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

from partnerlab.temporary_folder import TemporaryFolder


class ArrivedFiles:
    """Second names of files that have arrived; they take no room while the first name is there too."""

    def __init__(self) -> None:
        self._folder = TemporaryFolder()
        self._numbers = itertools.count(1)
        self._last: Path | None = None

    def keep(self, path: Path) -> Path:
        """Keep the file, whatever becomes of its name."""
        kept = self._folder.path / str(next(self._numbers))
        try:
            os.link(path, kept)
        except OSError:  # some file systems know no second names
            shutil.copyfile(path, kept)
        return kept

    def take(self, kept: Path | None) -> None:
        """The next file is judged, so the one before it is not needed any more."""
        if self._last is not None:
            self._last.unlink(missing_ok=True)
        self._last = kept

    def clear(self) -> None:
        self._last = None
        for path in self._folder.path.iterdir():
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        self._folder.remove()
