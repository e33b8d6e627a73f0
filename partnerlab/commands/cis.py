"""`partnerlab cis`: the reference CIS as an example of a customer system, connected to a running `partnerlab up`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from partnerlab.errors import InputError

_LAB_PORT = 8100


@click.command("cis")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65_000), default=8080, show_default=True, help="0 takes any free port.")
@click.option(
    "--control",
    metavar="URL",
    envvar="PARTNERLAB_CONTROL_URL",
    help="Control API of the lab.  [default: that of a `partnerlab up` without --port]",
)
@click.option("--control-token", envvar="PARTNERLAB_CONTROL_TOKEN", help="The token that `up` was started with.")
def command(host: str, port: int, control: str | None, control_token: str | None) -> None:
    """Start the reference CIS beside a running `partnerlab up`, and tell the lab where it listens.

    It takes the same variables that `partnerlab up --env` prints for your own CIS; your CIS takes its place.
    """
    from partnerlab import interrupts
    from partnerlab.lab.channels.socket_http import HttpServer
    from partnerlab.lab.deployment import REFERENCES
    from partnerlab.lab.our_side import CIS

    lab = _RunningLab(control or _default_control(), control_token)
    app = REFERENCES[CIS](lab.variables(), None)
    server = HttpServer(app, host, port)
    try:
        lab.connect(CIS, server.url)
        signals = interrupts.Signals()
        click.echo(f"reference CIS at {server.url}, connected to {lab.control}\nCtrl-C stops it.")
        signals.next()
        with suppress(InputError):  # the lab may be gone already
            lab.connect(CIS, None)
    finally:
        server.close()


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
    """Where `partnerlab up` without --port has its control API: behind the simulators and the drop-off."""
    from partnerlab.lab.deployment import ports
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry

    lab = Lab(Registry())
    try:
        return f"http://127.0.0.1:{max(ports(lab, _LAB_PORT).values()) + 2}/__lab"
    finally:
        lab.close()
