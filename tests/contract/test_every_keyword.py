"""Each keyword of OpenAPI and JSON Schema is judged right, or refused in plain words with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.contract_rules import discriminator_mistakes
from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.element import elements
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.schema_walker import FORMATS, KEYWORDS, keyword_mistakes

FILE = "as_provider.openapi.yaml"


def document(tmp_path: Path, paths: dict[str, Any], **components: Any) -> OpenApiDocument:
    whole = {"openapi": "3.1.0", "info": {"title": "X"}, "paths": paths, "components": components}
    (tmp_path / FILE).write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return OpenApiDocument(DocumentStore(tmp_path), FILE)


def mistakes(tmp_path: Path) -> list[str]:
    """What lint says of the schemas of a document that could be read."""
    store = DocumentStore(tmp_path)
    found = [element for source in operation_sources(store, FILE) for element in elements(store, source)]
    return [
        f"{store.location(element.document, element.data)}: {mistake}"
        for element in found
        if not element.is_parameter
        for mistake in (*keyword_mistakes(element.data), *discriminator_mistakes(store, element))
    ]


def findings(paper: OpenApiDocument, message: Request) -> list[str]:
    operation = paper.route(message)
    assert operation is not None
    judge = MessageJudge(operation, {})
    return [f"{finding.where}: {finding.rule}" for finding in judge.request(message)]


OK = {"200": {"description": "Ok."}}


def with_body(schema: Any, media: str = wire.JSON, **more: Any) -> dict[str, Any]:
    operation = {"operationId": "ask", "requestBody": {"content": {media: {"schema": schema}}}, "responses": OK}
    return {"/x": {"post": operation | more}}


def posted(value: Any) -> Request:
    return wire.request("POST", "/x", headers=dict(wire.IN_JSON), raw=json.dumps(value).encode())


CAT = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}}
DOG = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}, "barks": {"type": "boolean"}}}
TREE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
    "additionalProperties": False,
}
PETS = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
SCHEMAS = {"Cat": CAT, "Dog": DOG, "T": TREE, "Short": {"type": "string", "maxLength": 2}, "Loose": {"type": "object"}}

JUDGED: dict[str, list[tuple[dict[str, Any], Any, Any]]] = {
    "type": [
        ({"type": "string"}, "a", 1),
        ({"type": "integer"}, 1, 1.5),
        ({"type": "number"}, 1.5, "1.5"),
        ({"type": "boolean"}, True, "true"),
        ({"type": "null"}, None, 0),
        ({"type": "array"}, [], {}),
        ({"type": "object"}, {}, []),
        ({"type": ["string", "null"]}, None, 1),
    ],
    "enum": [({"enum": ["a", 1, None]}, None, "b")],
    "const": [({"const": 7}, 7, "7")],
    "pattern": [({"pattern": "^[0-9]{3}$"}, "123", "12a"), ({"pattern": "^(?!9)[0-9]+$"}, "12", "92")],
    "minLength": [({"minLength": 2}, "กข", "ก")],
    "maxLength": [({"maxLength": 2}, "กข", "กขค")],
    "minimum": [({"minimum": 1}, 1, 0.9)],
    "maximum": [({"maximum": 1}, 1, 1.1)],
    "exclusiveMinimum": [({"exclusiveMinimum": 1}, 1.1, 1)],
    "exclusiveMaximum": [({"exclusiveMaximum": 1}, 0.9, 1)],
    "multipleOf": [({"multipleOf": 0.01}, 1.15, 1.155), ({"multipleOf": 5}, 10, 11)],
    "minItems": [({"minItems": 1}, [1], [])],
    "maxItems": [({"maxItems": 1}, [1], [1, 2])],
    "uniqueItems": [({"uniqueItems": True}, [1, 2], [1, 1])],
    "items": [({"items": {"type": "integer"}}, [1], ["1"])],
    "prefixItems": [({"prefixItems": [{"type": "integer"}, {"type": "string"}]}, [1, "a"], ["a", 1])],
    "properties": [({"properties": {"a": {"type": "integer"}}}, {"a": 1}, {"a": "1"})],
    "patternProperties": [({"patternProperties": {"^n": {"type": "integer"}}}, {"n1": 1}, {"n1": "1"})],
    "additionalProperties": [
        ({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"b": 1}),
        ({"additionalProperties": {"type": "integer"}}, {"b": 1}, {"b": "1"}),
    ],
    "unevaluatedProperties": [
        ({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False}, {"a": 1}, {"b": 1})
    ],
    "required": [({"required": ["a"]}, {"a": None}, {})],
    "dependentRequired": [({"dependentRequired": {"a": ["b"]}}, {"a": 1, "b": 1}, {"a": 1})],
    "minProperties": [({"minProperties": 1}, {"a": 1}, {})],
    "maxProperties": [({"maxProperties": 1}, {"a": 1}, {"a": 1, "b": 1})],
    "allOf": [({"allOf": [{"minimum": 1}, {"maximum": 2}]}, 2, 3)],
    "anyOf": [({"anyOf": [{"const": 1}, {"const": 2}]}, 2, 3)],
    "oneOf": [({"oneOf": [{"minimum": 1}, {"maximum": 3}]}, 0, 2)],
    "not": [({"not": {"const": 1}}, 2, 1)],
    "if": [({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"c": 1}, {"a": 1})],
    "then": [({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1, "b": 1}, {"a": 1})],
    "else": [({"if": {"required": ["a"]}, "else": {"required": ["b"]}}, {"b": 1}, {"c": 1})],
    "$ref": [
        ({"$ref": "#/components/schemas/Short"}, "ab", "abc"),
        (TREE, {"parts": [{"parts": [{"name": "a"}]}]}, {"parts": [{"parts": [{"n": 1}]}]}),
    ],
    "discriminator": [(PETS | {"discriminator": {"propertyName": "kind"}}, {"kind": "cat"}, {"kind": "cow"})],
    "format": [],
}  # fmt: skip
ANNOTATIONS = {"$comment", "title", "description", "default", "examples", "deprecated"}
OF_FORMATS = {
    "date": ("2028-02-29", "2026-02-29"),
    "date-time": ("2026-01-05T09:00:00+07:00", "2026-01-05 09:00"),
    "time": ("09:00:00+07:00", "25:00:00Z"),
    "duration": ("P1DT2H", "1 day"),
    "email": ("a@example.com", "a.example.com"),
    "hostname": ("mail.example.com", "-bad-.example"),
    "ipv4": ("192.0.2.1", "192.0.2.256"),
    "ipv6": ("2001:db8::1", "2001:db8::g"),
    "uri": ("https://example.com/a", "/a"),
    "uri-reference": ("/a", "\\\\a"),
    "uuid": ("2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08"),
    "regex": ("^a+$", "(a"),
    "json-pointer": ("/a/0", "a"),
}
CASES = [(keyword, *case) for keyword, cases in JUDGED.items() for case in cases]
CASES += [("format", {"format": name}, *values) for name, values in OF_FORMATS.items()]


def test_the_table_has_every_keyword_and_format_that_lint_accepts() -> None:
    marks = {keyword for keyword in KEYWORDS if keyword.startswith("x-")}
    assert set(JUDGED) == KEYWORDS - marks - ANNOTATIONS
    assert set(OF_FORMATS) == FORMATS


@pytest.mark.parametrize(("keyword", "schema", "right", "wrong"), CASES)
def test_a_keyword_of_schemas_is_judged_right(
    tmp_path: Path, keyword: str, schema: dict[str, Any], right: Any, wrong: Any
) -> None:
    paper = document(tmp_path, with_body(schema), schemas=SCHEMAS)
    assert mistakes(tmp_path) == []
    assert findings(paper, posted(right)) == []
    assert findings(paper, posted(wrong)) != []


REFUSED = [
    ({"contains": {"const": 1}}, "contains: is not judged here"),
    ({"minContains": 1}, "no schema keyword 'minContains'"),
    ({"maxContains": 1}, "no schema keyword 'maxContains'"),
    ({"propertyNames": {"pattern": "a"}}, "propertyNames: is not judged here"),
    ({"dependentSchemas": {"a": {}}}, "dependentSchemas: is not judged here"),
    ({"dependencies": {"a": ["b"]}}, "dependencies: is not judged here"),
    ({"additionalItems": False}, "additionalItems: is not judged here"),
    ({"unevaluatedItems": False}, "unevaluatedItems: is not judged here"),
    ({"unevaluatedProperties": {"type": "string"}}, "unevaluatedProperties: marks below it would not be seen"),
    ({"$defs": {"A": {}}}, "[$]defs: is not judged here"),
    ({"definitions": {"A": {}}}, "definitions: is not judged here"),
    ({"$anchor": "a"}, "[$]anchor: is not judged here"),
    ({"$dynamicAnchor": "a"}, "[$]dynamicAnchor: is not judged here"),
    ({"contentEncoding": "base64"}, "contentEncoding: is not judged here"),
    ({"contentMediaType": "image/png"}, "contentMediaType: is not judged here"),
    ({"contentSchema": {}}, "contentSchema: is not judged here"),
    ({"nullable": True}, 'nullable: is not judged here.*add "null"'),
    ({"readOnly": True}, "readOnly: is not judged here.*give the answer a schema of its own"),
    ({"writeOnly": True}, "writeOnly: is not judged here.*give the request a schema of its own"),
    ({"example": 1}, "example: is not judged here.*write `examples`"),
    ({"xml": {"name": "a"}}, "no schema keyword 'xml'"),
    ({"externalDocs": {"url": "a"}}, "no schema keyword 'externalDocs'"),
    ({"divisibleBy": 2}, "no schema keyword 'divisibleBy'"),
    ({"minLenght": 2}, "no schema keyword 'minLenght'"),
    ({"format": "int32"}, "no format 'int32'.*write a pattern, or a minimum and a maximum"),
    ({"format": "binary"}, "no format 'binary'"),
    ({"$ref": "#/components/schemas/Short", "maxLength": 1}, "maxLength: is lost beside [$]ref"),
    ({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Loose"}],
      "discriminator": {"propertyName": "kind"}}, "discriminator: #/components/schemas/Loose must fix 'kind' by const"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "told"), REFUSED)
def test_a_keyword_that_is_not_judged_is_refused_with_its_line(
    tmp_path: Path, schema: dict[str, Any], told: str
) -> None:
    document(tmp_path, with_body({"type": "object", "properties": {"a": schema}}), schemas=SCHEMAS)
    found = mistakes(tmp_path)
    assert [mistake for mistake in found if _matches(rf"{FILE}:[0-9]+:[0-9]+: .*{told}", mistake)], found
    line = int(found[0].split(":")[1])
    assert '"a": {' in (tmp_path / FILE).read_text().splitlines()[line - 1]


def _matches(pattern: str, text: str) -> bool:
    with pytest.raises(AssertionError, match=pattern):
        raise AssertionError(text)
    return True


LIST = {"type": "array", "items": {"type": "integer"}, "minItems": 2}
WORDS = {"type": "array", "items": {"type": "string", "maxLength": 3}}

PARAMETERS = [
    ({"schema": {"type": "string"}}, "p=1", None),
    ({"schema": {"type": "integer"}}, "p=-5", "p=1.5"),
    ({"schema": {"type": "number", "minimum": 0}}, "p=1.5e1", "p=-1"),
    ({"schema": {"type": "boolean"}}, "p=true", "p=yes"),
    ({"schema": {"type": ["integer", "null"]}}, "p=", "p=a"),
    ({"schema": {"type": ["string", "integer"], "enum": ["a", 1]}}, "p=1", "p=b"),
    ({"schema": {"enum": [1, 2]}}, "p=1", "p=3"),
    ({"schema": {"const": True}}, "p=true", "p=1"),
    ({"schema": {"oneOf": [{"type": "integer"}, {"const": "all"}]}}, "p=all", "p=some"),
    ({"schema": {"$ref": "#/components/schemas/Short"}}, "p=ab", "p=abc"),
    ({"schema": {"type": "string", "format": "date"}}, "p=2028-02-29", "p=2026-02-29"),
    ({"schema": {"type": "string"}, "required": True}, "p=", ""),
    ({"schema": LIST}, "p=1&p=2", "p=1"),
    ({"schema": LIST}, "p=1&p=2", "p=1&p=a"),
    ({"schema": LIST, "explode": False}, "p=1,2", "p=1&p=2"),
    ({"schema": LIST, "explode": True}, "p=1&p=2", "p=1,2"),
    ({"schema": LIST, "style": "form"}, "p=1&p=2", "p=1,2"),
    ({"schema": LIST, "style": "spaceDelimited"}, "p=1%202", "p=1,2"),
    ({"schema": LIST, "style": "pipeDelimited", "explode": False}, "p=1%7C2", "p=1,2"),
    ({"schema": WORDS}, "p=abc", "p=abc&p=abcd"),
    ({"schema": {"$ref": "#/components/schemas/Numbers"}}, "p=1", "p=a"),
]


@pytest.mark.parametrize(("words", "right", "wrong"), PARAMETERS)
def test_a_parameter_of_the_query_is_judged_right(
    tmp_path: Path, words: dict[str, Any], right: str, wrong: str | None
) -> None:
    operation = {"operationId": "ask", "parameters": [{"name": "p", "in": "query"} | words], "responses": OK}
    numbers = {"type": "array", "items": {"type": "integer"}}
    paper = document(tmp_path, {"/x": {"get": operation}}, schemas=SCHEMAS | {"Numbers": numbers})
    assert findings(paper, wire.request("GET", "/x", query=right)) == []
    if wrong is not None:
        assert findings(paper, wire.request("GET", "/x", query=wrong)) != []


@pytest.mark.parametrize(
    ("place", "schema", "right", "wrong"),
    [
        ("path", LIST, "1,2", "1"),
        ("path", {"type": "boolean"}, "false", "no"),
        ("header", LIST, "1, 2", "1; 2"),
        ("header", {"type": "number"}, "0.5", "x"),
    ],
)
def test_a_parameter_elsewhere_is_judged_right(tmp_path: Path, place: str, schema: Any, right: str, wrong: str) -> None:
    parameter = {"name": "p", "in": place, "required": True, "schema": schema}
    operation = {"operationId": "ask", "parameters": [parameter], "responses": OK}
    paper = document(tmp_path, {"/x/{p}" if place == "path" else "/x": {"get": operation}})

    def asked(value: str) -> Request:
        if place == "path":
            return wire.request("GET", f"/x/{value}")
        return wire.request("GET", "/x", headers={"p": value})

    assert findings(paper, asked(right)) == []
    assert findings(paper, asked(wrong)) != []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"in": "cookie"}, "no parameter travels in a cookie here"),
        ({"style": "deepObject"}, "objects are not taken in parameters"),
        ({"style": "simple"}, "style: expected one of 'form', 'spaceDelimited', 'pipeDelimited', seen 'simple'"),
        ({"in": "path", "style": "matrix"}, "a value of a path is written by itself here"),
        ({"in": "path", "style": "label"}, "a value of a path is written by itself here"),
        ({"in": "header", "style": "form"}, "style: expected one of 'simple'"),
        ({"style": "pipeDelimited", "explode": True}, "explode: expected False, seen True"),
        ({"content": {}}, "there is no 'content' here"),
        ({"allowEmptyValue": True}, "there is no 'allowEmptyValue' here"),
        ({"allowReserved": True}, "there is no 'allowReserved' here"),
        ({"schema": {"type": "object"}}, "objects are not taken in parameters"),
        ({"schema": {"$ref": "#/components/schemas/Cat"}}, "objects are not taken here"),
        ({"schema": {"type": "array"}}, "a list here has `type: array` and items of one type"),
        ({"schema": {"type": "array", "items": {"type": ["integer", "string"]}}}, "items of one type"),
        ({"schema": {"type": "array", "items": {"type": "array"}}}, "items of one type"),
        ({"schema": {"type": ["array", "string"], "items": {"type": "string"}}}, "`type: array` and items of one type"),
    ],
)
def test_a_parameter_that_is_not_judged_is_refused_with_its_line(
    tmp_path: Path, words: dict[str, Any], told: str
) -> None:
    parameter = {"name": "p", "in": "query", "schema": {"type": "string"}} | words
    with pytest.raises(ContractError, match=rf"{FILE}:(1[0-9]|2[0-9]):[0-9]+: .*{told}"):
        document(
            tmp_path, {"/x": {"get": {"operationId": "a", "parameters": [parameter], "responses": OK}}}, schemas=SCHEMAS
        )


VERBS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


def test_every_verb_is_an_operation_of_its_own_and_head_is_answered_without_a_body(tmp_path: Path) -> None:
    answer = {"200": {"description": "Ok.", "content": {"application/json": {"schema": {"type": "object"}}}}}
    paper = document(tmp_path, {"/x": {verb: {"operationId": verb, "responses": answer} for verb in VERBS}})
    for verb in VERBS:
        operation = paper.route(wire.request(verb.upper(), "/x"))
        assert operation is not None and operation.id == verb
        right, wrong = (b"", b"{}") if verb == "head" else (b"{}", b"")
        assert operation.judge_answer(Answer(200, wire.IN_JSON, right).open()) == []
        assert operation.judge_answer(Answer(200, wire.IN_JSON, wrong).open()) != []


def test_what_stands_behind_a_reference_counts_as_if_it_stood_here(tmp_path: Path) -> None:
    item = {"parameters": [{"$ref": "#/components/parameters/Day"}], "post": {
        "operationId": "ask", "requestBody": {"$ref": "#/components/requestBodies/Ask"},
        "responses": {"200": {"$ref": "#/components/responses/Done"}},
    }}  # fmt: skip
    other = {"openapi": "3.1.0", "info": {"title": "Y"}, "components": {
        "pathItems": {"Ask": item},
        "parameters": {"Day": {"name": "day", "in": "query", "required": True, "schema": {"type": "integer"}}},
        "requestBodies": {"Ask": {"required": True, "content": {"application/json": {"schema": {"type": "array"}}}}},
        "responses": {"Done": {"description": "Ok.", "headers": {"Location": {"$ref": "#/components/headers/L"}}}},
        "headers": {"L": {"required": True, "schema": {"type": "string", "pattern": "^/"}}},
    }}  # fmt: skip
    (tmp_path / "other.openapi.yaml").write_text(json.dumps(other))
    paper = document(tmp_path, {"/x": {"$ref": "other.openapi.yaml#/components/pathItems/Ask"}})
    right = wire.request("POST", "/x", query="day=1", headers=dict(wire.IN_JSON), raw=b"[]")
    assert findings(paper, right) == []
    assert findings(paper, wire.request("POST", "/x", query="day=1")) == ["body: required"]
    assert findings(paper, wire.request("POST", "/x", headers=dict(wire.IN_JSON), raw=b"{}")) == [
        "query/day: required", "body: type",
    ]  # fmt: skip
    operation = paper.operations["ask"]
    for headers, found in (({"location": "/1"}, []), ({"location": "1"}, ["pattern"]), ({}, ["required"])):
        assert [finding.rule for finding in operation.judge_answer(Answer(200, headers))] == found


def test_lists_in_the_header_of_an_answer_are_judged(tmp_path: Path) -> None:
    headers = {"X-Days": {"schema": LIST}}
    paper = document(tmp_path, {"/x": {"get": {"operationId": "a", "responses": {"200": {"headers": headers}}}}})
    for value, rules in (("1, 2", []), ("1", ["minItems"]), ("1,a", ["type"])):
        found = paper.operations["a"].judge_answer(Answer(200, {"x-days": value}))
        assert [finding.rule for finding in found] == rules


@pytest.mark.parametrize(
    ("media", "told", "right", "wrong"),
    [
        ("application/*", "application/json", b"{}", b"[]"),
        ("application/*", "application/json; charset=utf-8", b"{}", b"[]"),
        ("*/*", "application/json", b"{}", b"[]"),
        ("application/json; charset=utf-8", "application/json;charset=UTF-8", b"{}", b"[]"),
        ('application/json; version="2"', "application/json; charset=utf-8; version=2", b"{}", b"[]"),
        ("Application/JSON", "application/json", b"{}", b"[]"),
        ("application/problem+json", "application/problem+json", b"{}", b"[]"),
    ],
)
def test_a_media_type_may_be_a_range_or_have_parameters(
    tmp_path: Path, media: str, told: str, right: bytes, wrong: bytes
) -> None:
    paper = document(tmp_path, with_body({"type": "object"}, media))
    assert findings(paper, wire.request("POST", "/x", headers={"content-type": told}, raw=right)) == []
    assert findings(paper, wire.request("POST", "/x", headers={"content-type": told}, raw=wrong)) == ["body: type"]
    if not media.startswith("*/*"):
        strange = wire.request("POST", "/x", headers={"content-type": "image/png"}, raw=b"x")
        assert findings(paper, strange) == ["header/Content-Type: undocumented media type"]


def test_a_media_type_without_the_parameter_that_was_agreed_is_another(tmp_path: Path) -> None:
    paper = document(tmp_path, with_body({"type": "object"}, "application/json; version=2"))
    other = wire.request("POST", "/x", headers={"content-type": "application/json; version=1"}, raw=b"{}")
    assert findings(paper, other) == ["header/Content-Type: undocumented media type"]


def test_the_media_type_that_is_named_closest_counts(tmp_path: Path) -> None:
    kinds = {"*/*": {"const": 1}, "application/*": {"const": 2}, "application/json": {"const": 3},
             "application/json; v=2": {"const": 4}}  # fmt: skip
    content = {media: {"schema": schema} for media, schema in kinds.items()}
    paper = document(tmp_path, {"/x": {"post": {
        "operationId": "a", "requestBody": {"content": content}, "responses": OK,
    }}})  # fmt: skip
    for told, number in (
        ("application/json; v=2", 4), ("application/json; v=3", 3), ("application/vnd.x+json", 2), ("x/y+json", 1),
    ):  # fmt: skip
        asked = wire.request("POST", "/x", headers={"content-type": told}, raw=str(number).encode())
        assert findings(paper, asked) == [], told


@pytest.mark.parametrize(
    ("media", "schema", "right", "wrong"),
    [
        (wire.FORM, {"properties": {"n": {"type": "integer"}}}, b"n=1", b"n=a"),
        (wire.FORM, {"properties": {"n": {"type": "boolean"}}}, b"n=true", b"n=1"),
        (wire.FORM, {"properties": {"n": {"type": "string", "maxLength": 1}}}, b"n=1", b"n=12"),
        ("text/plain", {"type": "string", "maxLength": 1}, "ก".encode(), "กก".encode()),
        ("application/pdf", {"type": "string", "pattern": "^%PDF"}, b"%PDF\xff", b"PDF"),
    ],
)
def test_a_body_that_is_no_json_is_judged_right(
    tmp_path: Path, media: str, schema: Any, right: bytes, wrong: bytes
) -> None:
    paper = document(tmp_path, with_body(schema, media))
    assert findings(paper, wire.request("POST", "/x", headers={"content-type": media}, raw=right)) == []
    assert findings(paper, wire.request("POST", "/x", headers={"content-type": media}, raw=wrong)) != []


@pytest.mark.parametrize(
    ("media", "schema", "told"),
    [
        (wire.FORM, {"properties": {"n": {"type": "array"}}}, "'n': a field of a form is one text, number or truth"),
        ("application/xml", {"type": "object"}, "application/xml is read as text: its schema has `type: string`"),
        ("text/csv", {"type": "integer"}, "text/csv is read as text"),
    ],
)
def test_a_body_that_cannot_be_judged_is_refused_with_its_line(
    tmp_path: Path, media: str, schema: Any, told: str
) -> None:
    with pytest.raises(ContractError, match=rf"{FILE}:[0-9]+:[0-9]+: .*{told}"):
        document(tmp_path, with_body(schema, media))


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ({"/x": {"$ref": "#/components/pathItems/A", "get": {}}}, "there is no 'get' here"),
        ({"/x": {"query": {}}}, "there is no 'query' here"),
        (with_body({}, callbacks={}), "there is no 'callbacks' here"),
        ({"/x": {"post": {"operationId": "a", "responses": {"default": {"description": ""}}}}}, "'default'"),
        ({"/x": {"post": {"operationId": "a", "responses": {"2XX": {"description": ""}}}}}, "'2XX'"),
        ({"/x": {"post": {"operationId": "a", "requestBody": {"content": {wire.FORM: {"encoding": {}}}},
                          "responses": OK}}}, "there is no 'encoding' here"),
        ({"/x": {"get": {"operationId": "a", "responses": {"200": {"headers": {"H": {"content": {}}}}}}}},
         "there is no 'content' here"),
    ],
)  # fmt: skip
def test_what_else_is_not_read_is_refused_with_its_line(tmp_path: Path, paths: dict[str, Any], told: str) -> None:
    with pytest.raises(ContractError, match=rf"{FILE}:[0-9]+:[0-9]+: .*{told}"):
        document(tmp_path, paths, pathItems={"A": {}})
