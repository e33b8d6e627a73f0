"""`partnerlab partners`: who there is, what each answers and sends, and how much of it is known."""

from __future__ import annotations

import sys

import click

_PIPED = 200
"""Columns where there is no terminal to fit into."""


@click.command("partners")
@click.option("--lang", type=click.Choice(["en", "th"]), default="en", show_default=True)
def command(lang: str) -> None:
    """List the partners."""
    from rich.console import Console
    from rich.table import Table

    from partnerlab.lab.registry import Kit

    table = Table("partner", "party", "answers", "sends", "behind")
    for partner in Kit().partners.values():
        table.add_row(
            partner.name, partner.title[lang], "\n".join(sorted(partner.answers)), "\n".join(sorted(partner.sends)),
            partner.behind or "",
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else _PIPED).print(table)
