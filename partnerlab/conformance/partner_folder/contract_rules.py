"""Rules about a partner's contracts: data scope, keywords, provenance, personal data, credentials, pacts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.pacts.provider_states import SHARED_STATES
from partnerlab.conformance.partner_folder.partner_elements import element_place, elements_of, operations_of
from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.contract.open_lists import MARK as OPEN
from partnerlab.contract.personal_data import SECRET
from partnerlab.contract.schema_walker import keyword_mistakes
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.suggestions import unknown_name_message

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
    return found + [
        mistake for file, source in operations_of(partner) for mistake in _carried(partner, data, file, source)
    ]


def _carried(partner: Partner, data: dict[str, dict[str, Any]], file: Path, source: OperationSource) -> Iterator[str]:
    """The agreement must not allow a category of personal data that the document has no field for."""
    where = partner.contracts / "agreement.yaml"
    name, scope = source.id, data.get(source.id, {})
    found = list(elements(partner.documents, source))
    for side in ("request", "answer"):
        marked = {element.data.get("x-personal-data") for element in found if element.side == side}
        for category in sorted(set(scope.get(side, [])) - marked):
            yield f"{where}: data: {name} {side}: allows {category}, for which {file.name} has no place"


def schema_keywords(kit: Registry, partner: Partner) -> list[str]:
    """Schemas use only keywords that the schema walker knows; others could hide personal data."""
    found = [
        f"{element_place(partner, element)}: {mistake}"
        for _, element in elements_of(partner)
        if not element.is_parameter
        for mistake in (*keyword_mistakes(element.data), *discriminator_mistakes(partner.documents, element))
    ]
    return list(dict.fromkeys([*found, *_marked_headers(partner)]))


def discriminator_mistakes(store: DocumentStore, element: Element) -> Iterator[str]:
    """A discriminator says which schema holds, and judges nothing by itself: each of them must fix its own name."""
    if "discriminator" not in element.data:
        return
    name = element.data["discriminator"].get("propertyName")
    for branch in element.data.get("oneOf", element.data.get("anyOf", [])):
        if name not in _fixed_by(store, branch, element.document):
            told = branch.get("$ref", "one without a name") if isinstance(branch, dict) else branch
            yield f"discriminator: {told} must fix '{name}' by const or enum, for a discriminator alone judges nothing"


def _fixed_by(store: DocumentStore, schema: Any, document: str) -> set[str]:
    """The properties that a schema demands and fixes by `const` or `enum`."""
    schema, document, _ = store.resolve(schema, document)
    if not isinstance(schema, dict):
        return set()
    fields = {name: store.resolve(below, document)[0] for name, below in schema.get("properties", {}).items()}
    demanded = set(schema.get("required", ()))
    fixed = {name for name, below in fields.items() if {"const", "enum"} & set(below) and name in demanded}
    return fixed.union(*(_fixed_by(store, part, document) for part in schema.get("allOf", ())))


def _marked_headers(partner: Partner) -> Iterator[str]:
    for file, source in operations_of(partner):
        for status, answer in source.data["responses"].items():
            answer, name, _ = partner.documents.resolve(answer, f"{partner.name}/{file.name}")
            for header, data in answer.get("headers", {}).items():
                data, _, _ = partner.documents.resolve(data, name)
                if "x-personal-data" in data or "x-personal-data" in data.get("schema", {}):
                    yield f"{file}: {source.id}/{status}/header/{header}: is personal data; only a body may answer it"


def provenance(kit: Registry, partner: Partner) -> list[str]:
    """Every field has a provenance, so that a reader can tell knowledge from guesses."""
    mark = f"x-provenance: {{grade: {' | '.join(_GRADES)}, source: …}}"
    return [
        f"{element_place(partner, element)}: has no provenance; add {mark}"
        for _, element in elements_of(partner)
        if element.leaf and not element.mark
    ]


def personal_data(kit: Registry, partner: Partner) -> list[str]:
    """Personal data must be marked, or it is neither checked against the agreement nor covered in reports."""
    return [
        f"{element_place(partner, element)}: is personal data by its name, and is not marked: x-personal-data"
        for _, element in elements_of(partner)
        if unmarked(element)
    ]


def undeclared_fields(kit: Registry, partner: Partner) -> list[str]:
    """Objects must be closed: an undeclared field cannot be checked against the agreement."""
    found = [
        f"{element_place(partner, element)}: allows undeclared fields; add additionalProperties: false (or "
        "unevaluatedProperties: false next to allOf)"
        for _, element in elements_of(partner)
        if element.open
    ]
    return list(dict.fromkeys(found))


def unmarked(element: Element) -> bool:
    """Whether a field is personal by its name and no mark says so; a switch or one of a few words tells nothing."""
    data = element.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    told = not {"enum", "const", OPEN} & data.keys() and types != {"boolean"} and types != {"boolean", "null"}
    marked = {"x-personal-data", "x-credential"} & data.keys()
    return element.leaf and told and bool(_OBVIOUS.search(element.name)) and not marked


def credentials(kit: Registry, partner: Partner) -> list[str]:
    """Every credential of an operation is declared in its contract and listed in the agreement."""
    holders = kit.credential_holders(partner)
    known = {name for holder in holders for name in credentials_of(holder.agreement)}
    known |= {name for holder in holders for operation in _provided(holder) for name in operation.gives}
    offered = ", ".join(sorted(known)) or "none"
    nameless = [
        f"{element_place(partner, element)}: carries a key, and does not say which: x-credential"
        for _, element in elements_of(partner)
        if is_nameless_key(element)
    ]
    unlisted = [
        f"{element_place(partner, element)}: x-credential: {element.data['x-credential']}: is not among the "
        f"credentials of the agreement; there are: {offered}"
        for _, element in elements_of(partner)
        if element.data.get("x-credential", "") not in ("", *known)
    ]
    return [*nameless, *dict.fromkeys(unlisted)]


def _provided(partner: Partner) -> Collection[Operation]:
    """What gives credentials: the partner's own operations, and those of our side for it."""
    documents = (partner.provider, partner.consumer)
    return [operation for document in documents if document for operation in document.operations.values()]


def is_nameless_key(element: Element) -> bool:
    """Whether a parameter, or a field of a request, must carry a credential and does not say which one.

    What a citizen holds (`x-held-by`), a code or a session, is no credential of the link: no agreement lists it.
    """
    data = element.data
    sent = data.get("required") if element.is_parameter else element.side == "request" and element.leaf
    return bool(sent) and data.get("x-personal-data") == SECRET and not {"x-credential", "x-held-by"} & data.keys()


def pacts(kit: Registry, partner: Partner) -> list[str]:
    """A pact may not drift from its contract."""
    read = [pact_file.read(file) for file in pact_file.files_of(partner)]
    return [*_unknown_states(kit, partner, read), *_against_contract(kit, read)]


def _unknown_states(kit: Registry, partner: Partner, read: list[pact_file.Pact]) -> Iterator[str]:
    known = [*SHARED_STATES, *(name for holder in (partner, *kit.before(partner)) for name in holder.states["states"])]
    for pact in read:
        for interaction in pact.interactions:
            for state in interaction.given:
                if told := unknown_name_message("state", state.name, known):
                    yield f"{interaction.place}: '{interaction.description}': {told}"


def _against_contract(kit: Registry, read: list[pact_file.Pact]) -> list[str]:
    return [
        f"{interaction.place}: '{interaction.description}': {finding}"
        for pact in read
        for interaction in pact.interactions
        for finding in pact_file.judge(kit, pact, interaction)
    ]
