"""`partnerlab check-file`: one record file by its layout, with a ruler under each wrong byte."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from partnerlab.commands.common import options


@click.command("check-file")
@click.argument("layout", metavar="PARTNER/LAYOUT")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="The name that the file will have at the drop-off, if this copy is named differently.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Findings to show; the rest are counted.",
)
@options.report
@options.quiet
@options.language
def command(
    layout: str, file: Path, name: str | None, limit: int, report: Path | None, quiet: bool, lang: Literal["en", "th"]
) -> int:
    """Judge FILE by a layout: its name, encoding, records, columns and totals. Exit code 1 if it is not as agreed.

    Nothing leaves this machine; personal data is shown as x. A file of any size is read once, in little memory.
    """
    from rich.console import Console

    from partnerlab.conformance.record_file.file_check import PASSES, check
    from partnerlab.conformance.record_file.file_check_events import file_check_events
    from partnerlab.contract.unmarked_personal_data import cover_numbers
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.report.file_check_text import file_text
    from partnerlab.report.progress import LateBar, progress_console
    from partnerlab.report.safe_text import printable
    from partnerlab.report.translations import translate

    size = PASSES * file.stat().st_size if file.is_file() else 0
    progress = LateBar(progress_console(Console(), quiet), file.name, size)
    try:
        with progress:
            checked = check(Registry(), layout, file, name, limit, progress.advance)
    except KeyboardInterrupt:
        click.echo(translate("file.stopped", lang, percent=progress.percent, name=printable(cover_numbers(file.name))))
        raise
    with options.reporting(report, lang) as keep:
        events = list(file_check_events(checked))
        click.echo(file_text(events, lang))
        for event in events:
            keep(event)
    return 0 if checked.passed else 1
