"""`partnerlab check`: check a partner's folder that is kept outside this kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from partnerlab.commands.common import options
from partnerlab.commands.common.counts import counted

if TYPE_CHECKING:
    from partnerlab.conformance.partner_folder.partner_check import FolderCheck

Language = Literal["en", "th"]


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
@options.report
@options.language
def command(folder: Path, report: Path | None, lang: Language) -> int:
    """Check the partner in FOLDER (contracts/<partner>, simulators/<partner>, optionally scenarios/) against all rules.

    Its simulator is loaded, as it would be here. Exit code 1 if something is against a rule.
    """
    from partnerlab.conformance.partner_folder.partner_check import check
    from partnerlab.conformance.partner_folder.partner_check_events import folder_check_events

    checked = check(folder)
    with options.reporting(report, lang) as keep:
        for event in folder_check_events(checked):
            keep(event)
        for mistake in checked.mistakes:
            click.echo(mistake)
        click.echo(_summary(checked, lang), err=True)
    return 1 if checked.mistakes else 0


def _summary(checked: FolderCheck, lang: Language) -> str:
    """How much was checked and found; in Thai also the broken rules, for the mistakes themselves are in English."""
    names, mistakes = ", ".join(checked.partners), len(checked.mistakes)
    if lang == "en":
        return f"{names}: {counted(checked.scenarios, 'scenario')}, {counted(checked.mistakes, 'mistake')}"
    broken = [each.title["th"] for rules in checked.partners.values() for each in rules if each.mistakes]
    lines = [f"ไม่เป็นไปตามกติกา: {title}" for title in dict.fromkeys(broken)]
    return "\n".join([*lines, f"{names}: สถานการณ์ทดสอบ {len(checked.scenarios)} เรื่อง ไม่เป็นไปตามกติกา {mistakes} จุด"])
