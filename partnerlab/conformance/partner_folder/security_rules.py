"""Rules about `security`: every operation says how its caller proves who it is, in the words that foreign tools read.

Three say it, and must agree: OpenAPI's `security`, the parameters and fields that are marked `x-credential`, and the
credentials that the agreement lists. OpenAPI has no word for a credential in a path or a body; there the mark stands
alone, with a description beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.conformance.partner_folder.partner_elements import elements_of, operation_place, operations_of
from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.element import elements
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

Place = tuple[str, str]
"""Where a credential travels, `("header", "Token")`; names of headers in lower case."""

_SCHEMED = ("header", "query")
_BEARER = ("header", "authorization")


def security(kit: Registry, partner: Partner) -> list[str]:
    """A tool that knows OpenAPI alone must know which key to send, and that none is needed."""
    found = [
        f"{operation_place(partner, source)}: {mistake}"
        for _, source in operations_of(partner)
        for mistake in security_mistakes(partner.documents, source)
    ]
    return [*dict.fromkeys(found), *_never_carried(kit, partner)]


def security_mistakes(store: DocumentStore, source: OperationSource) -> Iterator[str]:
    """Differences between `security` of one operation and its `x-credential` marks."""
    yield from _without_description(store, source)
    if "security" not in source.data:
        yield "does not say how its caller proves who it is; add security: [{SCHEME: []}], or security: [] if public"
        return
    carried = dict(_carried(store, source))
    alternatives = source.data["security"]
    named: dict[Place, str | None] = {}
    for name in dict.fromkeys(name for each in alternatives for name in each):
        scheme = _scheme(store, source, name)
        if scheme is None:
            yield f"security: {name}: is not among components/securitySchemes of this document"
        else:
            named[_place(scheme)] = scheme.get("x-credential")
    for place in [*carried, *(place for place in named if place not in carried)]:
        if place == _BEARER and place not in carried and {} in alternatives:
            continue  # a token that may be left out is no matter between partners
        yield from _difference(place, carried, named)


def _difference(place: Place, carried: dict[Place, str], named: dict[Place, str | None]) -> Iterator[str]:
    where = "/".join(place)
    if place not in named:
        yield f"{where}: carries {carried[place]}, which security does not name; add a scheme to securitySchemes"
    elif place not in carried:
        yield f"security: names {where}, where no parameter is marked x-credential"
    elif named[place] != carried[place]:
        yield f"{where}: is x-credential: {carried[place]}, and its security scheme x-credential: {named[place]}"


def _carried(store: DocumentStore, source: OperationSource) -> Iterator[tuple[Place, str]]:
    """The credentials in headers and query, by their places."""
    for element in elements(store, source):
        if element.is_parameter and "x-credential" in element.data and element.data["in"] in _SCHEMED:
            yield _key(element.data["in"], element.data["name"]), element.data["x-credential"]


def _without_description(store: DocumentStore, source: OperationSource) -> Iterator[str]:
    """OpenAPI says nothing of credentials in a path or a body: a sentence must."""
    for element in elements(store, source):
        data = element.data
        if element.side != "request" or "x-credential" not in data or data.get("in") in _SCHEMED:
            continue
        if not str(data.get("description", "")).strip():
            yield f"{element.path.partition('/')[2]}: carries {data['x-credential']}; say so in its description"


def _scheme(store: DocumentStore, source: OperationSource, name: str) -> dict[str, Any] | None:
    schemes = store.document(source.document).get("components", {}).get("securitySchemes", {})
    if name not in schemes:
        return None
    scheme: dict[str, Any] = store.resolve(schemes[name], source.document)[0]
    return scheme


def _place(scheme: dict[str, Any]) -> Place:
    return _key(scheme["in"], scheme["name"]) if scheme.get("type") == "apiKey" else _BEARER


def _key(place: str, name: str) -> Place:
    return place, name.lower() if place == "header" else name


def _never_carried(kit: Registry, partner: Partner) -> list[str]:
    """A credential of the agreement that no operation carries is misspelt or not needed.

    A gateway's credential may be carried by the calls that it forwards.
    """
    if "http" not in {channel["kind"] for channel in partner.agreement["channels"]}:
        return []
    passed_on = [each for each in kit.partners.values() if each.sends_through == partner.name]
    marked = {element.data.get("x-credential") for each in (partner, *passed_on) for _, element in elements_of(each)}
    return [
        f"{partner.contracts / 'agreement.yaml'}: channels: credentials: {name}: no operation carries it; mark where "
        f"with x-credential"
        for name in credentials_of(partner.agreement)
        if name not in marked
    ]
