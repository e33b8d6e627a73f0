"""The keys that a pact file may have; any other is a mistake with its place."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from partnerlab.conformance.pacts.matchers import MatcherError, compile_rules
from partnerlab.contract.http.decoding.media_types import is_json
from partnerlab.contract.http.message import media_type
from partnerlab.suggestions import unknown_name_message
from partnerlab.yamlio import KeyPath

Mistakes = Iterator[tuple[KeyPath, str]]

_HTTP, _TRANSPORT = "Synchronous/HTTP", "http"
_INTERACTION = frozenset((
    "type", "key", "description", "pending", "comments", "providerStates", "request", "response", "transport",
))  # fmt: skip
_SIDES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "request": (
        frozenset(("method", "path", "query", "headers", "body", "matchingRules", "generators")),
        frozenset(("method", "path", "query", "header", "body")),
    ),
    "response": (
        frozenset(("status", "headers", "body", "matchingRules", "generators")),
        frozenset(("header", "body")),
    ),
}
"""The keys of each side, and of what there may be rules. A rule of a request is for whoever plays the provider."""
_BODY = frozenset(("content", "contentType", "encoded", "contentTypeHint"))
_RULE = frozenset(("matchers", "combine"))
_FILLED = "ProviderState"
_TEXT = "text/plain"


def pact_mistakes(interactions: list[Mapping[str, Any]]) -> Mistakes:
    """Everything in the interactions of a pact, with their bodies as version 4 writes them, that is not read here."""
    for number, interaction in enumerate(interactions):
        path: KeyPath = ("interactions", number)
        yield from _unknown(interaction, _INTERACTION, path, "an interaction")
        if interaction.get("type", _HTTP) != _HTTP:
            yield (*path, "type"), f"only {_HTTP} is read here, not {interaction['type']}"
        if interaction.get("transport", _TRANSPORT) != _TRANSPORT:
            yield (*path, "transport"), f"only {_TRANSPORT} is read here, not {interaction['transport']}"
        if interaction.get("pending"):
            yield (*path, "pending"), "an interaction that is pending may fail, which none may here: leave it out"
        for side in ("request", "response"):
            yield from _side(interaction[side], side, (*path, side))


def _side(data: Mapping[str, Any], side: str, path: KeyPath) -> Mistakes:
    keys, ruled = _SIDES[side]
    yield from _unknown(data, keys, path, f"a {side}")
    if body := data.get("body"):
        yield from _body(body, (*path, "body"))
    rules = data.get("matchingRules", {})
    yield from _unknown(rules, ruled, (*path, "matchingRules"), f"the rules of a {side}")
    if side == "response":
        for name in ruled & rules.keys():
            yield from _rules(rules[name], (*path, "matchingRules", name))
        there = {name.lower() for name in data.get("headers", {})}
        for name in rules.get("header", {}):
            if name.lower() not in there:
                yield (*path, "matchingRules", "header", name), "the answer that is recorded has no such header"
        yield from _readable(data, rules, path)
    else:
        yield from _generators(data.get("generators", {}), (*path, "generators"))


def _body(body: Mapping[str, Any], path: KeyPath) -> Mistakes:
    for name in ("content", "contentType"):
        if name not in body:
            yield path, f"'{name}' is missing in a body of version 4"
    yield from _unknown(body, _BODY, path, "a body")
    if body.get("encoded") == "base64" and not _is_base64(body.get("content")):
        yield (*path, "content"), "is not in base64, though `encoded` says so"
    if body.get("encoded") not in (None, False, "base64"):
        yield (*path, "encoded"), f"a body is encoded in base64, or not at all; seen {body['encoded']!r}"


def _is_base64(content: Any) -> bool:
    try:
        base64.b64decode(content, validate=True)
    except (TypeError, ValueError):
        return False
    return True


def _rules(rules: Mapping[str, Any], path: KeyPath) -> Mistakes:
    for name, rule in rules.items():
        yield from _unknown(rule, _RULE, (*path, name), "a rule")
        if rule.get("combine", "AND") not in ("AND", "OR"):
            yield (*path, name, "combine"), f"rules are combined by AND or OR; seen {rule['combine']!r}"
        try:
            compile_rules({name if path[-1] == "body" else "$": rule})
        except MatcherError as bad:
            yield (*path, name), str(bad)


def _readable(data: Mapping[str, Any], rules: Mapping[str, Any], path: KeyPath) -> Mistakes:
    """Rules look into bodies in JSON and at plain text; of any other body only the media type is compared."""
    kind = media_type(str((data.get("body") or {}).get("contentType", "")))
    if kind and kind != _TEXT and not is_json(kind) and rules.get("body"):
        yield (*path, "matchingRules", "body"), f"no rule looks into {kind} here: leave them out"


def _generators(generators: Mapping[str, Any], path: KeyPath) -> Mistakes:
    """What a request is filled with: by a provider state, for nothing else knows our population."""
    for place, rules in generators.items():
        for name, rule in ({"": rules} if "type" in rules else rules).items():
            where = (*path, place, name) if name else (*path, place)
            if not isinstance(rule, dict) or rule.get("type") != _FILLED:
                kind = rule.get("type", "nothing") if isinstance(rule, dict) else rule
                yield where, f"only {_FILLED} fills a request here, not {kind}: record the value"
            elif not isinstance(rule.get("expression"), str):
                yield where, f"expression is missing: {_FILLED} says by it what it fills in, such as ${{token}}"


def _unknown(data: Mapping[str, Any], known: frozenset[str], path: KeyPath, what: str) -> Mistakes:
    for name in data:
        if told := unknown_name_message(f"key of {what}", name, known):
            yield (*path, name), told
