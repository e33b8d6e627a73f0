"""Rules about a partner's contracts: data scope, provenance, personal data, undeclared fields, credentials, pacts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.walking import Place, operations, places
from partnerlab.lab.partners.partner import CONSUMER, PROVIDER, Partner
from partnerlab.lab.partners.registry import Registry

_GRADES = ("published", "observed", "inferred", "invented")
_OBVIOUS = re.compile(
    r"citizen|personal_?id|taxid$|tax_id|^cardid$|identityid|juristicperson|first_?name|last_?name|surname|customername"
    r"|mobile|phone|email|^fax$|(?<!ip)address(?!name|informations)|house(?:no|id)$|^soi$|^road$|latitude|longitude|birth"
    r"|consumer-key|^token$|secret|x-agent-key|reference1|invoice|religion|blood|disability|criminal",
    re.IGNORECASE,
)
"""Names of fields that nobody doubts to hold personal data, or a key."""


def data_scope(kit: Registry, partner: Partner) -> list[str]:
    """The agreement says of each operation which personal data may travel, and of nothing else."""
    where, data = partner.contracts / "agreement.yaml", partner.agreement["data"]
    offered = (partner.answers | partner.sends) - partner.asks.keys()
    found = [f"{where}: data: says nothing of operation '{name}'" for name in sorted(offered - set(data))]
    found += [
        f"{where}: data: '{name}' is no operation; there are: {', '.join(sorted(offered))}"
        for name in sorted(set(data) - offered)
    ]
    return found + [mistake for file in documents(partner) for mistake in _carried(where, data, file)]


def _carried(where: Path, data: dict[str, dict[str, Any]], file: Path) -> Iterator[str]:
    """The agreement must not allow a category of personal data that the document has no field for."""
    for _, _, operation in operations(file):
        name, scope = operation["operationId"], data.get(operation["operationId"], {})
        for side in ("request", "answer"):
            marked = {p.data.get("x-personal-data") for p in places(file, operation) if p.side == side}
            cases = [category for case in scope.get("where", []) for category in case.get(side, [])]
            for category in sorted({*scope.get(side, []), *cases} - marked):
                yield f"{where}: data: {name} {side}: allows {category}, for which {file.name} has no place"
        asked = {place.name for place in places(file, operation) if place.data.get("in") == "query"}
        for word in sorted({word for case in scope.get("where", []) for word in case["when"]} - asked):
            yield f"{where}: data: {name} where: '{word}' is not in the operation's query; there are: {_listed(asked)}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def provenance(kit: Registry, partner: Partner) -> list[str]:
    """Who reads a contract must see what is known of each field, and what is somebody's guess."""
    mark = f"x-provenance: {{grade: {' | '.join(_GRADES)}, source: …}}"
    return [
        f"{file}: {place.path}: has no provenance; add {mark}" for file, place in _leaves(partner) if not place.mark
    ]


def personal_data(kit: Registry, partner: Partner) -> list[str]:
    """What is not marked as personal data is neither held to the agreement nor covered in reports."""
    return [
        f"{file}: {place.path}: is personal data by its name, and is not marked: x-personal-data"
        for file, place in _leaves(partner)
        if unmarked(place)
    ]


def undeclared_fields(kit: Registry, partner: Partner) -> list[str]:
    """A field of which a contract knows nothing cannot be held to the agreement, whatever it carries."""
    return [
        f"{file}: {path}: allows undeclared fields; add additionalProperties: false (or unevaluatedProperties: "
        "false next to allOf)"
        for file in documents(partner)
        for path in dict.fromkeys(p.path for _, _, each in operations(file) for p in places(file, each) if p.open)
    ]


def unmarked(place: Place) -> bool:
    """Whether a field is personal by its name and no mark says so; a switch or one of a few words tells nothing."""
    data = place.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    told = not {"enum", "const"} & data.keys() and types != {"boolean"} and types != {"boolean", "null"}
    return told and bool(_OBVIOUS.search(place.name)) and "x-personal-data" not in data


def credentials(kit: Registry, partner: Partner) -> list[str]:
    """Who calls an operation by its contract alone must know which key to send."""
    return [
        f"{file}: {place.path}: carries a key, and does not say which: x-credential"
        for file, place in _leaves(partner)
        if place.data.get("in") and place.data.get("required") and place.data.get("x-personal-data") == "credentials"
        if not place.data.get("x-credential")
    ]


def pacts(kit: Registry, partner: Partner) -> list[str]:
    """A pact may not drift from its contract."""
    read = [pact_file.read(file) for file in pact_file.files_of(partner)]
    return [
        f"{pact.file}: '{interaction.description}': {finding}"
        for pact in read
        for interaction in pact.interactions
        for finding in pact_file.judge(kit, pact, interaction)
    ]


def documents(partner: Partner) -> list[Path]:
    return [partner.contracts / name for name in (PROVIDER, CONSUMER) if (partner.contracts / name).is_file()]


def _leaves(partner: Partner) -> Iterator[tuple[Path, Place]]:
    for file in documents(partner):
        for _, _, operation in operations(file):
            yield from ((file, place) for place in places(file, operation) if place.leaf)
