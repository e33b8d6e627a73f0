"""`partnerlab partners`: who there is, what each answers and sends, and how much of it is known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from partnerlab.lab.partners.registry import Registry

_PIPED = 200
"""Columns where there is no terminal to fit into."""


@click.command("partners")
@click.argument("name", required=False)
@click.option("--lang", type=click.Choice(["en", "th"]), default="en", show_default=True)
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), is_flag=False, flag_value="-",
    help="Write the page about all of them, in Markdown, with sources, to this file; alone it prints the page.",
)  # fmt: skip
@click.option(
    "--coverage", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), is_flag=False, flag_value="-",
    help="The same for the page about what is covered of all that the source asks for, and what is missing.",
)  # fmt: skip
def command(name: str | None, lang: Literal["en", "th"], page: Path | None, coverage: Path | None) -> None:
    """List the partners, or all that can be named of partner NAME: operations, arguments, fields, states, faults."""
    from rich.console import Console
    from rich.table import Table

    from partnerlab.lab.partners import partner_page
    from partnerlab.lab.partners.registry import Registry

    if name and (page or coverage):
        raise click.UsageError("--page and --coverage are about all partners: leave out the name")
    if name:
        click.echo(_details(name, lang))
        return
    if page:
        _write(partner_page.page(Registry()), page)
    if coverage:
        _write(_coverage(Registry()), coverage)
    if page or coverage:
        return
    table = Table("partner", "party", "answers", "sends", "behind", "fields, by how they are known")
    for partner in Registry().partners.values():
        table.add_row(
            partner.name, partner.title[lang], "\n".join(sorted(partner.answers)), "\n".join(sorted(partner.sends)),
            partner.behind or "", "\n".join(f"{n} {grade}" for grade, n in partner_page.fields(partner).items() if n),
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else _PIPED).print(table)


def _details(name: str, language: Literal["en", "th"]) -> str:
    from partnerlab.conformance.partner_details import partner_details
    from partnerlab.lab.partners.registry import Registry

    return partner_details(Registry().partner(name), language)


def _coverage(kit: Registry) -> str:
    from partnerlab.conformance import coverage_page

    return coverage_page.page(kit)


def _write(text: str, file: Path) -> None:
    from partnerlab.report.atomic_file import write_atomically

    if str(file) == "-":
        click.echo(text, nl=False)
    else:
        write_atomically(file, text.encode())
