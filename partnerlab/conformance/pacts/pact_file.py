"""Pact files (HTTP) as plain data, and our judge over what they record: a pact may not drift from its contract."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from partnerlab.conformance.pacts.pact_keys import pact_mistakes
from partnerlab.conformance.pacts.pact_source import PactSource, pact_source
from partnerlab.conformance.pacts.partial_answer import without_absences
from partnerlab.conformance.pacts.provider_states import Given
from partnerlab.contract.document_store import ContractError
from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.decoding.bound_token import NOT_OF_BODY
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry


@dataclass(frozen=True, slots=True)
class Interaction:
    """One request and the answer that its consumer can work with; `filled` says which values a state must give.

    `filled` maps a place such as `header/Token` to the expression that stands there, such as `${token}`; `rules` holds
    the pact's matching rules of the answer's body, by path, `header_rules` those of its headers, by name.
    `place` is the line of the file on which it begins.
    """

    description: str
    given: list[Given]
    request: Request
    answer: Answer
    filled: dict[str, str]
    rules: dict[str, Any]
    header_rules: dict[str, Any] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Pact:
    """What one party relies on at another."""

    file: Path
    consumer: str
    provider: str
    interactions: list[Interaction]


def files_of(partner: Partner) -> list[Path]:
    """A partner's pacts, both ways, of the form that its interface has: `cis-NAME.FORM.json`, or the plain name."""
    form = partner.named_form
    return sorted(
        path for path in partner.contracts.glob("pacts/*.json") if path.stem.partition(".")[2] == (form or "")
    )


def read(file: Path) -> Pact:
    """A pact file; `ContractError` if it is none, or none that can be read."""
    source = pact_source(file)
    data = source.data
    try:
        found = [_in_version_4(each) if source.version == 3 else each for each in data["interactions"]]
        for path, told in pact_mistakes(found):
            raise source.error(path, told)
        interactions = [_interaction(each, source, number) for number, each in enumerate(found)]
        return Pact(file, data["consumer"]["name"], data["provider"]["name"], interactions)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as bad:
        raise ContractError(f"{file}: is no pact of version 3 or 4: {bad}") from bad


def document_of(kit: Registry, pact: Pact) -> tuple[Partner, OpenApiDocument]:
    """The partner that a pact is with, and the contract that holds between the two."""
    asked = pact.provider in kit.partners
    if not asked and pact.consumer not in kit.partners:
        raise ContractError(
            f"{pact.file}: neither {pact.consumer} nor {pact.provider} is a partner: one of them must be"
        )
    partner = kit.partner(pact.provider if asked else pact.consumer)
    document = partner.provider if asked else partner.consumer
    if document is None:
        raise ValueError(f"{pact.file}: {partner.name} has no contract for {pact.consumer} asking {pact.provider}")
    return partner, document


def operation_of(document: OpenApiDocument, interaction: Interaction) -> Operation | None:
    """The operation that an interaction means, if the contract has it."""
    return document.route(interaction.request)


def judge(kit: Registry, pact: Pact, interaction: Interaction) -> list[Finding]:
    """The findings of a recorded interaction, by its contract and by the data that the agreement allows.

    A pact records only the part of the answer that its consumer reads, so a missing field is no finding.
    """
    partner, document = document_of(kit, pact)
    asked, answered = interaction.request, interaction.answer
    operation = operation_of(document, interaction)
    if operation is None:
        offered = ", ".join(f"{each.method} {each.path}" for each in document.operations.values())
        return [Finding("request", "path", "undocumented operation", f"one of {offered}", asked.line)]
    held = MessageJudge(operation, partner.agreement)
    # what a state fills is a placeholder in the recorded request, which the recorded answer cannot be about
    found = held.answer(answered, None if interaction.filled else asked)
    asking = [each for each in held.request(asked) if each.rule != NOT_OF_BODY or each.where not in interaction.filled]
    return asking + without_absences(operation, answered, found)


def _in_version_4(data: dict[str, Any]) -> dict[str, Any]:
    """An interaction of version 3, whose bodies stand as they are, under the media type of their headers."""
    return data | {name: data[name] | _wrapped(data[name]) for name in ("request", "response")}


def _wrapped(side: dict[str, Any]) -> dict[str, Any]:
    if side.get("body") is None:
        return {"body": None}
    media = next((_several(v)[0] for name, v in side.get("headers", {}).items() if name.lower() == "content-type"), "")
    fallback = "text/plain" if isinstance(side["body"], str) else wire.JSON
    return {"body": {"content": side["body"], "contentType": media or fallback}}


def _interaction(data: dict[str, Any], source: PactSource, number: int) -> Interaction:
    asked, answered = data["request"], data["response"]
    given = [Given(state["name"], state.get("params", {})) for state in data.get("providerStates", [])]
    query = urlencode([(name, value) for name, values in asked.get("query", {}).items() for value in _several(values)])
    headers, raw = _headers(asked), _body(asked)
    request = wire.request(asked["method"].upper(), _path(asked["path"]), query=query, headers=headers, raw=raw)
    answer = wire.answer(answered["status"], _headers(answered), _body(answered))
    rules = answered.get("matchingRules", {})
    filled = _filled(asked.get("generators", {})) | _filled_in_form(request)
    place = source.place(("interactions", number))
    by_place = rules.get("body", {}), rules.get("header", {})
    return Interaction(data["description"], given, request, answer, filled, *by_place, place)


def _path(written: str) -> str:
    """A path as servers have it, unescaped; what would then end it or begin another stays as it is written."""
    path = wire.path_in(unquote_to_bytes(written))
    return path if path.count("/") == written.count("/") and not set("?#%") & set(path) else written


def _headers(side: dict[str, Any]) -> dict[str, str]:
    """Its headers; the media type is that of the body where no header says it."""
    body = side.get("body")
    media = {"content-type": body["contentType"]} if isinstance(body, dict) and "contentType" in body else {}
    return media | {name.lower(): ", ".join(_several(values)) for name, values in side.get("headers", {}).items()}


def _several(values: str | list[str]) -> list[str]:
    """The values of a name; earlier versions of the format write a single one as text."""
    return [values] if isinstance(values, str) else values


def _body(side: dict[str, Any]) -> bytes:
    body = side.get("body") or {}
    if not body:
        return b""
    content, media = body["content"], wire.media_type(body["contentType"])
    if body.get("encoded"):
        return base64.b64decode(content, validate=True)
    return content.encode() if isinstance(content, str) and media != wire.JSON else wire.encode(content, media)


def _filled(generators: dict[str, Any]) -> dict[str, str]:
    """The places that provider states fill: in headers and query by name, in path and body by the place itself."""
    return {
        f"{place}/{name.removeprefix('$.').replace('.', '/')}": rule["expression"]
        for place, rules in generators.items()
        for name, rule in ({"": rules} if "type" in rules else rules).items()
        if rule["type"] == "ProviderState"
    }


def _filled_in_form(request: Request) -> dict[str, str]:
    """The fields of a form that a state fills: a pact knows no generators for forms, so the expression stands there."""
    if request.media != wire.FORM or not isinstance(request.body, dict):
        return {}
    return {f"body/{name}": value for name, value in request.body.items() if value.startswith("${")}
