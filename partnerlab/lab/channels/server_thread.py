"""A server in a thread of its own, which the first caller opens: most labs are never called, and loading it is slow."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

_PATIENCE = 30.0
"""Seconds for which a piece of work may last."""


class _Server(Protocol):
    def close(self) -> object: ...


class ServerThread:
    """Runs an event loop until it is closed. `listen` opens the server at the door, which listens from the start."""

    def __init__(self, name: str, door: socket.socket, listen: Callable[[], Coroutine[Any, Any, _Server]]) -> None:
        self._door, self._listen = door, listen
        self._opening: asyncio.Task[_Server] | None = None
        self.loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self.loop.call_soon_threadsafe(self.loop.add_reader, door, self._open)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something in the loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_PATIENCE)

    def close(self, shut: Callable[[Any], Awaitable[object]]) -> None:
        """End the loop; `shut` closes the server, if it was ever started."""
        self.run(self._stop(shut))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()
        self._door.close()

    def _open(self) -> None:
        """Start the server for the first caller, who waits until it listens."""
        self.loop.remove_reader(self._door)
        self._opening = self.loop.create_task(self._listen())

    async def _stop(self, shut: Callable[[Any], Awaitable[object]]) -> None:
        self.loop.remove_reader(self._door)
        if self._opening is not None:
            await shut(await self._opening)
