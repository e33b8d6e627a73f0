"""Long work of one caller that lets the others have their turns: thousands of exchanges are many seconds' work."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def giving_way(items: Iterable[Item]) -> Iterator[Item]:
    """The same items; between two of them every other thread may run, which otherwise waits for its share."""
    for item in items:
        time.sleep(0)
        yield item
