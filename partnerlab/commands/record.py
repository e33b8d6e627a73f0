"""`partnerlab record`: what a real partner answers, masked as it is written, and given again by its simulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnerlab.commands.common import options
from partnerlab.commands.common.counts import counted

if TYPE_CHECKING:
    from partnerlab.conformance.recording.recorded_exchanges import Recording
    from partnerlab.lab.journal import Exchange

_PATIENCE = 30.0
"""Real seconds for which a real partner is waited for."""


@click.command("record")
@click.option("--real", metavar="PARTNER=URL", help="Stand before this real partner, until Ctrl-C, and record.")
@options.input_file("--har", "Mask what stands in this HAR file instead.")
@click.option("--partner", metavar="PARTNER", help="With --har: whose exchanges they are.  [default: by address]")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("recording"), show_default=True,
    help="The folder for recording.har and a PARTNER.states.yaml.",
)  # fmt: skip
@options.first_port("With --real: where your system calls the partner meanwhile.")
def command(real: str | None, har: Path | None, partner: str | None, folder: Path, port: int) -> int:
    """Record a real partner, or mask a HAR file: the same person gets the same pseudonym everywhere.

    Pseudonyms are of the lab's population: valid check digits, in blocks that no office issues. What no contract
    explains is covered whole. `run` and `up` play the recording with --states PARTNER=FILE, in the state `recorded`.
    """
    if bool(real) == bool(har):
        raise click.UsageError("give either --real PARTNER=URL or --har FILE")
    if partner and real:
        raise click.UsageError("--partner is for --har")
    return _record(real, folder, port) if real else _mask(Path(str(har)), partner, folder)


def _mask(file: Path, partner: str | None, folder: Path) -> int:
    from partnerlab.conformance.recording.har_file import exchanges_of
    from partnerlab.conformance.recording.recorded_exchanges import Recording
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry

    kit = Registry()
    lab, recording = Lab(kit), Recording(Lab(kit))
    lab.message_times.active = False  # what was recorded goes by the clock of its own day
    for exchange in exchanges_of(file, lab, partner):
        recording.add(exchange)
    _write(recording, folder)
    _tell(recording, folder)
    return 0


def _record(real: str, folder: Path, port: int) -> int:
    from partnerlab import interrupts

    with recorded_front(real, folder, port) as (recording, variable, url):
        signals = interrupts.Signals()
        click.echo(f"export {variable}={url}")
        click.echo(f"calls there go on to {real.partition('=')[2]}; Ctrl-C ends the recording", err=True)
        signals.next()
    _tell(recording, folder)
    return 0


@contextmanager
def recorded_front(real: str, folder: Path, port: int = 0) -> Iterator[tuple[Recording, str, str]]:
    """An address before a real partner, with the variable by which our side knows it; each call is masked and kept.

    Who is reached through a gateway is so here too: the URL is the gateway's.
    """
    from partnerlab.conformance.recording.recorded_exchanges import Recording
    from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
    from partnerlab.lab.exchange.simulator_app import simulator_apps
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.real_partners import real_partner
    from partnerlab.lab.partners.registry import Registry

    kit = Registry()
    name, url = real_partner(kit, real)
    called = kit.partner(name).behind or name
    lab, recording = Lab(kit), Recording(Lab(kit))
    lab.real_partners[called] = UrlChannel(url, _PATIENCE)
    lab.message_times.active = False  # both sides go by clocks of their own

    def hear(exchange: Exchange) -> None:
        recording.add(exchange)
        _write(recording, folder)

    _write(recording, folder)  # a folder that takes nothing is told now
    lab.journal.listeners.append(hear)
    server = HttpServer(simulator_apps(lab)[called], port=port)
    try:
        yield recording, f"{called.upper()}_URL", server.url
    finally:
        server.close()
        lab.close()


def _write(recording: Recording, folder: Path) -> None:
    from partnerlab.report.har import har

    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "recording.har", har(recording.events))
    for partner, states in recording.states():
        _write_json(folder / f"{partner}.states.yaml", states)


def _write_json(file: Path, content: Any) -> None:
    """JSON, which is YAML too."""
    from partnerlab.report.atomic_file import write_atomically

    write_atomically(file, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def _tell(recording: Recording, folder: Path) -> None:
    click.echo(f"{counted(recording.events, 'exchange')} masked: {folder / 'recording.har'}")
    if recording.unknown:
        click.echo(f"{recording.unknown} of them belong to no contract and are covered whole")
    if recording.broken:
        click.echo(f"{recording.broken} of them break the contract: see their comments in the file")
    if recording.bent:
        click.echo(f"{recording.bent} answers keep the contract no more since they are masked")
    for partner, _ in recording.states():
        click.echo(f"play it again: partnerlab run --states {partner}={folder / partner}.states.yaml")
