"""`partnerlab check`: a partner's folder that is kept elsewhere, before it comes here."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Hold FOLDER (contracts/<partner>, simulators/<partner>, perhaps scenarios/) to the rules of all partners.

    Its simulator is loaded, as it would be here. Exit code 1 if something is against a rule.
    """
    from partnerlab.conformance.folder import check

    checked = check(folder)
    for mistake in checked.mistakes:
        click.echo(mistake)
    counts = f"{checked.scenarios} scenarios, {len(checked.mistakes)} mistakes"
    click.echo(f"{', '.join(checked.partners)}: {counts}", err=True)
    return 1 if checked.mistakes else 0
