"""`python -m tools.world_names [--check]`: write the names of people and places anew from the installed libraries.

People's names are faker's, those of subdistricts geothai's. Another list of names gives the made-up people other names:
stories and recorded samples that hold a name are renewed after it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import click

from partnerlab.world.people import name_lists
from partnerlab.world.places import subdistricts

Names = dict[str, list[str]]


class KeptNames(NamedTuple):
    """A file of names, the library they come from, and how they are read from it."""

    file: Path
    library: str
    read: Callable[[], Names]


KEPT = (
    KeptNames(name_lists.FILE, "faker", name_lists.library_names),
    KeptNames(subdistricts.NAMES, "geothai", subdistricts.library_names),
)


@click.command("world_names")
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if a file is out of date.")
def command(check: bool) -> int:
    """Write the names of the libraries, and say what changed."""
    stale = False
    for kept in KEPT:
        new = kept.read()
        changes = list(changed(json.loads(kept.file.read_text(encoding="utf-8")), new))
        for line in changes:
            click.echo(line)
        if changes and not check:
            kept.file.write_text(text_of(new), encoding="utf-8")
        state = f"{len(changes)} entries differ" if changes else "up to date"
        click.echo(f"{kept.file.name}: {state} ({kept.library} {version(kept.library)})")
        stale = stale or bool(changes)
    return 1 if stale and check else 0


def text_of(names: Names) -> str:
    """What a file holds: a line for each entry."""
    lines = [f"{json.dumps(key)}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in names.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def changed(old: Names, new: Names) -> Iterator[str]:
    """A line for each entry that comes, goes or holds other names."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key, []), new.get(key, [])
        if before != after:
            gone, come = set(before) - set(after), set(after) - set(before)
            yield f"{key}: gone: {', '.join(sorted(gone)) or '-'}; new: {', '.join(sorted(come)) or '-'}"


if __name__ == "__main__":
    sys.exit(command(prog_name="python -m tools.world_names", standalone_mode=False))
