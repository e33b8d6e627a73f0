"""`partnerlab verify`: a partner's own implementation, held to what was agreed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import click

from partnerlab.commands import options


@click.command("verify")
@click.argument("partner")
@click.option("--url", metavar="URL", help="Where the partner's implementation is, or the gateway before it.")
@click.option(
    "--cis",
    metavar="URL",
    help="The other way round: where a CIS (or raw-water system) is that is asked in the partner's name.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65_000),
    default=8100,
    show_default=True,
    help="First port of the simulators when --cis is given.",
)
@click.option(
    "--bindings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your test data for our examples.  [default: ./bindings.yaml, if there is one]",
)
@click.option("--allow-writes", is_flag=True, help="Also ask what changes something there; only at a test system.")
@click.option(
    "--requests",
    type=click.IntRange(0, 10_000),
    default=20,
    show_default=True,
    help="Generated requests for each operation, valid and invalid.",
)
@options.option
@options.language
def command(
    partner: str, url: str | None, cis: str | None, port: int, bindings: Path | None, allow_writes: bool,
    requests: int, report: Path | None, lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Ask the implementation of PARTNER at URL what our side asks, and judge each answer. Exit code 1 if one is wrong.

    Credentials come from the environment (PARTNER_NAME, such as DGA_GDX_CONSUMER_KEY) and are never shown. Without
    --allow-writes nothing is asked that changes anything. With --cis our side is asked what PARTNER sends; it is
    seeded through its test hooks, and was told of the lab by `partnerlab up --env`.
    """
    from rich.console import Console

    from partnerlab.conformance.check_result import exit_code
    from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify
    from partnerlab.conformance.verify.system_verification import verify_cis
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.report import Terminal

    if (where := url or cis) is None or (url and cis):
        raise click.UsageError("one of --url and --cis says whose implementation is verified, and where it is")
    _must_be_an_address(where)
    if cis and (bindings or allow_writes):
        raise click.UsageError("--bindings and --allow-writes are of a partner's implementation, not of a CIS")
    with options.reporting(report, lang) as keep, Terminal(Console(), lang, report) as terminal:

        def told(event: dict[str, Any]) -> None:
            keep(event)
            terminal(event)

        if cis:
            outcomes = verify_cis(Registry(), partner, cis, port, told)
        else:
            outcomes = verify(Registry(), VerifyOptions(partner, where, bindings, allow_writes, requests), told)
    return exit_code(outcomes)


def _must_be_an_address(told: str) -> None:
    """`UsageError` for what nobody can be reached at, or what would show a secret in every report."""
    if "@" in told.partition("//")[2].partition("/")[0]:
        raise click.UsageError("an address holds no login: credentials come from the environment, and are never shown")
    try:
        parts = urlsplit(told)
        host, _ = parts.hostname, parts.port
    except ValueError as bad:
        raise click.UsageError(f"'{told}' is no address: {bad}") from None
    if not told.startswith(("http://", "https://")):
        raise click.UsageError(f"'{told}' is no address: it begins with http:// or https://")
    if not host or any(char.isspace() for char in told):
        raise click.UsageError(f"'{told}' is no address: no name of a machine stands in it")
    if "?" in told or "#" in told:
        raise click.UsageError("an address ends with the path before the contract's: what follows ? or # is none of it")
