"""The measurement of record files finds what it planted, whatever the speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.files import Layout
from tools.bench import bulk


def test_a_small_run_finds_every_bad_line_and_the_exact_total() -> None:
    figures = bulk.run(lines=3_500, bad=25)
    assert (figures["lines"], figures["bad_lines_found"]) == (3_502, 25)
    assert figures["lines_per_second"] > 0 < figures["baseline_lines_per_second"]
    assert figures["peak_mb"] < 5


def test_a_judge_that_misses_something_stops_the_measurement(tmp_path: Path) -> None:
    layout = Layout.load(Path(bulk.__file__).parent / "bulk.layout.yaml")
    planted = bulk.make(layout, tmp_path / "BENCH_20261123.txt", 1_200, 3, seed=1)
    data = planted.path.read_bytes()
    first = min(planted.bad)
    good = data[258 * first : 258 * first + 258]
    repaired = b"D%07d" % first + good[8:]
    planted.path.write_bytes(data[: 258 * (first - 1)] + repaired + data[258 * first :])
    with pytest.raises(RuntimeError, match="the judge is wrong: 2 bad lines"):
        bulk._judged(layout, planted)
