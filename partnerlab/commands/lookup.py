"""`partnerlab lookup`: who an identifier is, in every register."""

from __future__ import annotations

from typing import Any

import click


@click.command("lookup")
@click.argument("identifier")
@click.option("--seed", default=1, show_default=True, help="The seed of the world.")
def command(identifier: str, seed: int) -> int:
    """Show the entity that IDENTIFIER names, as each register shows it.

    It is a PID, a house code, a deed, or the number of a juristic person, a registration, a reference,
    an invoice, a mandate, a bank account or a card;

    `person:41`, `company:7`, `account:1001` name somebody by number.
    """
    from partnerlab.lab.exchange.register_lookup import ask_all
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.suggestions import shortened
    from partnerlab.world.description import describe

    lab = Lab(Registry(), seed)
    identifier = _numbered(lab.world, identifier)
    found = describe(lab.world, identifier)
    if found is None:
        click.echo(f"nobody and nothing in the world of seed {seed} is called '{shortened(identifier)}'", err=True)
        return 1
    _print(found, 0)
    for told in ask_all(lab, found["kind"], identifier):
        asked = ", ".join(f"{name} {value}" for name, value in told.query.items())
        _print({f"\n{told.partner.title['en']}, asked {told.operation.id} with {asked}": told.body}, 0)
    return 0


_IDENTIFIERS = {
    "person": "pid", "house": "code", "company": "juristic_id", "account": "registration", "parcel": "deed",
    "mandate": "mandate_number",
}  # fmt: skip


def _numbered(world: Any, text: str) -> str:
    """The identifier that `person:41` has; any other text is one itself."""
    from partnerlab.suggestions import nearest_hint
    from partnerlab.world import WorldError

    kind, colon, number = text.partition(":")
    if not colon:
        return text
    if kind not in _IDENTIFIERS or not number.isascii() or not number.isdigit():
        hint = "" if kind in _IDENTIFIERS else nearest_hint(kind, _IDENTIFIERS)
        kinds = ", ".join(_IDENTIFIERS)
        raise click.UsageError(f"'{text}' names nobody{hint}; write one of {kinds} and a number: person:41")
    try:
        identifier: str = getattr(getattr(world, kind)(int(number)), _IDENTIFIERS[kind])
    except WorldError as wrong:
        raise click.UsageError(str(wrong)) from None
    return identifier


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
