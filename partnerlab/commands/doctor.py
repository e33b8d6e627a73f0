"""`partnerlab doctor`: check the connection to a partner before any test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from partnerlab.commands.common import options

if TYPE_CHECKING:
    from partnerlab.conformance.doctor.diagnosis import Diagnosis

_STATES = {
    "ok": ("ok", "พร้อม"),
    "warning": ("warning", "ควรแก้ไข"),
    "bad": ("not ready", "ไม่พร้อม"),
    "untried": ("not tried", "ยังไม่ได้ตรวจ"),
}


_WIDTH = 10
"""Columns of the word for a state; a Thai one has more characters than columns."""


@click.command("doctor")
@click.argument("partner")
@options.address("--url", "The partner's implementation.  [default: the variable PARTNER_URL]")
@options.address("--cis", "Look at the CIS (or raw-water system) that PARTNER calls instead.")
@options.input_file(
    "--variables", "Addresses and credentials, as `partnerlab up --env` prints them.  [default: the environment]"
)
@options.input_file(
    "--bindings", "Your test data, certificates and proxy.  [default: ./bindings.yaml, if there is one]"
)
@options.language
def command(
    partner: str, url: str | None, cis: str | None, variables: Path | None, bindings: Path | None,
    lang: Literal["en", "th"],
) -> int:  # fmt: skip
    """Check everything between this machine and PARTNER before any test, and say what to correct.

    Addresses, DNS, TLS, both clocks, credentials, the SFTP log-in with host key and rights, mailbox, web log-in, sample
    files and their code page. It reads only; at an SFTP server it writes, renames and removes one small file.
    """
    from partnerlab.conformance.doctor.examination import DoctorOptions, examine
    from partnerlab.conformance.doctor.given_variables import with_variables
    from partnerlab.lab.partners.registry import Registry

    if url and cis:
        raise click.UsageError("give --url (the partner's implementation) or --cis (our side), not both")
    place, bad, count = None, 0, 0
    with with_variables(variables):
        for diagnosis in examine(Registry(), DoctorOptions(partner, url, cis, bindings)):
            if diagnosis.place != place:
                place = diagnosis.place
                click.echo(place)
            click.echo(_line(diagnosis, lang))
            bad += diagnosis.state == "bad"
            count += diagnosis.state in ("ok", "bad")
    click.echo(_last_line(bad, count, lang))
    return 1 if bad else 0


def _line(diagnosis: Diagnosis, lang: Literal["en", "th"]) -> str:
    from rich.cells import cell_len

    from partnerlab.report.safe_text import printable

    word = _STATES[diagnosis.state][lang == "th"]
    room = " " * max(1, _WIDTH - cell_len(word))
    text = f"  {word}{room}{diagnosis.title[lang]}: {printable(diagnosis.evidence[lang])}"
    if diagnosis.fix:
        text += f"\n  {'':<{_WIDTH}}→ {printable(diagnosis.fix[lang])}"
    return text


def _last_line(bad: int, count: int, lang: Literal["en", "th"]) -> str:
    if lang == "th":
        return f"\nไม่พร้อม {bad} จาก {count} ข้อ" if bad else f"\nพร้อมทดสอบ: ผ่านทั้ง {count} ข้อ"
    return f"\n{bad} of {count} checks say: not ready" if bad else f"\nready: all {count} checks passed"
