"""`partnerlab lint`: every mistake in scenarios and partner folders, with file, line and what exists instead."""

from __future__ import annotations

from pathlib import Path

import click

from partnerlab.commands.common import options
from partnerlab.commands.common.counts import counted


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--schemas", is_flag=True, help="Print where the schemas for editors lie, by kind of YAML, and exit.")
@options.states
def command(paths: tuple[Path, ...], schemas: bool, more_states: tuple[str, ...]) -> int:
    """Check scenarios and partners, or only the scenarios below PATHS, without running them."""
    if schemas:
        click.echo("\n".join(_schemas()))
        return 0
    from partnerlab.conformance.partner_folder.partner_check import find_mistakes
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.scenario.language.scenario_loader import find, read_all

    kit = Registry()
    for told in more_states:
        kit.add_states(told)
    files = find(paths or (kit.root / "scenarios",))
    mistakes: list[str] = []
    with options.late_bar("lint", len(files) + (0 if paths else len(kit.partners))) as bar:
        if not paths:
            mistakes += find_mistakes(kit, each_done=bar.advance)
        mistakes += read_all(files, kit, kit.root / "scenarios", each_done=bar.advance)[1]
    for mistake in mistakes:
        click.echo(mistake)
    click.echo(f"{counted(files, 'scenario')}, {counted(mistakes, 'mistake')}", err=True)
    return 1 if mistakes else 0


def _schemas() -> list[str]:
    from partnerlab.schemas.validation import files

    return [f"{kind:<15}{file}" for kind, file in files().items()]
