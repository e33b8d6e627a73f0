"""`partnerlab run`: play scenarios and report."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from partnerlab.commands import options
from partnerlab.scenario.suite import exit_code, play_scenarios

_REAL_PATIENCE = 10.0
"""Real seconds for which a real partner is waited for."""


@click.command("run")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "word", metavar="WORD", help="Only scenarios whose name or title holds WORD.")
@options.option
@click.option("--cis", metavar="URL", help="Play against the CIS at this address instead of the reference.")
@click.option("--rwc", metavar="URL", help="The same for the raw-water system.")
@click.option("--sockets", is_flag=True, help="Real HTTP between simulators and the references.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_000),
    default=8100,
    show_default=True,
    help="First port of the simulators when --cis or --rwc is given.",
)
@click.option(
    "--real",
    "reals",
    metavar="PARTNER=URL",
    multiple=True,
    help="A real partner in its simulator's place; what our side asks of it passes the journal and is judged.",
)
@click.option("--seed", default=1, show_default=True, help="The seed of the world and of chance.")
@options.language
def command(
    paths: tuple[Path, ...], word: str | None, report: Path | None, cis: str | None, rwc: str | None, sockets: bool,
    port: int, reals: tuple[str, ...], seed: int, lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Play scenarios (all, or those below PATHS) and say how each ended and whose fault it is."""
    from rich.console import Console

    from partnerlab.lab.channels.socket_http import UrlChannel
    from partnerlab.lab.partners.real_partners import real_partner
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.report import Terminal

    if (cis or rwc) and sockets:
        given = "--cis" if cis else "--rwc"
        told = f"{given} and --sockets exclude each other: a foreign {given[2:].upper()} is always reached over sockets"
        raise click.UsageError(told)
    kit = Registry()
    stories = _stories(kit, paths, word)
    there = [real_partner(kit, told) for told in reals]
    with (
        options.reporting(report, lang) as keep,
        _stage(kit, cis, rwc, sockets, seed, port) as stage,
        Terminal(Console(), lang, report) as terminal,
    ):
        for name, url in there:
            stage.lab.real_partners[name] = UrlChannel(url, _REAL_PATIENCE)

        def listen(event: dict[str, Any]) -> None:
            keep(event)
            terminal(event)

        outcomes = play_scenarios(stage, stories, listen, bodies=report is not None)
    return exit_code(outcomes)


def _stage(kit: Any, cis: str | None, rwc: str | None, sockets: bool, seed: int, port: int) -> Any:
    from partnerlab.lab import deployment as deployments

    if cis or rwc:
        return deployments.for_running_systems(kit, cis, seed, port, rwc=rwc)
    return deployments.over_sockets(kit, seed) if sockets else deployments.in_process(kit, seed)


def _stories(kit: Any, paths: tuple[Path, ...], word: str | None) -> list[Any]:
    """The stories asked for; all mistakes in all of them are told before anything runs."""
    from partnerlab.scenario.language.scenario_loader import BadScenario, find, read

    root = kit.root / "scenarios"
    stories, mistakes = [], []
    for file in find(paths or (root,)):
        try:
            stories.append(read(file, kit, root))
        except BadScenario as bad:
            mistakes += bad.mistakes
    if mistakes:
        raise BadScenario(mistakes)
    chosen = [
        story for story in stories if word is None or word in f"{story.id} {story.title['en']} {story.title['th']}"
    ]
    if not chosen:
        raise click.UsageError(
            f"none of {len(stories)} scenarios has '{word}' in its name or title; leave -k to play all"
        )
    return chosen
