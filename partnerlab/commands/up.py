"""`partnerlab up`: serve everything for a CIS that runs elsewhere, until Ctrl-C."""

from __future__ import annotations

import ipaddress
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnerlab import interrupts
from partnerlab.commands.common import options
from partnerlab.commands.common.lab_table import exports, lab_table, variables_of
from partnerlab.control.lab_setup import make_lab
from partnerlab.control.public_keys import authorize, public_keys
from partnerlab.control.server import ServerSettings, serve
from partnerlab.lab.exchange.arrival_watch import watch_arrivals
from partnerlab.lab.exchange.file_exchange import file_exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from partnerlab.lab.deployment import Deployment
    from partnerlab.lab.lab import Lab


@click.command("up")
@options.host
@options.first_port("First port. Each simulator takes the next one, then the file servers and the control API.")
@options.seed(
    "The seed of the population, the keys and all randomness. Passwords and host key of the file servers come from it "
    "only if it is given, else from a random secret of this user."
)
@click.option(
    "--env",
    is_flag=True,
    help="Print the environment variables for your CIS and exit. They stay the same until a partner is added.",
)
@options.address("--cis", "URL of your CIS, for partners that send to it.")
@options.address("--rwc", "URL of your raw-water system, for partners that send to it.")
@click.option(
    "--with-reference",
    is_flag=True,
    help="Also start the reference CIS and raw-water system, in place of those without a URL.",
)
@click.option(
    "--fault",
    "faults",
    metavar="'{set_fault: PARTNER, fault: FAULT}'",
    multiple=True,
    help="Start with this fault set, written as in a scenario: '{set_fault: PARTNER, operation: OPERATION, "
    "fault: silence, times: 2}'. Repeat the option for several faults.",
)
@click.option(
    "--server",
    type=click.Choice(["threads", "granian"]),
    default="threads",
    show_default=True,
    help="threads: every fault works. granian: for load tests, one port for everything; the faults `silence` and "
    "broken connections do not work.",
)
@click.option(
    "--all-checks",
    is_flag=True,
    help="With --server granian: also look for personal data where the contract marks none, which costs speed. "
    "--server threads always does.",
)
@click.option(
    "--form",
    "forms",
    metavar="PARTNER=FORM",
    multiple=True,
    help="Serve this form of a partner's interface, where its agreement knows several, in place of the one in force.",
)
@options.limits
@options.authorized_keys
@options.partner_folders
@options.states
@options.control_token(
    "Token that opens the control API to other machines. Without it, only this machine may call the control API."
)
def command(
    host: str, port: int, seed: int, env: bool, cis: str | None, rwc: str | None, with_reference: bool,
    faults: tuple[str, ...], server: str, all_checks: bool, control_token: str | None, limits: tuple[str, ...],
    folders: tuple[Path, ...], forms: tuple[str, ...], keys: tuple[str, ...], more_states: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve every simulator, the file servers, the control API and the live page, and print their addresses.

    `run --cis` serves the same simulators at the same addresses while it plays, so you configure your CIS
    once for both commands. What a partner's own client sends to the printed address of your CIS is judged and passed on
    to it. The control API moves the clock, makes partners send, sets states and faults, and reads the
    journal: see docs/control.md. The live page (PARTNERLAB_PAGE_URL) does the same in a browser: see docs/page.md.
    """
    from partnerlab.lab.our_side import CIS, RWC

    systems = {CIS: cis, RWC: rwc}
    secret = options.secret_unless_seeded()
    root = str(options.kit_with_partners(folders)[0].root) if folders else None
    if more_states and server == "granian":
        raise click.UsageError("--states is for --server threads")
    lab = make_lab(seed, systems, faults, limits, secret, root, forms)
    for told in more_states:
        lab.kit.add_states(told)
    served = ServerSettings(
        host, port, seed, systems, faults, control_token, all_checks, limits, secret, root, with_reference, forms,
        public_keys(keys),
    )  # fmt: skip
    authorize(lab, served.keys)
    steered_at = host if control_token else _HERE
    if env:
        click.echo(exports(_ahead(lab, host, port, steered_at) if server == "threads" else _ahead_loaded(lab, served)))
        return
    if server == "granian":
        _loaded(lab, served)
        return
    _served(lab, served, steered_at)


def _served(lab: Lab, served: ServerSettings, steered_at: str) -> None:
    """Everything on ports of its own, until a signal comes."""
    from partnerlab.lab import deployment as deployments

    with deployments.serve_simulators(lab, "up", served.host, served.port) as stage:
        urls = stage.urls | _fronts(stage, served.host, served.port)
        told = variables_of(lab, urls, _control(stage, steered_at, served.port, served.control_token))
        if served.with_reference:
            deployments.start_references(lab, stage.urls)
        watch_arrivals(lab)
        signals = interrupts.Signals()
        _warn_if_open(served.host)
        click.echo(lab_table(lab, told, _ALL_CHECKS))
        told_to = signals.next()
    if signal.SIGINT in told_to:
        click.echo(_STOPPED, err=True)


_HERE = "127.0.0.1"
"""Where the control listens unless it was given a token: nobody on another machine needs to steer this lab."""

_OPEN = (
    "warning: --host {} opens every simulator and the servers for files to all machines that reach this one, and what "
    "is printed below opens them; use it only in a network that you trust"
)


def _warn_if_open(host: str) -> None:
    """Warn of an address that other machines reach."""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        click.echo(_OPEN.format(host), err=True)


_CONTRACT_ALONE = (
    "Checks: what the contract alone decides (form, agreed data, identity, dates). Personal data where the contract "
    "marks none, and the time that a message states, are not looked at; --all-checks does."
)
_ALL_CHECKS = "Checks: all, also personal data where the contract marks none, and the time that a message states."

_STOPPED = "\nstopped; nothing is left behind"


def _loaded(lab: Lab, served: ServerSettings) -> None:
    """The same, behind a server that bears load."""
    served.refuse_what_cannot_be(len(file_exchange(lab).kinds))
    checks = _ALL_CHECKS if served.all_checks else _CONTRACT_ALONE
    told = lab_table(lab, _ahead_loaded(lab, served), checks, served.port + 1)
    lab.close()
    signals = interrupts.Signals(signal.SIGCHLD)
    _warn_if_open(served.host)
    click.echo(told)
    serve(served, signals)
    click.echo(_STOPPED, err=True)


def _ahead(lab: Lab, host: str, port: int, steered_at: str) -> dict[str, str]:
    """The table of `up` without starting it, because another lab may use these ports."""
    from partnerlab.lab.deployment import control_port, front_ports, ports

    urls = {name: f"http://{host}:{at}" for name, at in (ports(lab, port) | front_ports(lab, port)).items()}
    files = port + len(ports(lab, port))
    return _said_ahead(lab, urls, host, files, f"http://{steered_at}:{control_port(lab, port)}/__lab")


def _ahead_loaded(lab: Lab, served: ServerSettings) -> dict[str, str]:
    return _said_ahead(lab, served.urls(lab) | served.fronts(lab), served.host, served.port + 1, served.control)


def _said_ahead(lab: Lab, urls: dict[str, str], host: str, files: int, control: str) -> dict[str, str]:
    """The servers for files, which will listen from port `files` on, listen elsewhere while they are looked at."""
    from partnerlab.lab.environment import file_variables

    file_exchange(lab).host, file_exchange(lab).port = host, 0
    return variables_of(lab, urls, control) | file_variables(lab, files)


def _control(stage: Deployment, host: str, port: int, token: str | None) -> str:
    """Serve the control behind the simulators and the servers for files; its address."""
    from partnerlab.lab.channels.socket_http import HttpServer
    from partnerlab.lab.deployment import control_port

    stage.listening.append(HttpServer(_Control(stage, token), host, control_port(stage.lab, port)))
    return stage.listening[-1].url + "/__lab"


def _fronts(stage: Deployment, host: str, port: int) -> dict[str, str]:
    """Serve the addresses that partners' clients call, by the system behind each."""
    from partnerlab.lab.channels.socket_http import HttpServer
    from partnerlab.lab.deployment import front_ports
    from partnerlab.lab.front.system_front import system_fronts

    served, at = system_fronts(stage.lab), front_ports(stage.lab, port)
    for name, front in served.items():
        stage.listening.append(HttpServer(front, host, at[name]))
    return {name: server.url for name, server in zip(served, stage.listening[-len(served) :], strict=True)}


class _Control:
    """The control and the page, made when they are first asked: without them a lab is up sooner."""

    def __init__(self, stage: Deployment, token: str | None) -> None:
        self._stage, self._token = stage, token
        self._app: Callable[..., Iterable[bytes]] | None = None
        self._making = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._making:
            app = self._app = self._app or self._made()
        return app(environ, start_response)

    def _made(self) -> Callable[..., Iterable[bytes]]:
        from partnerlab.control.app import Control
        from partnerlab.control.controller import LabController
        from partnerlab.page.app import beside_control

        return beside_control(Control(LabController(self._stage.lab, self._stage.urls), self._token))
