"""The command line: `partnerlab run`, `up`, `verify`, `check`, `check-file`, `partners`, `lint`, `lookup`."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from partnerlab import __version__, interrupts

_COMMANDS = ("run", "up", "verify", "check", "check-file", "partners", "lint", "lookup")

_OURS = ("partnerlab", "reference", "simulators")

OK, FAILED, USAGE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130


class _Lazy(click.Group):
    """Loads a command's module only when it is asked for, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"partnerlab.commands.{name.replace('-', '_')}").command
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="partnerlab")
def cli() -> None:
    """The lab in which a water utility's customer system and its partners prove that their links work."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit codes: 0 pass, 1 fail, 2 usage, 3 our own error, 130 interrupted."""
    interrupts.listen()
    try:
        code: Any = cli.main(arguments, prog_name="partnerlab", standalone_mode=False)
    except click.exceptions.Exit as left:
        code = left.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        code = INTERRUPTED
    except Exception as bad:
        code = _told(bad)
    sys.exit(code if isinstance(code, int) else OK)


def _told(bad: Exception) -> int:
    """A mistake of the caller's in one line; one of ours with its trace, which we want to see."""
    if isinstance(bad, ModuleNotFoundError) and (bad.name or "").partition(".")[0] not in _OURS:
        return _incomplete(bad)
    from partnerlab.contract.document_store import ContractError
    from partnerlab.contract.files import LayoutError
    from partnerlab.lab.channels.channel import Unreachable
    from partnerlab.lab.channels.ports import PortTaken
    from partnerlab.lab.partners.partner import RegistryError
    from partnerlab.scenario.language.scenario_loader import BadScenario
    from partnerlab.yamlio import YamlError

    theirs = (BadScenario, ContractError, RegistryError, LayoutError, PortTaken, Unreachable, YamlError, OSError)
    if isinstance(bad, theirs):
        click.echo(_sentence(bad), err=True)
        return USAGE
    import traceback

    traceback.print_exception(bad)
    click.echo("this is a mistake of the lab's own; please report it with the lines above", err=True)
    return BROKEN


def _incomplete(bad: ModuleNotFoundError) -> int:
    """Before anything else of ours is loaded, which may need what is missing too."""
    click.echo(
        f"the Python package '{bad.name}' is not installed for {sys.executable}, and this needs it; install the lab "
        "with all that it needs: pip install 'partnerlab[load,verify]', or -e . in a checkout",
        err=True,
    )
    return USAGE


def _sentence(bad: Exception) -> str:
    """An operating system's error names the file first, as all our messages do."""
    return f"{bad.filename}: {bad.strerror}" if isinstance(bad, OSError) and bad.filename else str(bad)


if __name__ == "__main__":
    main()
