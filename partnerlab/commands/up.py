"""`partnerlab up`: serve everything for a CIS that runs elsewhere, until Ctrl-C."""

from __future__ import annotations

import signal
import threading

import click


@click.command("up")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8100, show_default=True, help="First port; each simulator takes the next.")
@click.option("--seed", default=1, show_default=True, help="The seed of the world, of keys and of chance.")
@click.option("--env", is_flag=True, help="Print the variables alone, to be sourced by a shell.")
def command(host: str, port: int, seed: int, env: bool) -> None:
    """Serve every simulator and the file drop-off, and print where they are and with which credentials."""
    from partnerlab.lab.environment import sftp_variables, variables
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.registry import Kit
    from partnerlab.lab.system import nobody
    from partnerlab.scenario import stage as stages

    lab = Lab(Kit(), seed)
    lab.system = nobody()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with stages.serve(lab, "up", host, port) as stage:
        found = variables(lab, stage.urls) | sftp_variables(lab)
        click.echo(
            "\n".join(f"export {name}='{value}'" for name, value in found.items()) if env else _table(stage, found)
        )
        try:
            stopped.wait()
        except KeyboardInterrupt:
            click.echo("\nstopped; nothing is left behind", err=True)


def _table(stage: object, found: dict[str, str]) -> str:
    width = max(len(name) for name in found)
    lines = [f"{name:<{width}}  {value}" for name, value in found.items()]
    return "\n".join(["partnerlab is up. Tell your CIS:", "", *lines, "", "Ctrl-C ends it."])
