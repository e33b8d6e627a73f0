"""Captures a copy of the output of a system in this process: `logging`, stdout and stderr.

Whoever serves a request of the system is heard, in every thread; of other threads, the loggers of its package.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

from partnerlab.lab.channels.in_process_http import Wsgi

Hear = Callable[[str], object]
"""Is told every line."""

_PACKAGE = "reference"
_speaking: ContextVar[Hear | None] = ContextVar("speaking", default=None)


class CapturedOutput:
    """The output of one system, from `open` to `close`."""

    def __init__(self, system: str, hear: Hear) -> None:
        self._hear, self._loggers = hear, f"{_PACKAGE}.{system}"
        self._handler = _Handler(self._record)
        self._level = logging.NOTSET

    def listened(self, app: Wsgi) -> Wsgi:
        """The system's application, heard while it answers."""

        def answering(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            with self.listening():
                return app(environ, start_response)

        return answering

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Treat output of this thread meanwhile as the system's."""
        before = _speaking.set(self._hear)
        try:
            yield
        finally:
            _speaking.reset(before)

    def open(self) -> None:
        """Begin to listen. The system's own loggers tell what they would tell in a process of its own."""
        package = logging.getLogger(_PACKAGE)
        self._level = package.level
        if self._level == logging.NOTSET:
            package.setLevel(logging.INFO)
        logging.getLogger().addHandler(self._handler)
        for name in ("stdout", "stderr"):
            setattr(sys, name, _Tee(getattr(sys, name)))

    def close(self) -> None:
        """Leave all as it was."""
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger(_PACKAGE).setLevel(self._level)
        for name in ("stdout", "stderr"):
            if isinstance(stream := getattr(sys, name), _Tee):
                setattr(sys, name, stream.stream)

    def _record(self, record: logging.LogRecord, text: str) -> None:
        hear = _speaking.get()
        if hear is None and f"{record.name}.".startswith(f"{self._loggers}."):
            hear = self._hear
        if hear is self._hear and not record.name.startswith("partnerlab"):
            hear(text)


class _Handler(logging.Handler):
    """Hands on what is logged; what would have been shown without it still is."""

    def __init__(self, told: Callable[[logging.LogRecord, str], None]) -> None:
        super().__init__()
        self._told = told
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._told(record, self.format(record))
        handlers = logging.getLogger().handlers
        is_first_of_ours_alone = handlers[0] is self and all(isinstance(each, _Handler) for each in handlers)
        if is_first_of_ours_alone and logging.lastResort and record.levelno >= logging.lastResort.level:
            logging.lastResort.handle(record)


class _Tee:
    """A stream that passes on its text, and hands a copy to the listener of the thread that writes."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._begun = threading.local()

    def write(self, text: str) -> int:
        if hear := _speaking.get():
            *lines, self._begun.line = (getattr(self._begun, "line", "") + text).split("\n")
            for line in lines:
                hear(line)
        return self.stream.write(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
