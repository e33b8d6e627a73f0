"""`partnerlab check-file`: hold a record file against its layout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from partnerlab.commands import reporting


@click.command("check-file")
@click.argument("kind", metavar="PARTNER/LAYOUT")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--any-name", is_flag=True, help="Judge the content alone: the file is not named as it would travel.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many findings are drawn.")
@reporting.option
@reporting.language
def command(
    kind: str, file: Path, any_name: bool, limit: int, report: Path | None, lang: Literal["en", "th"]
) -> int:  # fmt: skip
    """Judge FILE by a layout: verdict, totals, and a ruler under each wrong byte. Exit code 1 if it is wrong.

    Personal data is covered in all that is shown.
    """
    from partnerlab.conformance.file_telling import examine, text
    from partnerlab.conformance.files import check_file
    from partnerlab.lab.registry import Kit
    from partnerlab.report.words import word

    kit = Kit()
    checked = check_file(kit, kind, file, named=not any_name, limit=limit)
    click.echo(text(checked, lang))
    if report:
        with reporting.reporting(report, lang) as listener:
            examine(kit, checked, listener)
        click.echo(f"\n{word('terminal.report', lang)}: {report}")
    return 0 if checked.verdict.ok else 1
