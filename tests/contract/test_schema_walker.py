"""No schema keyword hides a mark: what is walked is found in a body, what is not walked is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.element import elements
from partnerlab.contract.personal_data import categories_in, fields_in, only, shape_of
from partnerlab.contract.schema_walker import KEYWORDS, keyword_mistakes, subschemas

MARKED = "{type: string, x-personal-data: address}"
WALKED = {
    "properties": (f"{{properties: {{a: {MARKED}}}}}", {"a": "1 Rama IV"}, "body/a"),
    "patternProperties": (f'{{patternProperties: {{"^line[0-9]$": {MARKED}}}}}', {"line1": "1 Rama IV"}, "body/line1"),
    "additionalProperties": (
        f"{{properties: {{a: {{type: string}}}}, additionalProperties: {MARKED}}}",
        {"a": "plain", "b": "1 Rama IV"},
        "body/b",
    ),
    "items": (f"{{items: {MARKED}}}", ["1 Rama IV"], "body/0"),
    "prefixItems": (
        f"{{prefixItems: [{{type: string}}, {MARKED}]}}",
        ["plain", "1 Rama IV"],
        "body/1",
    ),
    "items after prefixItems": (
        f"{{prefixItems: [{{type: string}}], items: {MARKED}}}",
        ["plain", "1 Rama IV"],
        "body/1",
    ),
    "allOf": (f"{{allOf: [{{properties: {{a: {MARKED}}}}}]}}", {"a": "1 Rama IV"}, "body/a"),
    "anyOf": (f"{{anyOf: [{{properties: {{a: {MARKED}}}}}]}}", {"a": "1 Rama IV"}, "body/a"),
    "oneOf": (f"{{oneOf: [{{properties: {{a: {MARKED}}}}}]}}", {"a": "1 Rama IV"}, "body/a"),
    "if": (f"{{if: {{properties: {{a: {MARKED}}}}}}}", {"a": "1 Rama IV"}, "body/a"),
    "then": (f"{{if: true, then: {{properties: {{a: {MARKED}}}}}}}", {"a": "1 Rama IV"}, "body/a"),
    "else": (f"{{if: false, else: {{properties: {{a: {MARKED}}}}}}}", {"a": "1 Rama IV"}, "body/a"),
    "not": (f"{{not: {{properties: {{a: {MARKED}}}}}}}", {"a": "1 Rama IV"}, "body/a"),
    "$ref": ('{$ref: "#/components/schemas/Person"}', {"address": "1 Rama IV"}, "body/address"),
    "a schema that contains itself": (
        '{$ref: "#/components/schemas/Tree"}',
        {"below": [{"below": [], "others": {"x": "1 Rama IV"}}]},
        "body/below/0/others/x",
    ),
}
REFUSED = {
    "unevaluatedProperties": f"{{unevaluatedProperties: {MARKED}}}",
    "unevaluatedItems": f"{{unevaluatedItems: {MARKED}}}",
    "contains": f"{{contains: {MARKED}}}",
    "propertyNames": f"{{propertyNames: {MARKED}}}",
    "dependentSchemas": f"{{dependentSchemas: {{a: {MARKED}}}}}",
    "dependencies": f"{{dependencies: {{a: {MARKED}}}}}",
    "additionalItems": f"{{additionalItems: {MARKED}}}",
    "$dynamicRef": '{$dynamicRef: "#x"}',
    "$defs": f"{{$defs: {{a: {MARKED}}}}}",
    "x-personal-data": '{$ref: "#/components/schemas/Person", x-personal-data: address}',
    "patternProperties": f'{{patternProperties: {{"(": {MARKED}}}}}',
    "aditionalProperties": "{aditionalProperties: false}",
    "x-personal-date": "{type: string, x-personal-date: address}",
    "9 citizen.": "{description: 8 company, 9 citizen.}",
}
DOCUMENT = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    post:
      operationId: act
      requestBody: {content: {application/json: {schema: SCHEMA}}}
      responses: {"204": {description: d}}
components:
  schemas:
    Person: {properties: {address: {type: string, x-personal-data: address}}}
    Tree:
      properties:
        below: {items: {$ref: "#/components/schemas/Tree"}}
        others: {additionalProperties: {type: string, x-personal-data: address}}
    Round: {$ref: "#/components/schemas/Round"}
"""


def store_with(root: Path, schema: str) -> DocumentStore:
    (root / "d.openapi.yaml").write_text(DOCUMENT.replace("SCHEMA", schema))
    return DocumentStore(root)


def schema_in(store: DocumentStore) -> Any:
    return store.pointer("d.openapi.yaml", "/paths/~1a/post/requestBody/content/application~1json/schema")


@pytest.mark.parametrize(("schema", "body", "place"), WALKED.values(), ids=WALKED)
def test_a_mark_below_a_keyword_is_found_in_a_body(tmp_path: Path, schema: str, body: Any, place: str) -> None:
    store = store_with(tmp_path, schema)
    shape = shape_of(store, schema_in(store), "d.openapi.yaml")
    assert [(field.path, field.value) for field in fields_in(body, shape)] == [(place, "1 Rama IV")]
    assert fields_in(body, only(shape, frozenset({"address"}))) == fields_in(body, shape)
    assert categories_in(shape) == {"address"}
    assert not fields_in(body, only(shape, frozenset({"name"})))
    source = next(operation_sources(store, "d.openapi.yaml"))
    assert [mistake for element in elements(store, source) for mistake in keyword_mistakes(element.data)] == []


@pytest.mark.parametrize(("keyword", "schema"), REFUSED.items(), ids=REFUSED)
def test_a_keyword_that_is_not_walked_is_refused(tmp_path: Path, keyword: str, schema: str) -> None:
    store = store_with(tmp_path, schema)
    source = next(operation_sources(store, "d.openapi.yaml"))
    found = [mistake for element in elements(store, source) for mistake in keyword_mistakes(element.data)]
    assert [mistake.partition(":")[0] for mistake in found] == [keyword]


def test_every_keyword_that_holds_schemas_is_walked() -> None:
    """What may hold a schema by JSON Schema is walked or is no keyword that contracts may use."""
    holds = {
        "properties", "patternProperties", "additionalProperties", "propertyNames", "unevaluatedProperties",
        "dependentSchemas", "items", "prefixItems", "contains", "unevaluatedItems", "allOf", "anyOf", "oneOf", "if",
        "then", "else", "not", "$defs", "definitions", "contentSchema", "additionalItems", "dependencies",
    }  # fmt: skip
    marked = yamlio.parse(MARKED, "marked.yaml").data
    for keyword in (holds & KEYWORDS) - {"unevaluatedProperties"}:
        value = {"properties": {"a": marked}, "patternProperties": {"a": marked}}.get(keyword, marked)
        value = [marked] if keyword in ("allOf", "anyOf", "oneOf", "prefixItems") else value
        assert [below.schema for below in subschemas({keyword: value})] == [marked], keyword


def test_a_reference_to_itself_is_told(tmp_path: Path) -> None:
    store = store_with(tmp_path, '{$ref: "#/components/schemas/Round"}')
    with pytest.raises(ContractError, match="leads back to itself"):
        store.resolve(schema_in(store), "d.openapi.yaml")
