"""What `partnerlab run` takes, as a developer meets it: all scenarios with a report, and one from cold."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.bench.figures import figure
from tools.bench.processes import Spent, run

ROUNDS, ALL_ROUNDS = 5, 3
ONE_WANTED = 1.0


def measure() -> Iterator[dict[str, Any]]:
    """Seconds of the clock and of processors, beside an empty Python in turn."""
    one, empty = [], []
    for _ in range(ROUNDS):
        one.append(_played([one_story()]))
        empty.append(run([sys.executable, "-c", ""]))
    times = _median([spent.processor for spent in one]) / _median([spent.processor for spent in empty])
    beside = f"{times:.0f} times the processor seconds of an empty Python"
    yield figure("one scenario from cold", [spent.wall for spent in one], "s", ONE_WANTED, beside=beside)
    yield figure("one scenario from cold, processors", [spent.processor for spent in one], "s")
    yield figure("one scenario from cold, peak memory", [spent.peak_mb for spent in one], "MB")
    with TemporaryDirectory() as folder:
        rounds = [_played(["--report", str(Path(folder) / "report")]) for _ in range(ALL_ROUNDS)]
    count = int((re.search(r"([0-9]+) scenarios", rounds[0].output) or [0, 0])[1])
    each = _median([1000 * spent.processor / count for spent in rounds])
    beside = f"{count} scenarios, {each:.0f} ms of processors each"
    yield figure("all scenarios with a report", [spent.wall for spent in rounds], "s", beside=beside)
    yield figure("all scenarios with a report, processors", [spent.processor for spent in rounds], "s")
    yield figure("all scenarios with a report, peak memory", [spent.peak_mb for spent in rounds], "MB")


def one_story() -> str:
    """The first story of a counter; any that stands will do."""
    return str(sorted(Path("scenarios/payment_online").glob("*.yaml"))[0])


def _played(arguments: list[str]) -> Spent:
    spent = run([sys.executable, "-m", "partnerlab", "run", *arguments])
    if spent.status != 0:
        raise RuntimeError(f"scenarios did not pass: {spent.output[-300:]}")
    return spent


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
