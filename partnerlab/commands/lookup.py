"""`partnerlab lookup`: one person, house, company or account, as every register shows it."""

from __future__ import annotations

from typing import Any

import click

from partnerlab.commands.common import options


@click.command("lookup")
@click.argument("identifier")
@options.seed("The seed of the population.")
def command(identifier: str, seed: int) -> int:
    """Show the entity that IDENTIFIER names, as each register shows it.

    It is a PID, a house code, a deed, or the number of a juristic person, a registration, a reference,
    an invoice, a mandate, a bank account or a card;

    `person:41`, `company:7`, `account:1001` name an entity by its number.
    """
    from partnerlab.lab.exchange.register_lookup import ask_all
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.suggestions import shortened
    from partnerlab.world.description import describe_entity

    lab = Lab(Registry(), seed)
    entity = _entity(lab.world, identifier)
    if entity is None:
        message = (
            f"the population of seed {seed} has no '{shortened(identifier)}'; person:41 names an entity by its number"
        )
        click.echo(message, err=True)
        return 1
    _print(describe_entity(entity), 0)
    for told in ask_all(lab, entity):
        asked = ", ".join(f"{name} {value}" for name, value in told.query.items())
        _print({f"\n{told.partner.title['en']}, asked {told.operation.id} with {asked}": told.body}, 0)
    return 0


_KINDS = ("person", "house", "company", "account", "parcel", "mandate")


def _entity(world: Any, text: str) -> Any:
    """The entity that `person:41` or an identifier names; None if there is none."""
    from partnerlab.suggestions import nearest_hint
    from partnerlab.world import WorldError

    kind, colon, number = text.partition(":")
    if not colon:
        return world.find(text)
    if kind not in _KINDS or not number.isascii() or not number.isdigit():
        hint = "" if kind in _KINDS else nearest_hint(kind, _KINDS)
        kinds = ", ".join(_KINDS)
        raise click.UsageError(f"'{text}' is no entity{hint}; write one of {kinds} and a number: person:41")
    try:
        return getattr(world, kind)(int(number))
    except WorldError as wrong:
        raise click.UsageError(str(wrong)) from None


def _print(tree: dict[str, Any], depth: int) -> None:
    indent = "  " * depth
    for name, value in tree.items():
        if isinstance(value, dict):
            click.echo(f"{indent}{name}:")
            _print(value, depth + 1)
        elif isinstance(value, list) and value:
            click.echo(f"{indent}{name}:")
            _print_items(value, depth + 1)
        else:
            click.echo(f"{indent}{name}: {'none' if value is None or value == [] else value}")


def _print_items(items: list[Any], depth: int) -> None:
    """Short items on a line each; those that hold further lists, one below the other."""
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            click.echo(f"{'  ' * depth}- {item}")
        elif any(isinstance(value, list | dict) for value in item.values()):
            _print({str(number): item}, depth)
        else:
            click.echo(f"{'  ' * depth}- {', '.join(str(value) for value in item.values() if value not in ('', None))}")
