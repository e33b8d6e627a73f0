"""`partnerlab sabotage`: mistakes made in the reference on purpose, and whether a scenario catches each."""

from __future__ import annotations

import click

from partnerlab.commands.common import options
from partnerlab.commands.common.counts import counted


@click.command("sabotage")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "only_list", is_flag=True, help="Print the mutations by kind, and exit.")
@options.seed()
@options.processes("Play N mutations at a time; by default one for each processor that may be used.")
def command(names: tuple[str, ...], only_list: bool, seed: int, jobs: int | None) -> int:
    """Break the reference by each mutation, or by those of NAME (a mutation or a kind), and play scenarios against it.

    A mutation is caught when a scenario does not pass and blames the right party. Exit code 1 if one is not caught. A
    mutation whose target is no longer in the reference fails before anything is played. It needs a checkout.
    """
    from partnerlab.lab.partners.registry import default_root
    from partnerlab.sabotage.mutation import named, read_mutations
    from partnerlab.sabotage.trials import CAUGHT, play_mutations, require_sound
    from partnerlab.scenario.processors import usable_processors

    root = default_root()
    chosen = named(read_mutations(root), names)
    if only_list:
        click.echo("\n".join(mutation.id for mutation in chosen))
        return 0
    require_sound(root, list(dict.fromkeys(name for mutation in chosen for name in mutation.scenarios)), seed)
    results = []
    for result in play_mutations(root, chosen, seed, jobs or usable_processors()):
        results.append(result)
        click.echo(_line(result))
    words = [result.word for result in results]
    counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(sorted(words)))
    click.echo(f"\n{counted(results, 'mutation')}: {counts}")
    return 0 if set(words) == {CAUGHT} else 1


def _line(result: object) -> str:
    from partnerlab.sabotage.trials import Result

    assert isinstance(result, Result)
    line = f"{result.word:<12} {result.mutation.id}"
    if result.scenario is None:
        return f"{line}  {result.played} scenarios passed"
    blame = f"{result.blame}" + ("" if result.blame == result.mutation.blame else f", expected {result.mutation.blame}")
    return f"{line}  by {result.scenario} ({blame}): {result.reason}"
