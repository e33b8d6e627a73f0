"""`partnerlab verify`: check a partner's implementation, or a CIS, against the contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from partnerlab.commands.common import options


@click.command("verify")
@click.argument("partner")
@options.address("--url", "URL of the partner's implementation, or of the gateway before it.")
@options.address(
    "--cis", "Verify the CIS (or raw-water system) at this URL instead: partnerlab sends it the partner's requests."
)
@options.first_port("First port of the simulators when --cis is given.")
@options.input_file("--bindings", "Your test data for our examples.  [default: ./bindings.yaml, if there is one]")
@click.option(
    "--allow-writes", is_flag=True, help="Also send requests that change data. Use it only with a test system."
)
@click.option(
    "--requests",
    type=click.IntRange(0, 10_000),
    default=20,
    show_default=True,
    help="Generated requests for each operation, valid and invalid.",
)
@click.option(
    "--access-checks/--no-access-checks",
    default=True,
    help="Send wrong credentials, which must be refused; at most three wrong values of each, last in the order.",
)
@click.option(
    "--direct",
    is_flag=True,
    help="PARTNER stands behind a gateway and is asked without it: URL is its own address, and neither the gateway's "
    "token nor its headers are sent.",
)
@click.option(
    "--form",
    metavar="FORM",
    help="Verify this form of PARTNER's interface, where the agreement knows several; without it, the one in force.",
)
@options.report
@options.quiet
@options.language
def command(
    partner: str, url: str | None, cis: str | None, port: int, bindings: Path | None, allow_writes: bool,
    requests: int, access_checks: bool, direct: bool, form: str | None, report: Path | None, quiet: bool,
    lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Send our CIS's requests to PARTNER's implementation at URL and check each answer.

    Credentials come from the environment (PARTNER_NAME, such as DGA_GDX_CONSUMER_KEY) and are never shown. Without
    --allow-writes only requests that change nothing are sent. With --cis, send PARTNER's requests to a CIS instead:
    that CIS needs the test hooks and the variables of `partnerlab up --env`.
    """
    from partnerlab.conformance.check_result import exit_code
    from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify
    from partnerlab.conformance.verify.system_verification import SystemVerifyOptions, verify_cis
    from partnerlab.lab.partners.registry import Registry

    where = _one_address(url, cis, {"--bindings": bindings, "--direct": direct, "--form": form})
    with options.reporting(report, lang) as keep, options.terminal(lang, quiet) as terminal:

        def on_event(event: dict[str, Any]) -> None:
            keep(event)
            terminal(event)

        if cis:
            secret = options.secret_unless_seeded()
            sent = SystemVerifyOptions(partner, cis, port, allow_writes, requests, access_checks, secret)
            outcomes = verify_cis(Registry(), sent, on_event)
        else:
            asked = VerifyOptions(partner, where, bindings, allow_writes, requests, access_checks, direct, form)
            outcomes = verify(Registry(), asked, on_event)
    return exit_code(outcomes)


def _one_address(url: str | None, cis: str | None, of_url: dict[str, object]) -> str:
    """The address that was given; a `UsageError` for none or two, or for an option that goes with --url alone."""
    if (where := url or cis) is None or (url and cis):
        raise click.UsageError("give either --url (a partner's implementation) or --cis (a CIS or raw-water system)")
    if cis and (given := next((name for name, value in of_url.items() if value), None)):
        raise click.UsageError(f"{given} goes with --url, not with --cis")
    return where
