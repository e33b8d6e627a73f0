"""How fast a record file is judged: a million lines, a hundred of them bad, in constant memory.

Beside it, in the same run, stands what such readers usually do: decode a line, strip its fields into a dict.
The total and the number of bad lines are known beforehand and must be met, or the figures mean nothing.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from partnerlab.contract.files import Layout
from partnerlab.contract.files.line_stream import chunks

if sys.platform != "win32":
    import resource

TARGET = 500_000  # lines a second on one core
LINES = 1_000_000
BAD = 100
PASSES = 2  # the faster one counts: what else runs on the machine only ever slows a pass down
_BATCH = 1_000
_BASELINE_LINES = 50_000
_TRACED_CHUNKS = 100
_HEADER = {
    "company_account": "000000000",
    "company_name": "การประปานครหลวง",
    "effective_date": date(2026, 11, 23),
    "service_code": "water",
}
_FAULTS: dict[str, bytes] = {  # each spoils one line and leaves the rest of the file as it was
    "payment_date": b"31022026",
    "payment_time": b"250000",
    "ref1": "๐".encode("cp874") * 10 + b" " * 10,
    "transaction_code": b"???",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A file made for the measurement, and what must be found in it."""

    path: Path
    lines: int
    bad: frozenset[int]
    total: int


def run(lines: int = LINES, bad: int = BAD, seed: int = 2569) -> dict[str, Any]:
    """Make a file, judge it, measure; RuntimeError when the judge misses a bad line or a satang."""
    layout = Layout.load(Path(__file__).parent / "bulk.layout.yaml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / layout.file_name(date=_HEADER["effective_date"])
        planted = make(layout, path, lines, bad, seed)
        before = _high_water()
        passes = [(_judged(layout, planted), _baseline(layout, path)) for _ in range(PASSES)]
        growth = _high_water() - before
        peak = _peak(layout, path)
    seconds, baseline = min(judged for judged, _ in passes), max(usual for _, usual in passes)
    rate = (lines + 2) / seconds
    return {
        "lines": lines + 2,
        "bad_lines_found": len(planted.bad),
        "total_satang": planted.total,
        "seconds": round(seconds, 3),
        "lines_per_second": round(rate),
        "baseline_lines_per_second": round(baseline),
        "times_baseline": round(rate / baseline, 1),
        "peak_mb": round(peak / 1e6, 2),
        "process_growth_mb": round(growth / 1e6, 1),
    }


def make(layout: Layout, path: Path, lines: int, bad: int, seed: int) -> Planted:
    """Write a file of so many details, `bad` of them spoilt, whose trailer agrees with all of them."""
    chance = random.Random(seed)
    spoilt = frozenset(chance.sample(range(2, lines + 2), bad))
    total = 0
    with path.open("wb") as file:
        header, *samples, _ = layout.lines(_HEADER, (_detail(chance) for _ in range(_BATCH)))
        file.write(header)
        amounts = [int(sample[163:176]) for sample in samples]
        for first in range(2, lines + 2, _BATCH):
            count = min(_BATCH, lines + 2 - first)
            file.write(b"".join(_numbered(samples[:count], first, spoilt, layout)))
            total += sum(amounts[:count])
        trailer = {"sequence": lines + 2, "total_credit_amount": total, "total_credit_count": lines}
        file.write(list(layout.lines(_HEADER, (), trailer))[-1])
    return Planted(path, lines + 2, spoilt, total)


def _detail(chance: random.Random) -> dict[str, Any]:
    registration = f"{chance.randrange(10**8):08d}"
    return {
        "payment_date": date(2026, 11, chance.randrange(1, 24)),
        "payment_time": f"{chance.randrange(24):02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}",
        "customer_name": "นายทดสอบ " + "".join(chance.choices("กขคงจฉชซ", k=chance.randrange(4, 20))),
        "ref1": "01" + registration,
        "ref2": "6911" + registration,
        "branch": f"{chance.randrange(10**4):04d}",
        "teller": f"{chance.randrange(10**4):04d}",
        "kind": "C",
        "transaction_code": chance.choice(["CSH", "TRF"]),
        "amount": chance.randrange(100, 3_000_000),
    }


def _numbered(samples: list[bytes], first: int, spoilt: frozenset[int], layout: Layout) -> Iterator[bytes]:
    for number, sample in enumerate(samples, first):
        line = b"D%07d%b" % (number, sample[8:])
        yield _spoilt(line, number, layout) if number in spoilt else line


def _spoilt(line: bytes, number: int, layout: Layout) -> bytes:
    field = list(_FAULTS)[number % len(_FAULTS)]
    start, end = layout.columns(line, field)
    return line[:start] + _FAULTS[field] + line[end:]


def _judged(layout: Layout, planted: Planted) -> float:
    """Seconds of the judge, whose verdict must be right to the line and to the satang."""
    started = time.perf_counter()
    verdict = layout.judge(planted.path, planted.path.name, limit=len(planted.bad) + 10)
    seconds = time.perf_counter() - started
    seen = (set(verdict.refused_lines), verdict.totals["total_credit_amount"], verdict.lines, verdict.file_refused)
    wanted = (set(planted.bad), planted.total, planted.lines, False)
    if seen != wanted:
        raise RuntimeError(f"the judge is wrong: {len(seen[0])} bad lines, then {seen[1:]}; not {wanted[1:]}")
    return seconds


def _baseline(layout: Layout, path: Path) -> float:
    """Lines a second of the usual way: decode, a dict of stripped fields, a Decimal."""
    lines = min(_BASELINE_LINES, path.stat().st_size // 258 - 2)  # details only
    fields = [(one.name, one.start, one.end) for one in layout.model.records["detail"].fields]
    total = Decimal(0)
    started = time.perf_counter()
    with path.open(encoding=layout.encoding, newline="\r\n") as file:
        next(file)
        for line in islice(file, lines):
            record = {name: line[start:end].strip() for name, start, end in fields}
            total += Decimal(record["amount"]) / 100
    return lines / (time.perf_counter() - started)


def _peak(layout: Layout, path: Path) -> int:
    """Peak bytes that Python held while it judged the first lines; only some, for tracing is slow."""
    tracemalloc.start()
    try:
        layout.judge(islice(chunks(path), _TRACED_CHUNKS))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _high_water() -> int:
    """The most bytes this process ever held at once; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def measure() -> list[dict[str, Any]]:
    """The figures as `python -m tools.bench` prints them."""
    found = run()
    rate = found["lines_per_second"]
    return [
        {
            "name": "256-byte file: read, judged, totalled",
            "value": rate,
            "unit": "lines/s",
            "target": TARGET,
            "ok": rate >= TARGET,
            "beside": f"{found['times_baseline']} times decoding each line into a dict",
            "detail": f"{found['lines']:,} lines, {found['bad_lines_found']} bad, peak {found['peak_mb']} MB",
        }
    ]
