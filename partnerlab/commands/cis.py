"""`partnerlab cis`: the reference CIS as an example of a customer system, connected to a running `partnerlab up`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from partnerlab.commands.common import options
from partnerlab.errors import InputError

_LONGEST = 100_000
"""Characters of a line that are looked at."""


@click.command("cis")
@options.host
@click.option("--port", type=click.IntRange(0, 65_000), default=8080, show_default=True, help="0 takes any free port.")
@options.address(
    "--control",
    "Control API of the lab.  [default: that of a `partnerlab up` without --port]",
    envvar="PARTNERLAB_CONTROL_URL",
)
@options.control_token("The token that `up` was started with.")
def command(host: str, port: int, control: str | None, control_token: str | None) -> int:
    """Start the reference CIS beside a running `partnerlab up`, and tell the lab where it listens.

    It takes the same variables that `partnerlab up --env` prints for your own CIS; your CIS takes its place. What it
    logs is searched for the people in play; if anything was found, it is said at once, and the exit code is 1.
    """
    from partnerlab import interrupts
    from partnerlab.commands.common.log_lines import LogLines
    from partnerlab.lab.channels.socket_http import HttpServer
    from partnerlab.lab.deployment import REFERENCES
    from partnerlab.lab.our_side import CIS
    from partnerlab.lab.system_log.captured_output import CapturedOutput

    lab = _RunningLab(control or _default_control(), control_token)
    app = REFERENCES[CIS](lab.variables(), None)
    lines = LogLines(lambda line: lab.hear(CIS, line))
    output = CapturedOutput(CIS, lines.add)
    server = HttpServer(output.listened(app), host, port)
    output.open()
    try:
        lab.connect(CIS, server.url)
        signals = interrupts.Signals()
        click.echo(f"reference CIS at {server.url}, connected to {lab.control}\nCtrl-C ends it.")
        signals.next()
        with suppress(InputError):  # the lab may be gone already
            lab.connect(CIS, None)
    finally:
        server.close()
        output.close()
        lines.close()
    return 1 if lines.found else 0


class _RunningLab:
    """The control API of a lab in another process."""

    def __init__(self, control: str, token: str | None) -> None:
        self.control = control.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def variables(self) -> dict[str, str]:
        """What `partnerlab up --env` prints."""
        found: dict[str, str] = self._call("GET", "/partners")["variables"]
        return found

    def connect(self, system: str, url: str | None) -> None:
        """Tell the lab where a system listens; None: nowhere any more."""
        self._call("PUT", f"/systems/{system}", {"url": url})

    def hear(self, system: str, line: str) -> list[str]:
        """What the lab finds in a line of a system's log."""
        found: list[str] = self._call("POST", f"/systems/{system}/log", {"line": line[:_LONGEST]})["findings"]
        return found

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        import requests

        try:
            answer = requests.request(method, self.control + path, json=body, headers=self._headers, timeout=10)
            content = answer.json()
        except requests.RequestException:
            advice = "start `partnerlab up` first, in another terminal, or give --control"
            raise InputError(f"no lab answers at {self.control}: {advice}") from None
        if answer.status_code >= 400:
            raise InputError(
                f"the lab at {self.control} refused {method} {path}: {content['message']}; {content['do']}"
            )
        return content


def _default_control() -> str:
    """Where `partnerlab up` without --port has its control API."""
    from partnerlab.lab.channels.ports import FIRST_PORT
    from partnerlab.lab.deployment import control_port
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry

    lab = Lab(Registry())
    try:
        return f"http://127.0.0.1:{control_port(lab, FIRST_PORT)}/__lab"
    finally:
        lab.close()
