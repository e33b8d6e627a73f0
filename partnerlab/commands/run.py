"""`partnerlab run`: play scenarios and report."""

from __future__ import annotations

import re
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click

from partnerlab.commands.common import options
from partnerlab.commands.common.watched_stage import WatchedStage
from partnerlab.scenario.suite import exit_code, play_scenarios

_REAL_PATIENCE = 10.0
"""Real seconds for which a real partner is waited for."""


@click.command("run")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "word", metavar="WORD", help="Only scenarios whose name or title contains WORD.")
@options.report
@options.address("--cis", "Play against the CIS at this address instead of the reference.")
@options.address("--rwc", "The same for the raw-water system.")
@click.option("--sockets", is_flag=True, help="Real HTTP between simulators and the references.")
@options.first_port("First port of the simulators when --cis or --rwc is given.")
@click.option(
    "--real",
    "reals",
    metavar="PARTNER=URL",
    multiple=True,
    help="A real partner in its simulator's place; our side's calls to it are journalled and judged.",
)
@options.seed()
@options.processes(
    "Play in N processes, each with a lab of its own; by default one for each processor that may be "
    "used, and at most one for each twenty scenarios."
)
@click.option(
    "--shard",
    callback=lambda _ctx, _param, text: _shard(text),
    metavar="K/N",
    help="Play the K-th of N parts of the scenarios: for CI jobs side by side.",
)
@click.option(
    "--met", "met_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file which documented statuses, codes, states and faults were met, for `partners --coverage`.",
)  # fmt: skip
@click.option("--watch", is_flag=True, help="Serve the live page: it follows each scenario, and stays until Ctrl-C.")
@click.option(
    "--pace", type=click.FloatRange(0, 60), default=0.0, metavar="SECONDS",
    help="With --watch: how long each step is shown before the next.",
)  # fmt: skip
@options.partner_folders
@options.states
@options.quiet
@options.language
def command(
    paths: tuple[Path, ...], word: str | None, report: Path | None, cis: str | None, rwc: str | None, sockets: bool,
    port: int, reals: tuple[str, ...], seed: int, jobs: int | None, shard: tuple[int, int],
    met_file: Path | None, watch: bool, pace: float, folders: tuple[Path, ...], more_states: tuple[str, ...],
    quiet: bool, lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Play scenarios (all, those below PATHS, or those of --partner) and say how each ended and whose fault it is.

    PATHS such as scenarios/tax_invoices are also found in what was installed.
    """
    from partnerlab.lab.partners.real_partners import real_partner

    _refuse_both(cis, rwc, sockets)
    kit, own = options.kit_with_partners(folders)
    for told in more_states:
        kit.add_states(told)
    stories = _part(_stories(kit, paths or own, word, quiet), *shard)
    there = [real_partner(kit, told) for told in reals]
    processes = _processes(jobs, len(stories), alone=bool(cis or rwc or reals), watch=watch)
    stage = partial(_stage, kit, cis, rwc, sockets, seed, port, there)
    watched = WatchedStage(stage, port, pace) if watch else None
    with watched or nullcontext():
        with options.reporting(report, lang) as keep, options.terminal(lang, quiet) as terminal:

            def listen(event: dict[str, Any]) -> None:
                for hear in (keep, terminal, *((watched.hear,) if watched else ())):
                    hear(event)

            outcomes = _play(
                kit, stories, watched or stage, processes, listen, report is not None, met_file is not None,
                terminal.work,
            )  # fmt: skip
            if met_file:
                _write_met(met_file, outcomes)
        if watched:
            watched.stay()
        return exit_code(outcomes)


def _refuse_both(cis: str | None, rwc: str | None, sockets: bool) -> None:
    """Refuse options that exclude each other."""
    if (cis or rwc) and sockets:
        given = "--cis" if cis else "--rwc"
        told = f"{given} and --sockets exclude each other: a foreign {given[2:].upper()} is always reached over sockets"
        raise click.UsageError(told)


def _write_met(file: Path, outcomes: list[Any]) -> None:
    from partnerlab.conformance import met_list
    from partnerlab.report.atomic_file import write_atomically

    write_atomically(file, met_list.as_text(outcomes).encode())


def _play(
    kit: Any, stories: list[Any], stage: Any, processes: int, listen: Any, bodies: bool, collect_met: bool, work: Any
) -> list[Any]:
    if processes > 1:
        from partnerlab.scenario.process_pool import play_in_processes

        return play_in_processes(kit, stories, stage, processes, listen, bodies, collect_met)
    from partnerlab.lab.deployment import work_reported_to

    with stage() as opened, work_reported_to(work):
        return play_scenarios(opened, stories, listen, bodies, collect_met)


def _processes(jobs: int | None, scenarios: int, alone: bool, watch: bool) -> int:
    """How many processes play; what runs elsewhere has one state, which several labs would mix up."""
    from partnerlab.scenario.processors import can_fork, process_count

    if alone or watch or not can_fork():
        if jobs and jobs > 1:
            told = "--cis, --rwc and --real have one state for all scenarios" if alone else "this system cannot fork"
            told = "--watch follows one scenario at a time" if watch else told
            raise click.UsageError(f"-j {jobs}: {told}; leave -j to play in one process")
        return 1
    return min(jobs or process_count(scenarios), scenarios)


def _shard(text: str | None) -> tuple[int, int]:
    if text is None:
        return 1, 1
    match = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", text)
    if match is None or int(match[1]) > int(match[2]):
        raise click.BadParameter(f"expected a part and their number, such as 1/4, seen '{text}'")
    return int(match[1]), int(match[2])


def _part(stories: list[Any], part: int, parts: int) -> list[Any]:
    """Every n-th scenario, so that each part has some of every folder."""
    chosen = stories[part - 1 :: parts]
    if not chosen:
        raise click.UsageError(f"part {part} of {parts} is empty: there are {len(stories)} scenarios")
    return chosen


def _stage(
    kit: Any, cis: str | None, rwc: str | None, sockets: bool, seed: int, port: int, there: list[tuple[str, str]]
) -> Any:
    from partnerlab.lab import deployment as deployments
    from partnerlab.lab.channels.socket_http import UrlChannel

    if cis or rwc:
        stage = deployments.for_running_systems(kit, cis, seed, port, rwc=rwc, secret=options.secret_unless_seeded())
    else:
        stage = deployments.over_sockets(kit, seed) if sockets else deployments.in_process(kit, seed)
    for name, url in there:
        stage.lab.real_partners[name] = UrlChannel(url, _REAL_PATIENCE)
    return stage


def _here_or_ours(path: Path, root: Path) -> Path:
    """A path such as scenarios/tax_invoices also means what was installed, where no such folder is here."""
    ours = root / path
    return ours if path.parts[:1] == ("scenarios",) and not path.exists() and ours.exists() else path


def _stories(kit: Any, paths: tuple[Path, ...], word: str | None, quiet: bool) -> list[Any]:
    """The scenarios asked for; mistakes in any of them end the command before one is played."""
    from partnerlab.scenario.language.scenario_loader import BadScenario, find, read_all
    from partnerlab.suggestions import nearest_hint

    root = kit.root / "scenarios"
    files = find([_here_or_ours(path, kit.root) for path in paths] or (root,))
    with options.late_bar("scenarios", len(files), quiet) as bar:
        stories, mistakes = read_all(files, kit, root, each_done=bar.advance)
    if mistakes:
        raise BadScenario(mistakes)
    chosen = [
        story for story in stories if word is None or word in f"{story.id} {story.title['en']} {story.title['th']}"
    ]
    if not chosen:
        hint = nearest_hint(str(word), {part for story in stories for part in re.split(r"[/_]", story.id)})
        told = f"none of {len(stories)} scenarios has '{word}' in its name or title{hint}; leave -k to play all"
        raise click.UsageError(told)
    return chosen
