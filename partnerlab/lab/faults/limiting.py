"""A limit on how often a partner may be asked, by the lab's clock."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from partnerlab.contract.http.message import Answer
from partnerlab.lab.faults.answer_faults import Call, instead
from partnerlab.lab.faults.scene import FaultContext
from partnerlab.world.calendar.durations import parse_duration


def rate_limit(call: Call, scene: FaultContext, *, requests: int, per: str, body: Any = None) -> Answer | None:
    """After so many requests within the window the next is answered 429 and told when to come again."""
    wait = scene.memory["admitted"][0] + timedelta(seconds=parse_duration(per)) - scene.now
    return instead(429, body, headers={"retry-after": str(math.ceil(wait.total_seconds()))})


def beyond_limit(scene: FaultContext, *, requests: int, per: str, body: Any = None) -> bool:
    """Whether the limit is used up; a request that is let through counts, one that is refused does not."""
    window = scene.now - timedelta(seconds=parse_duration(per))
    admitted: list[datetime] = [when for when in scene.memory.get("admitted", []) if when > window]
    beyond = len(admitted) >= requests
    scene.memory["admitted"] = admitted if beyond else [*admitted, scene.now]
    return beyond
