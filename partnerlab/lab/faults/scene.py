"""What a fault may go by when it strikes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class FaultContext:
    """Chance, the lab's time, and what this one fault remembers of the messages before."""

    random: Random
    now: datetime
    memory: dict[str, Any]
