"""`partnerlab up`: serve everything for a CIS that runs elsewhere, until Ctrl-C."""

from __future__ import annotations

import signal
import threading

import click


@click.command("up")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(1, 65_000),
    default=8100,
    show_default=True,
    help="First port; each simulator takes the next.",
)
@click.option("--seed", default=1, show_default=True, help="The seed of the world, of keys and of chance.")
@click.option("--env", is_flag=True, help="Print the variables for a shell and leave: they are the same every time.")
def command(host: str, port: int, seed: int, env: bool) -> None:
    """Serve every simulator and the file drop-off, and print where they are and with which credentials.

    `run --cis` serves the same at the same addresses while it plays, so a CIS is told once for both.
    """
    from partnerlab.lab.environment import sftp_variables, variables
    from partnerlab.lab.journal import KEPT, Journal
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.registry import Kit
    from partnerlab.lab.system import nobody
    from partnerlab.scenario import stage as stages

    lab = Lab(Kit(), seed)
    lab.system, lab.journal = nobody(), Journal(keep=KEPT)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with stages.serve(lab, "up", host, port) as stage:
        told = variables(lab, stage.urls) | sftp_variables(lab)
        if env:
            click.echo("\n".join(f"export {name}='{value}'" for name, value in told.items()))
            return
        click.echo(_table(lab.clock.now.strftime("%a %d %b %Y %H:%M"), told))
        try:
            stopped.wait()
        except KeyboardInterrupt:
            click.echo("\nstopped; nothing is left behind", err=True)


_WIDE = 120


def _short(value: str) -> str:
    return value if len(value) <= _WIDE else f"{value[:40]}… (whole with --env)"


def _table(now: str, told: dict[str, str]) -> str:
    width = max(len(name) for name in told)
    lines = [f"{name:<{width}}  {_short(value)}" for name, value in told.items()]
    head = f"partnerlab is up; in the lab it is {now}, and the clock stands. Tell your CIS:"
    return "\n".join([head, "", *lines, "", "Ctrl-C ends it."])
