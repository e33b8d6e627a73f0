"""The file `bindings.yaml`: a partner's own test data, put in place of the people and companies of our examples."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from partnerlab import yamlio
from partnerlab.conformance.verify.connection import ConnectionSettings
from partnerlab.conformance.verify.direct_partner import gateways_of, issued_by_gateways
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.schemas.validation import check
from partnerlab.suggestions import unknown_name_message
from partnerlab.yamlio import Document

FILE = Path("bindings.yaml")
OTHERS_ENV = {"another_env": "another's", "expired_env": "expired"}
"""Words of a credential that must be refused, each with its kind."""


@dataclass(frozen=True)
class PartnerTestData:
    """The test data of one partner; `missing` names the environment variables of credentials that are not set.

    `others` are credentials that must be refused, by the name of the right one: somebody else's, and expired ones.
    `addresses` are the implementation's own paths, by operation.
    """

    states: frozenset[str] = frozenset()
    examples: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = ()
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    connection: ConnectionSettings = field(default_factory=ConnectionSettings)
    addresses: Mapping[str, str] = field(default_factory=dict)


def load(
    kit: Registry, partner: Partner, file: Path | None, examples: Mapping[str, Iterable[str]] | None
) -> PartnerTestData:
    """The bindings of `file`, of ./bindings.yaml where none is named, or none at all; credentials come beside them.

    `examples` are those that there are, each with the places of its request where something may be bound; None where
    no example is sent, and what is bound to any need not be known.
    Raises `YamlError` with the line for what the file says of something that there is not; OSError for no such file.
    """
    document = yamlio.load(file) if file else yamlio.load(FILE) if FILE.is_file() else None
    data: dict[str, Any] = check(document, "bindings") if document else {}
    if document:
        if data["partner"] != partner.name:
            raise document.error(("partner",), f"binds test data of {data['partner']}; this run asks {partner.name}")
        states = [name for holder in partner_and_gateway(kit, partner) for name in holder.states["states"]]
        _known(document, ("states",), data.get("states", []), states, "state")
        bound: dict[str, dict[str, Any]] = data.get("examples", {})
        if examples is not None:
            _known(document, ("examples",), bound, examples, "example")
            for name, places in bound.items():
                _known(document, ("examples", name), places, examples[name], "place of its request")
        given_names = [name for o in _all_operations(kit, partner) for name in o.gives]
        credential_names = [*_variables(kit, partner, {}), *given_names]
        _known(document, ("credentials",), data.get("credentials", {}), credential_names, "credential")
        _known(document, ("addresses",), data.get("addresses", {}), [o.id for o in _operations(partner)], "operation")
        if "addresses" in data and kit.before(partner):
            raise document.error(("addresses",), "go with --direct: a gateway has the addresses of the contract")
    given, missing = _credentials(kit, partner, data.get("credentials", {}))
    connection = _connection(document, data.get("connection", {})) if document else ConnectionSettings()
    others, absent = _others(data.get("credentials", {}))
    return PartnerTestData(
        frozenset(data.get("states", [])), data.get("examples", {}), given, (*missing, *absent), others, connection,
        data.get("addresses", {}),
    )  # fmt: skip


def _known(document: Document, at: tuple[str, ...], names: Iterable[str], offered: Iterable[str], kind: str) -> None:
    choices = list(offered)
    for name in names:
        if message := unknown_name_message(kind, name, choices):
            place = names.index(name) if isinstance(names, list) else name
            raise document.error((*at, place), message)


def _credentials(kit: Registry, partner: Partner, told: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The credentials towards a partner, and towards the gateway before it, out of the environment."""
    variables = _variables(kit, partner, told)
    given = {name: os.environ[variable] for name, variable in variables.items() if os.environ.get(variable)}
    issued = frozenset[str]() if partner.gateways else issued_by_gateways(kit, partner)
    return given, tuple(variable for name, variable in variables.items() if name not in given and name not in issued)


def _others(told: Mapping[str, Any]) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """Credentials that must be refused, from the environment, and the variables that are not set."""
    named = {
        (name, kind): words[key] for name, words in told.items() for key, kind in OTHERS_ENV.items() if key in words
    }
    others: dict[str, dict[str, str]] = {}
    for (name, kind), variable in named.items():
        if value := os.environ.get(variable):
            others.setdefault(name, {})[kind] = value
    return others, tuple(variable for variable in named.values() if not os.environ.get(variable))


def _variables(kit: Registry, partner: Partner, told: Mapping[str, Any]) -> dict[str, str]:
    """The variable of each credential that is carried."""
    holders = [*gateways_of(kit, partner), partner]
    carried = {name for o in _all_operations(kit, partner) for name in o.credentials.values()}
    return {
        name: told.get(name, {}).get("env") or Credentials.variable(holder.name, name)
        for holder in holders
        for name in credentials_of(holder.agreement)
        if name in carried
    }


def partner_and_gateway(kit: Registry, partner: Partner) -> list[Partner]:
    """The partner and the gateways before it, whose states and credentials affect its answers."""
    return [*kit.before(partner), partner]


def _all_operations(kit: Registry, partner: Partner) -> list[Operation]:
    return [operation for holder in partner_and_gateway(kit, partner) for operation in _operations(holder)]


def _operations(partner: Partner) -> Iterable[Operation]:
    return partner.provider.operations.values() if partner.provider else ()


def _connection(document: Document, told: Mapping[str, Any]) -> ConnectionSettings:
    """The connection settings. Paths are relative to the folder of the bindings; a missing file is an error at once."""
    folder, files = Path(document.file).parent, {}
    for name in ("ca", "certificate", "key"):
        if name in told:
            if not (folder / told[name]).is_file():
                raise document.error(("connection", name), f"there is no file {folder / told[name]}")
            files[name] = str(folder / told[name])
    if "key" in files and "certificate" not in files:
        raise document.error(("connection", "key"), "is the key of a certificate: name that under certificate")
    proxy = urlsplit(told.get("proxy", "http://none"))
    if proxy.scheme not in ("http", "https") or not proxy.hostname:
        raise document.error(("connection", "proxy"), "is no address of a proxy: write http://NAME:PORT")
    _must_open(document, files)
    return ConnectionSettings(**{**told, **files, "timeout": float(told.get("timeout", 10))})


def _must_open(document: Document, files: Mapping[str, str]) -> None:
    """Raise a mistake if a certificate file cannot be read, before it fails as a broken connection."""
    context = ssl.create_default_context()
    try:
        if "ca" in files:
            context.load_verify_locations(files["ca"])
    except ssl.SSLError:
        raise document.error(("connection", "ca"), f"{files['ca']} holds no certificate in PEM form") from None
    try:
        if "certificate" in files:
            context.load_cert_chain(files["certificate"], files.get("key"), password=lambda: "")
    except (ssl.SSLError, ValueError):
        held = "a certificate and its key without passphrase, in PEM form"
        both = " and ".join(files[name] for name in ("certificate", "key") if name in files)
        raise document.error(("connection", "certificate"), f"{both}: not {held}") from None
