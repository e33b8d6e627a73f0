"""`partnerlab sandbox`: test a partner's own client by a list of steps that ticks itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from partnerlab import interrupts
from partnerlab.commands.common import options

if TYPE_CHECKING:
    from partnerlab.sandbox.checklist import ChecklistStep, Stray

_LOOKS_EVERY = 0.5
"""Seconds between two looks at the clock and at files that have come."""


@click.command("sandbox")
@click.argument("partner")
@options.host
@options.first_port("First port; the addresses are those of `partnerlab up`.")
@options.seed("The seed of people, keys and passwords.")
@click.option(
    "--late", type=click.FloatRange(0, 30), default=20.0, show_default=True, help="Seconds that a late answer takes."
)
@click.option(
    "--at", type=click.DateTime(["%H:%M"]), metavar="HH:MM",
    help="The time of this day at which it begins, before a cut-off that is over by now; without it as on your clock.",
)  # fmt: skip
@options.report
@options.language
def command(
    partner: str, host: str, port: int, seed: int, late: float, at: datetime | None, report: Path | None,
    lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Test PARTNER's own client by a list of steps, against our side with accounts of known facts.

    The list is made from the contract and ticks itself by what arrives, in any order; near misses are explained. Some
    accounts make our side silent, late or broken. It ends when all steps are done, or by Ctrl-C: then with 1 if
    steps are left.
    """
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.sandbox.checklist_text import checklist_events, introduction, last_line, step_text, stray_text
    from partnerlab.sandbox.session import SandboxOptions, open_sandbox

    def tell(step: ChecklistStep) -> None:
        click.echo(step_text(step, lang))

    def tell_stray(stray: Stray) -> None:
        click.echo(stray_text(stray, lang))

    wish = SandboxOptions(partner, host, port, seed, late, at.time() if at else None)
    with options.reporting(report, lang) as keep, open_sandbox(Registry(), wish, tell, tell_stray) as sandbox:
        signals = interrupts.Signals()
        click.echo(introduction(sandbox, lang))
        while sandbox.checklist.left and not signals.within(_LOOKS_EVERY):
            sandbox.let_time_pass()
        left = sandbox.checklist.left
        click.echo("\n" + last_line(sandbox, lang))
        for step in left:
            click.echo(step_text(step, lang))
        for event in checklist_events(sandbox):
            keep(event)
    return 1 if left else 0
