"""How many processes a run of scenarios is worth."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable
from pathlib import Path

_EACH = 20
"""Scenarios for each process: fewer are played sooner than a further lab is set up."""

_CGROUP = Path("/sys/fs/cgroup")


def can_fork() -> bool:
    """Whether this system has processes that begin with all that was read already."""
    return "fork" in multiprocessing.get_all_start_methods()


def process_count(scenarios: int) -> int:
    """As many processes as this one may use processors, but at most one for each twenty scenarios."""
    return max(1, min(usable_processors(), scenarios // _EACH))


def usable_processors(cgroup: Path = _CGROUP) -> int:
    """The processors that this process may run on, as far as the limit of its container goes."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min([count, *_limits(cgroup)]))


def _limits(cgroup: Path) -> Iterable[int]:
    """The whole processors that a container may use, in the words of either version of control groups."""
    for names in (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us")):
        try:
            quota, period = " ".join((cgroup / name).read_text() for name in names).split()
            if int(quota) > 0:
                yield int(quota) // int(period)
        except (OSError, ValueError, ZeroDivisionError):  # not there, or `max`: no limit
            continue
