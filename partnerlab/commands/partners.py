"""`partnerlab partners`: who there is, what each answers and sends, and how much of it is known."""

from __future__ import annotations

import sys

import click

_PIPED = 200
"""Columns where there is no terminal to fit into."""


@click.command("partners")
@click.option("--lang", type=click.Choice(["en", "th"]), default="en", show_default=True)
@click.option("--page", is_flag=True, help="Print the page about all of them, in Markdown, with sources.")
def command(lang: str, page: bool) -> None:
    """List the partners, and how many of each one's fields are known and how."""
    from rich.console import Console
    from rich.table import Table

    from partnerlab.lab import partner_page
    from partnerlab.lab.registry import Kit

    if page:
        click.echo(partner_page.page(Kit()), nl=False)
        return
    table = Table("partner", "party", "answers", "sends", "behind", "fields, by how they are known")
    for partner in Kit().partners.values():
        table.add_row(
            partner.name, partner.title[lang], "\n".join(sorted(partner.answers)), "\n".join(sorted(partner.sends)),
            partner.behind or "", "\n".join(f"{n} {grade}" for grade, n in partner_page.fields(partner).items() if n),
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else _PIPED).print(table)
