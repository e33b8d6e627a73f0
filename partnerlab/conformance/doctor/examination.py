"""All checks of the connection to one partner, place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from partnerlab.conformance.doctor.diagnosis import Check, Diagnosis, diagnose
from partnerlab.conformance.doctor.http_checks import HttpAddress, log_in_check, url_of
from partnerlab.conformance.doctor.sample_checks import sample_checks
from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.conformance.verify.partner_test_data import load
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """Where to look: at the partner's own `url`, or at `cis`, our side's, as the partner sees it."""

    partner: str
    url: str | None = None
    cis: str | None = None
    bindings: Path | None = None


def examine(kit: Registry, wish: DoctorOptions) -> Iterator[Diagnosis]:
    """Look at every place, one after the other. `RegistryError` where there is no place to look at."""
    partner = kit.partner(wish.partner)
    address = wish.cis or wish.url or url_of(_called(kit, partner))
    if address is None and not partner.file_channels:
        raise RegistryError(
            f"where is {partner.name}? give --url (its own implementation) or --cis (the system that it calls), "
            "or the file of `partnerlab up --env` by --variables"
        )
    if address:
        yield from diagnose(address, _http(kit, partner, wish, address))
    for kind in partner.file_channels:
        yield from _channel(kind, partner)
    yield from diagnose("files", sample_checks(partner))


def _called(kit: Registry, partner: Partner) -> Partner:
    """The partner whose address is called: the gateway in front, if there is one."""
    return (kit.before(partner) or [partner])[0]


def _http(kit: Registry, partner: Partner, wish: DoctorOptions, address: str) -> Iterator[Check]:
    examples = {example.name: example.bindable_fields for example in recorded_examples(partner)}
    settings = load(kit, partner, wish.bindings, examples).connection
    yield from HttpAddress(kit, partner, address, settings, asked=not wish.cis).checks()
    if not wish.cis and partner.provider and partner.provider.operations:
        yield log_in_check(kit, partner, address, wish.bindings)


def _channel(kind: str, partner: Partner) -> Iterator[Diagnosis]:
    looks: dict[str, Callable[[Partner], Iterator[Diagnosis]]] = {"sftp": _sftp, "mail": _mail, "web": _web}
    yield from looks[kind](partner)


def _sftp(partner: Partner) -> Iterator[Diagnosis]:
    from partnerlab.conformance.doctor.sftp_checks import SftpDropOff

    with closing(SftpDropOff(partner)) as drop_off:
        yield from diagnose("SFTP", drop_off.checks())


def _mail(partner: Partner) -> Iterator[Diagnosis]:
    from partnerlab.conformance.doctor.mail_checks import Mailboxes

    yield from diagnose("mail", Mailboxes(partner).checks())


def _web(partner: Partner) -> Iterator[Diagnosis]:
    from partnerlab.conformance.doctor.web_checks import WebPage

    yield from diagnose("web", WebPage(partner).checks())
