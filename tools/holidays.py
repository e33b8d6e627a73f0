"""`python -m tools.holidays [--check]`: write the Thai days anew from the installed `holidays` library.

The library's days go to `thai_days.json`. The extra days of the cabinet stay in `cabinet_days.json`, each with its
source: they are entered by hand, and counted whether the library knows them or not. Both are in
`partnerlab/world/calendar/`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version

import click

from partnerlab.world.calendar.thai_days import DATA, KEPT, cabinet_days, library_days

_DAYS = dict[str, list[str]]


@click.command("holidays")
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if the days are out of date.")
def command(check: bool) -> int:
    """Write the days of the library, and say what changed and where each extra day of the cabinet comes from."""
    new = library_days_by_text()
    changes = list(changed(json.loads(DATA.read_text(encoding="utf-8")), new))
    for line in (*changes, *cabinet_lines(new)):
        click.echo(line)
    if changes and not check:
        DATA.write_text(text_of(new), encoding="utf-8")
    state = f"{len(changes)} days differ" if changes else "up to date"
    click.echo(f"{DATA.name}: {state} (holidays {version('holidays')}, {KEPT[0]} to {KEPT[-1]})")
    return 1 if changes and check else 0


def library_days_by_text() -> _DAYS:
    """The library's days of every year that is kept."""
    return {day.isoformat(): names for year in KEPT for day, names in library_days(year).items()}


def text_of(days: _DAYS) -> str:
    """What the file holds: a line for each day."""
    lines = [f'"{day}": {json.dumps(names, ensure_ascii=False)}' for day, names in days.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def changed(old: _DAYS, new: _DAYS) -> Iterator[str]:
    """A line for each day that comes, goes or has another name."""
    for day in sorted(old.keys() | new.keys()):
        if old.get(day) != new.get(day):
            yield f"{day}: {_names(old.get(day))} -> {_names(new.get(day))}"


def cabinet_lines(library: _DAYS) -> Iterator[str]:
    """A line for each extra day of the cabinet: whether the library knows it, and its source."""
    for day, entry in cabinet_days().items():
        known = "also in the library" if day.isoformat() in library else "not in the library"
        yield f"{day}: {entry['name']} ({known}); source: {entry['source']}"


def _names(names: list[str] | None) -> str:
    return "; ".join(names) if names else "no holiday"


if __name__ == "__main__":
    sys.exit(command(prog_name="python -m tools.holidays", standalone_mode=False))
