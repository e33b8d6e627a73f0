"""`python -m tools.bench [WHAT]`: run the benchmarks, print ratios, write JSON."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import click

_MODULES = {"run": "run", "startup": "startup", "bulk": "bulk", "http": "http_load", "reset": "reset"}


@click.command("bench")
@click.argument("what", nargs=-1, type=click.Choice(list(_MODULES)))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures here too.")
def command(what: tuple[str, ...], file: Path | None) -> int:
    """Measure WHAT (all by default): run, startup, bulk, http, reset. Exit code 1 if a figure misses its target."""
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "measured", "target", "", "beside it, in the same run", "")
    rows: list[dict[str, Any]] = []
    for name in what or _MODULES:
        click.echo(f"measuring {name} …", err=True)
        rows += importlib.import_module(f"tools.bench.{_MODULES[name]}").measure()
    for row in rows:
        table.add_row(
            row["name"], f"{row['value']:,} {row['unit']}", f"{row['target']:,}", "✔" if row["ok"] else "✘",
            row.get("beside", ""), row.get("detail", ""),
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    if file:
        file.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(command(prog_name="python -m tools.bench", standalone_mode=False))
