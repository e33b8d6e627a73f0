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
    from partnerlab.world import World
    from partnerlab.world.describe import describe

    world = World(seed)
    found = describe(world, _numbered(world, identifier))
    if found is None:
        click.echo(f"nobody and nothing in the world of seed {seed} is called {identifier}", err=True)
        return 1
    _print(found, 0)
    return 0


_IDENTIFIERS = {
    "person": "pid", "house": "code", "company": "juristic_id", "account": "registration", "parcel": "deed",
}  # fmt: skip


def _numbered(world: Any, text: str) -> str:
    """The identifier that `person:41` has; any other text is one itself."""
    from partnerlab.world import WorldError

    kind, colon, number = text.partition(":")
    if not colon:
        return text
    if kind not in _IDENTIFIERS or not number.isascii() or not number.isdigit():
        raise click.UsageError(f"'{text}' names nobody; write one of {', '.join(_IDENTIFIERS)} and a number: person:41")
    try:
        identifier: str = getattr(getattr(world, kind)(int(number)), _IDENTIFIERS[kind])
    except WorldError as wrong:
        raise click.UsageError(str(wrong)) from None
    return identifier


def _print(tree: dict[str, Any], depth: int) -> None:
    for name, value in tree.items():
        indent = "  " * depth
        if isinstance(value, dict):
            click.echo(f"{indent}{name}:")
            _print(value, depth + 1)
        elif isinstance(value, list):
            click.echo(f"{indent}{name}: {'none' if not value else ''}".rstrip())
            for item in value:
                click.echo(f"{indent}  - {', '.join(str(part) for part in item.values())}")
        else:
            click.echo(f"{indent}{name}: {'none' if value is None else value}")
