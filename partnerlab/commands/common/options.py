"""Options that several commands have, from `--host` to `--lang`, and the writing of reports.

What an option means in one command alone is its `help`; name, type and default are the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from click.core import ParameterSource

from partnerlab.commands.common.base_url import checked_base_url
from partnerlab.errors import InputError
from partnerlab.lab.channels.ports import FIRST_PORT

if TYPE_CHECKING:
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.report import Terminal
    from partnerlab.report.progress import LateBar

Event = dict[str, Any]

Option = Callable[[Any], Any]

report = click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write report.html, junit.xml and events.jsonl here.",
)
language = click.option("--lang", type=click.Choice(["en", "th"]), default="en", show_default=True)

host = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; 0.0.0.0 lets other machines in.",
)


def first_port(help: str) -> Option:
    """`--port`: the first of the ports of the simulators; the file servers and the control API come after them."""
    kind = click.IntRange(1, 65_000)
    return click.option("--port", type=kind, default=FIRST_PORT, show_default=True, help=help)


SEED = "PARTNERLAB_SEED"
"""The variable that gives `--seed` to every command of a test suite or a pipeline."""


def seed(help: str = "The seed of people and randomness.") -> Option:
    """`--seed`, which makes all that is random the same at each start."""
    return click.option("--seed", envvar=SEED, default=1, show_default=True, help=help)


def address(name: str, help: str, **more: Any) -> Option:
    """An option for the address of a system or a partner, such as `--cis`."""
    return click.option(name, callback=checked_base_url, metavar="URL", help=help, **more)


def processes(help: str) -> Option:
    """`-j`: how many processes play at a time."""
    return click.option("-j", "jobs", type=click.IntRange(1, 256), metavar="N", help=help)


def input_file(name: str, help: str) -> Option:
    """An option for a file that is read."""
    return click.option(name, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=help)


def control_token(help: str) -> Option:
    """`--control-token`, which opens the control API to other machines."""
    return click.option("--control-token", envvar="PARTNERLAB_CONTROL_TOKEN", help=help)


partner_folders = click.option(
    "--partner",
    "folders",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A partner that is kept in a folder of its own: contracts/, simulators/, perhaps scenarios/ and adapter/. "
    "Repeat the option for several.",
)

states = click.option(
    "--states",
    "more_states",
    metavar="PARTNER=FILE",
    multiple=True,
    help="Named states beside the partner's own, such as `record` writes. Repeat it for several partners.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Show no progress on a terminal.")

limits = click.option(
    "--limit",
    "limits",
    metavar="NAME=SIZE",
    multiple=True,
    help="Change a size limit: body=20MB, file=300MB, files=600MB (all on one channel), journal=200MB.",
)


authorized_keys = click.option(
    "--authorized-key",
    "keys",
    metavar="LOGIN=FILE",
    multiple=True,
    help="Let a login of the drop-off in by a public key too: FILE is the .pub file (OpenSSH or PuTTY) of an agent, or "
    "of cis or rwc. Repeat the option for several.",
)


def secret_unless_seeded() -> str | None:
    """What passwords and host key of the servers for files are made of; None if a seed was given, which makes them.

    A seed is the same everywhere, so what is made of it protects nothing.
    """
    from partnerlab.control.machine_secret import machine_secret

    given = click.get_current_context().get_parameter_source("seed") not in (None, ParameterSource.DEFAULT)
    return None if given or SEED in os.environ else machine_secret()


def kit_with_partners(folders: Sequence[Path]) -> tuple[Registry, tuple[Path, ...]]:
    """The kit with the partners of these folders added, and the folders of their scenarios.

    Mistakes in them end the command before anything starts.
    """
    from partnerlab.lab.partners.registry import Registry

    if not folders:
        return Registry(), ()
    from partnerlab.conformance.partner_folder.partner_check import check  # heavy, and most commands need none of it
    from partnerlab.lab.deployment import add_adapters
    from partnerlab.lab.partners.laid_kit import ADAPTERS, add_scenarios, laid_together

    if mistakes := [mistake for folder in folders for mistake in check(folder).mistakes]:
        raise InputError("\n".join(mistakes))
    kit = Registry(click.get_current_context().with_resource(laid_together(folders)))
    add_adapters(kit, kit.root / ADAPTERS)
    return kit, tuple(add_scenarios(kit.root))


@contextmanager
def reporting(directory: Path | None, lang: Literal["en", "th"]) -> Iterator[Callable[[Event], None]]:
    """A listener for events, which are written as reports into `directory`, if there is one.

    A run that is interrupted is reported too. The place of the reports is printed once they are written.
    """
    from partnerlab import interrupts
    from partnerlab.report import render
    from partnerlab.report.translations import translate

    events: list[Event] = []
    ran_at = datetime.now().astimezone()
    if directory:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_read_only(directory)
    try:
        yield events.append if directory else _forget
    finally:
        if directory:
            with interrupts.uninterrupted:
                render(events, directory, ran_at, lang)
            click.echo(f"{translate('terminal.report', lang)}: {directory}")


def _refuse_read_only(directory: Path) -> None:
    """Say at the start that nothing can be written here: at the end, the whole run would be lost."""
    if not os.access(directory, os.W_OK | os.X_OK):
        raise InputError(f"--report {directory}: this user may not write there; give it a directory of its own")


def terminal(lang: Literal["en", "th"], quiet: bool) -> Terminal:
    """A listener that tells a run as it goes, with progress for a person."""
    from rich.console import Console

    from partnerlab.report import Terminal
    from partnerlab.report.progress import progress_console

    console = Console()
    return Terminal(console, lang, progress_console(console, quiet))


def late_bar(title: str, pieces: int, quiet: bool = False) -> LateBar:
    """A bar for a person while so many pieces are read, once it takes long."""
    from rich.console import Console

    from partnerlab.report.progress import LateBar, progress_console

    return LateBar(progress_console(Console(), quiet), title, pieces, in_pieces=True)


def _forget(event: Event) -> None:
    """A listener that keeps nothing, for a command without a report."""
