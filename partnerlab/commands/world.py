"""`partnerlab world`: who an identifier is, in every register."""

from __future__ import annotations

from typing import Any

import click


@click.command("world")
@click.argument("identifier")
@click.option("--seed", default=1, show_default=True, help="The seed of the world.")
def command(identifier: str, seed: int) -> int:
    """Tell who or what IDENTIFIER is: a PID, a house code, a juristic, registration or invoice number.

    `person:41`, `company:7`, `account:1001` name somebody by number.
    """
    from partnerlab.world.describe import describe
    from partnerlab.world.population import World

    found = describe(World(seed), identifier)
    if found is None:
        click.echo(f"nobody and nothing in the world of seed {seed} is called {identifier}", err=True)
        return 1
    _print(found, 0)
    return 0


def _print(tree: dict[str, Any], depth: int) -> None:
    for name, value in tree.items():
        if isinstance(value, dict):
            click.echo(f"{'  ' * depth}{name}:")
            _print(value, depth + 1)
        else:
            click.echo(f"{'  ' * depth}{name}: {value}")
