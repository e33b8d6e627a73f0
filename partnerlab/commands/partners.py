"""`partnerlab partners`: list the partners, or everything about one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from partnerlab.commands.common import options

if TYPE_CHECKING:
    from partnerlab.lab.partners.partner import Partner
    from partnerlab.lab.partners.registry import Registry

_PIPED = 200
"""Columns where there is no terminal to fit into."""

_NARROW = 120
"""Columns below which a table would break its words."""

_HEADINGS = (
    ("partner", "รหัส"), ("party", "หน่วยงาน"), ("answers", "ตอบ"), ("sends", "ส่ง"), ("behind", "ผ่านเกตเวย์"),
    ("fields, by how they are known", "จำนวนช่องข้อมูลตามแหล่งที่มา"),
)  # fmt: skip
_GRADES = {
    "published": "เผยแพร่แล้ว", "observed": "สังเกตพบ", "inferred": "อนุมาน", "invented": "กำหนดขึ้นเอง",
}  # fmt: skip


@click.command("partners")
@click.argument("name", required=False)
@options.language
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), is_flag=False, flag_value="-",
    help="Write the page about all of them, in Markdown, with sources, to this file; without FILE it prints the page.",
)  # fmt: skip
@click.option(
    "--coverage", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), is_flag=False, flag_value="-",
    help="The same for the page on coverage: what the source document asks for, and what of it is missing.",
)  # fmt: skip
@click.option("--folder", is_flag=True, help="Print only where the contract of NAME lies: documents, layouts, samples.")
def command(
    name: str | None, lang: Literal["en", "th"], page: Path | None, coverage: Path | None, folder: bool
) -> None:
    """List the partners, or everything about partner NAME: operations, arguments, fields, states, faults."""
    from partnerlab.lab.partners import partner_page
    from partnerlab.lab.partners.registry import Registry

    if name and (page or coverage):
        raise click.UsageError("--page and --coverage are about all partners: leave out the name")
    if folder and not name:
        raise click.UsageError("--folder needs the name of a partner")
    if name:
        click.echo(Registry().partner(name).contracts if folder else _details(name, lang))
        return
    if page:
        _write(partner_page.page(Registry()), page)
    if coverage:
        _write(_coverage(Registry()), coverage)
    if page or coverage:
        return
    _print_all(Registry(), lang)


def _print_all(kit: Registry, lang: Literal["en", "th"]) -> None:
    """Print a table of the partners; on a narrow terminal, a few lines for each."""
    from rich.console import Console
    from rich.table import Table

    headings = [words[lang == "th"] for words in _HEADINGS]
    rows = [_row(partner, lang) for partner in kit.partners.values()]
    console = Console(width=None if sys.stdout.isatty() else _PIPED)
    if console.width < _NARROW:
        for name, title, *columns in rows:
            filled = [(heading, lines) for heading, lines in zip(headings[2:], columns, strict=True) if lines]
            click.echo(f"{name}  {title}")
            click.echo("\n".join(f"  {heading}: {', '.join(lines.splitlines())}" for heading, lines in filled))
        return
    table = Table(*headings)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _row(partner: Partner, lang: Literal["en", "th"]) -> list[str]:
    from partnerlab.lab.partners import partner_page

    known = [
        f"{n} {_GRADES[grade] if lang == 'th' else grade}" for grade, n in partner_page.fields(partner).items() if n
    ]
    lists = (sorted(partner.answers), sorted(partner.sends), [partner.behind or ""], known)
    return [partner.name, partner.title[lang], *("\n".join(lines) for lines in lists)]


def _details(name: str, language: Literal["en", "th"]) -> str:
    from partnerlab.conformance.partner_details import partner_details
    from partnerlab.lab.partners.registry import Registry

    return partner_details(Registry().partner(name), language)


def _coverage(kit: Registry) -> str:
    from partnerlab.conformance import coverage_page
    from partnerlab.scenario.language.scenario_loader import find

    files = find((kit.root / "scenarios",))
    with options.late_bar("coverage", len(files)) as bar:
        return coverage_page.page(kit, bar.over(files))


def _write(text: str, file: Path) -> None:
    from partnerlab.report.atomic_file import write_atomically

    if str(file) == "-":
        click.echo(text, nl=False)
    else:
        write_atomically(file, text.encode())
