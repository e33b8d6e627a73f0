"""Progress for a person at a terminal, on standard error; a pipe, a dumb terminal and `--quiet` get none."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds of work after which a bar appears."""


def progress_console(lines: Console, quiet: bool = False) -> Console | None:
    """The console for a progress bar; lines printed to `lines` meanwhile appear above the bar."""
    if quiet or os.environ.get("TERM", "").lower() in ("dumb", "unknown") or not sys.stderr.isatty():
        return None
    return lines if lines.is_terminal else Console(stderr=True)


class LateBar:
    """A bar that appears once work takes long: how much of `size` bytes is done, or of so many pieces."""

    def __init__(self, console: Console | None, title: str, size: int, in_pieces: bool = False) -> None:
        self._console, self._title, self._size, self._in_pieces = console, title, size, in_pieces
        self._begun, self._done = time.perf_counter(), 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def advance(self, size: int = 1) -> None:
        """So many bytes or pieces more are done."""
        self._done += size
        if self._console is None or time.perf_counter() - self._begun < PATIENCE:
            return
        if self._progress is None:
            self._progress = scenario_bar(self._console) if self._in_pieces else _byte_bar(self._console)
            self._task = self._progress.add_task(self._title, total=self._size)
            self._progress.start()
        if self._task is not None:
            self._progress.update(self._task, completed=min(self._done, self._size))

    def over(self, pieces: Iterable[T]) -> Iterator[T]:
        """The pieces, each of them done when the next is asked for."""
        for piece in pieces:
            yield piece
            self.advance()

    @property
    def percent(self) -> int:
        """How much of it was read."""
        return min(100 * self._done // self._size, 100) if self._size else 0

    def __enter__(self) -> LateBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()


def scenario_bar(console: Console) -> Progress:
    """A bar, how many are done, and what is under way."""
    from rich.progress import MofNCompleteColumn

    return _bar(console, MofNCompleteColumn())


def _byte_bar(console: Console) -> Progress:
    from rich.progress import DownloadColumn

    return _bar(console, DownloadColumn())


def _bar(console: Console, amount: ProgressColumn) -> Progress:
    """Loaded on a terminal alone. What is printed on standard output stays there while a bar is on standard error."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
    from rich.table import Column

    title = TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True))
    columns = (SpinnerColumn(), BarColumn(20), amount, title)
    redirected = not console.stderr
    return Progress(*columns, console=console, transient=True, expand=True, redirect_stdout=redirected)
