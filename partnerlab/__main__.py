"""The command line: one module of `partnerlab.commands` for each command."""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import sys
from pathlib import Path
from typing import Any

import click

from partnerlab import __version__, interrupts, standard_streams
from partnerlab.errors import InputError
from partnerlab.suggestions import unknown_name_message

_COMMANDS = (
    "run",
    "up",
    "cis",
    "sandbox",
    "doctor",
    "verify",
    "check",
    "check-file",
    "new",
    "partners",
    "agreements",
    "lint",
    "lookup",
    "record",
    "sabotage",
)

_OURS = ("partnerlab", "reference", "simulators")

_SELDOM = (50_000, 10, 100)
"""How often the collector looks for cycles: what a start loads holds few, and to look for them is a tenth of it."""

OK, FAILED, USAGE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130

EXIT_CODES = """\b
Exit codes:
  0    everything that could be judged passed
  1    something failed, or nothing could be judged
  2    wrong usage or input
  3    a bug in partnerlab
  130  stopped by Ctrl-C, SIGTERM or a closed terminal; `up` and `cis`, which end so, with 0
"""


class _LazyGroup(click.Group):
    """Loads a command's module only when that command is called, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; an empty argument is a mistake, for it often is a variable that is not set."""
        if told := unknown_name_message("command", args[0], _COMMANDS):
            raise click.UsageError(told, ctx)
        for before, word in itertools.pairwise(args):
            named = word if word.startswith("--") and word.endswith("=") else before
            if named is word or not word:
                raise click.UsageError(f"what follows '{named}' is empty: is a variable not set?", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"partnerlab.commands.{name.replace('-', '_')}").command
        command.epilog = EXIT_CODES
        return command


@click.command(cls=_LazyGroup, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="partnerlab")
def cli() -> None:
    """The lab in which a water utility's customer system and its partners prove that their links work."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with one of the `EXIT_CODES`."""
    gc.set_threshold(*_SELDOM)
    interrupts.install_signal_handlers()
    standard_streams.prepare()
    try:
        code: Any = cli.main(arguments, prog_name="partnerlab", standalone_mode=False)
        standard_streams.flush()
    except click.exceptions.Exit as exit_request:
        code = exit_request.exit_code
    except click.ClickException as usage_error:
        usage_error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        code = _print_stopped()
    except SystemExit:
        raise
    except BaseException as error:  # native code turns an interruption into errors and panics of its own
        code = _print_stopped() if interrupts.was_interrupted() else _print_error(error)
    sys.exit(code if isinstance(code, int) else OK)


def _print_stopped() -> int:
    click.echo("stopped", err=True)
    return INTERRUPTED


def _print_error(error: BaseException) -> int:
    """Print an error and return its exit code: bad input in one line, a mistake of our own with its traceback."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] not in _OURS:
        return _print_missing_package(error)
    if isinstance(error, (InputError, OSError)):
        click.echo(_message(error), err=True)
        return USAGE
    import traceback

    traceback.print_exception(error)
    click.echo("This is a bug in partnerlab. Please report it with the lines above.", err=True)
    return BROKEN


def _print_missing_package(error: ModuleNotFoundError) -> int:
    """Say which package is missing, without loading more of ours: that might need the same package."""
    click.echo(
        f"the Python package '{error.name}' is not installed for {sys.executable}, and this needs it; install the lab "
        "with all that it needs: pip install 'partnerlab[load,verify,letters]', or -e . in a checkout",
        err=True,
    )
    return USAGE


def _message(error: BaseException) -> str:
    """An operating system's error names the file first, as all our messages do."""
    if not isinstance(error, OSError):
        return str(error)
    if error.filename is None and error.errno in standard_streams.FULL and standard_streams.cannot_be_written():
        error.filename = standard_streams.drop_output()
    if error.filename is None and isinstance(error, FileNotFoundError) and not _has_folder():
        error.filename = "the current folder"
    return f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror or str(error)


def _has_folder() -> bool:
    """Whether the current folder is still there."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
