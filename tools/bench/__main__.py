"""`python -m tools.bench [WHAT]`: run the benchmarks, print ratios, write JSON.

Each figure is kept as soon as it is measured: one that cannot be measured afterwards takes none away.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

_MODULES = {
    "run": "run",
    "startup": "startup",
    "http": "http_load",
    "settlement": "settlement",
    "bulk": "bulk",
    "growth": "growth",
    "reset": "reset",
}
_BUSY = 0.7
"""From so much load for each processor on, figures of time say more about the machine than about us."""


@click.command("bench")
@click.argument("what", nargs=-1, type=click.Choice(list(_MODULES)))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures here too.")
def command(what: tuple[str, ...], file: Path | None) -> int:
    """Measure WHAT (all by default). Exit code 1 if a figure misses what is wanted, or could not be measured."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so that what was started is ended
    if warning := busy():
        click.echo(warning, err=True)
    rows: list[dict[str, Any]] = []
    for name in what or _MODULES:
        click.echo(f"measuring {name} …", err=True)
        for row in measured(name, importlib.import_module(f"tools.bench.{_MODULES[name]}").measure):
            rows.append(row)
            click.echo(line_of(row))
            if file:
                file.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(row["ok"] for row in rows) else 1


def measured(name: str, measure: Any) -> Iterator[dict[str, Any]]:
    """The figures of one benchmark, and a row with the reason if it breaks off."""
    try:
        figures: Iterable[dict[str, Any]] = measure()
        yield from figures
    except Exception as failure:  # whatever it was: the other figures are still wanted
        reason = f"not measured: {type(failure).__name__}: {failure}"
        yield {"name": name, "value": None, "unit": "", "target": None, "ok": False, "beside": "", "detail": reason}


def line_of(row: dict[str, Any]) -> str:
    value = "–" if row["value"] is None else f"{row['value']:,} {row['unit']}"
    wanted = "" if row["target"] is None else f" (wanted {row['target']:,})"
    more = "; ".join(filter(None, (row.get("beside", ""), row.get("detail", ""))))
    return f"{'✔' if row['ok'] else '✘'} {row['name']}: {value}{wanted}{f'; {more}' if more else ''}"


def busy() -> str:
    """A warning where others have the machine; the measurement goes on."""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load <= _BUSY * processors:
        return ""
    return (
        f"the machine is busy: load {load:.1f} on {processors} processors. "
        "Only ratios, processor seconds and memory mean anything now."
    )


def main(arguments: list[str] | None = None) -> int:
    """The exit code; after Ctrl-C 130, with the figures so far printed and written, and nothing left running."""
    try:
        code: int = command.main(arguments, prog_name="python -m tools.bench", standalone_mode=False)
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
