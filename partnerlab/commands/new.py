"""`partnerlab new`: the folders of a new partner, made from those of a sibling."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new")
@click.argument("name")
@click.option("--like", "sibling", metavar="SIBLING", required=True, help="The partner that is most like it.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The kit to add it to.  [default: the kit of this installation]",
)
def command(name: str, sibling: str, root: Path | None) -> None:
    """Make the folders of partner NAME on both sides: contracts, simulator, adapter and tests, copied from SIBLING.

    Everything that is still to decide is marked TO DECIDE and listed; `partnerlab lint` lists what is left of it.
    """
    from partnerlab.conformance.partner_folder.new_partner import make_partner
    from partnerlab.conformance.partner_folder.partner_check import find_mistakes
    from partnerlab.lab.partners.registry import Registry, default_root

    root = root or default_root()
    for file in make_partner(root, name, sibling):
        click.echo(f"made {file}")
    mistakes = find_mistakes(Registry(root), [name])
    click.echo(f"\n{len(mistakes)} things are still to decide (`partnerlab lint` lists what is left):")
    for mistake in mistakes:
        click.echo(mistake)
