"""An OpenAPI document as a routing table, as a judge, and as a map of personal data: small documents, real bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation

COMMON = """
openapi: 3.1.0
info: {title: Shared, version: 1.0.0}
components:
  parameters:
    Key: {name: X-Key, in: header, required: true, x-personal-data: credentials, schema: {type: string, minLength: 4}}
  responses:
    Refused:
      description: Refused.
      content:
        application/json: {schema: {$ref: "#/components/schemas/Refusal"}}
  schemas:
    Refusal: {type: object, required: [message], properties: {message: {type: string}}}
    Person:
      type: object
      required: [pid]
      properties:
        pid: {type: string, pattern: "^[0-9]{13}$", x-personal-data: identity}
        name: {type: [string, "null"], x-personal-data: name}
        age: {type: integer, minimum: 0}
        spouse: {$ref: "#/components/schemas/Person"}
"""

REGISTER = """
openapi: 3.1.0
info: {title: A register, x-title-th: ทะเบียน, version: 1.0.0}
paths:
  /people:
    parameters: [{$ref: "../_common/shared.openapi.yaml#/components/parameters/Key"}]
    get:
      operationId: search
      summary: Search
      x-summary-th: ค้นหา
      parameters:
        - {name: size, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: pid, in: query, x-personal-data: identity, schema: {type: string, pattern: "^[0-9]{13}$"}}
      responses:
        "200":
          description: Found.
          content:
            application/json:
              schema: {type: array, items: {$ref: "../_common/shared.openapi.yaml#/components/schemas/Person"}}
            text/plain: {schema: {type: string, enum: [nobody]}}
        "204": {description: Nobody.}
        "401": {$ref: "../_common/shared.openapi.yaml#/components/responses/Refused"}
    post:
      operationId: add
      x-provenance: {grade: invented, source: ours}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "../_common/shared.openapi.yaml#/components/schemas/Person"}
      responses:
        "200":
          description: Added.
          content:
            application/json:
              schema:
                anyOf:
                  - {type: object, properties: {person: {$ref: "../_common/shared.openapi.yaml#/components/schemas/Person"}}}
                  - {type: object, properties: {people: {type: array, items: {allOf: [{$ref: "../_common/shared.openapi.yaml#/components/schemas/Person"}]}}}}
  /people/{pid}:
    get:
      operationId: one
      parameters:
        - {name: pid, in: path, required: true, x-personal-data: identity, schema: {type: string, pattern: "^[0-9]{13}$"}}
      responses: {"204": {description: Nothing to say.}}
  /people/newest:
    get:
      operationId: newest
      responses: {"204": {description: Nothing to say.}}
  /people/{pid}/files/{name}:
    delete:
      operationId: drop
      parameters:
        - {name: pid, in: path, required: true, schema: {type: string}}
        - {name: name, in: path, required: true, schema: {type: string, maxLength: 5}}
      responses: {"204": {description: Gone.}}
"""  # noqa: E501

PID = "1980000000001"
KEY = {"x-key": "abcd"}


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    for name, text in {"_common/shared": COMMON, "register/as_provider": REGISTER}.items():
        file = tmp_path / f"{name}.openapi.yaml"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def document(contracts: Path) -> OpenApiDocument:
    return OpenApiDocument(DocumentStore(contracts), "register/as_provider.openapi.yaml")


def asked(method: str, path: str, query: str = "", body: Any = None, media: str = wire.JSON, **headers: str) -> Request:
    raw = wire.encode(body, media) if body is not None else b""
    found = KEY | ({"content-type": media} if raw else {}) | headers
    return wire.request(method, path, query=query, headers=found, raw=raw)


def answered(status: int, body: Any = None, media: str = wire.JSON) -> Answer:
    raw = wire.encode(body, media)
    return wire.answer(status, {"content-type": media} if raw else {}, raw)


def routed(document: OpenApiDocument, message: Request) -> Operation:
    operation = document.route(message)
    assert operation is not None
    return operation


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.where, finding.rule) for finding in findings]


# Routing


def test_a_fixed_path_goes_before_a_template_and_a_template_fills_its_parameters(document: OpenApiDocument) -> None:
    assert routed(document, asked("GET", "/people")).id == "search"
    assert routed(document, asked("POST", "/people")).id == "add"
    assert routed(document, asked("GET", "/people/newest")).id == "newest"
    message = asked("GET", f"/people/{PID}")
    assert routed(document, message).id == "one"
    assert message.params == {"pid": PID}


def test_a_template_with_two_places_fills_both_and_no_place_holds_a_slash(document: OpenApiDocument) -> None:
    message = asked("DELETE", f"/people/{PID}/files/a.txt")
    assert routed(document, message).id == "drop"
    assert message.params == {"pid": PID, "name": "a.txt"}
    assert document.route(asked("DELETE", f"/people/{PID}/files/a/b")) is None


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/people"), ("GET", "/persons"), ("GET", "/people/"), ("GET", "/people/1/2")]
)
def test_what_the_document_does_not_know_goes_nowhere(document: OpenApiDocument, method: str, path: str) -> None:
    assert document.route(asked(method, path)) is None


def test_titles_and_provenance_are_read_off_the_document(document: OpenApiDocument) -> None:
    assert document.title == {"en": "A register", "th": "ทะเบียน"}
    assert document.operations["search"].title == {"en": "Search", "th": "ค้นหา"}
    assert document.operations["add"].title == {"en": "add", "th": "add"}
    assert document.operations["add"].provenance == "invented"
    assert document.operations["search"].provenance == "published"


# Judging a request


def search(document: OpenApiDocument, query: str, **headers: str) -> list[Finding]:
    message = asked("GET", "/people", query, **headers)
    return routed(document, message).judge_request(message)


def test_a_request_that_keeps_its_contract_has_no_findings(document: OpenApiDocument) -> None:
    assert search(document, f"size=3&pid={PID}") == []


def test_a_parameter_that_is_required_is_missed(document: OpenApiDocument) -> None:
    assert told(search(document, "")) == [("query/size", "required")]


def test_a_header_of_the_path_and_of_another_file_is_missed(document: OpenApiDocument) -> None:
    message = wire.request("GET", "/people", query="size=1")
    assert search(document, "size=1") == []
    assert told(routed(document, message).judge_request(message)) == [("header/X-Key", "required")]


def test_a_parameter_is_judged_as_its_type(document: OpenApiDocument) -> None:
    assert told(search(document, "size=0")) == [("query/size", "minimum")]
    assert told(search(document, "size=many")) == [("query/size", "type")]
    assert told(search(document, "size=1&pid=123")) == [("query/pid", "pattern")]
    assert told(search(document, "size=1", **{"x-key": "abc"})) == [("header/X-Key", "minLength")]


def test_digits_of_an_identifier_stay_text(document: OpenApiDocument) -> None:
    assert search(document, "size=1&pid=0105551234567") == []


def test_an_undocumented_parameter_is_found_with_what_there_is(document: OpenApiDocument) -> None:
    found = search(document, "size=1&Size=2")
    assert told(found) == [("query/Size", "undocumented parameter")]
    assert found[0].expected == "one of ['pid', 'size']"


def test_a_path_parameter_is_judged(document: OpenApiDocument) -> None:
    message = asked("GET", "/people/123")
    assert told(routed(document, message).judge_request(message)) == [("path/pid", "pattern")]


def add(document: OpenApiDocument, message: Request) -> list[Finding]:
    return routed(document, message).judge_request(message)


def test_a_body_is_judged_field_by_field(document: OpenApiDocument) -> None:
    assert add(document, asked("POST", "/people", body={"pid": PID, "name": None, "age": 0})) == []
    found = add(document, asked("POST", "/people", body={"pid": "12", "age": -1}))
    assert sorted(told(found)) == [("body/age", "minimum"), ("body/pid", "pattern")]
    assert {finding.seen for finding in found} == {"'12'", "-1"}
    assert {finding.expected for finding in found} == {"text like ^[0-9]{13}$", "0 or more"}


def test_a_field_deep_in_a_schema_that_contains_itself_is_judged(document: OpenApiDocument) -> None:
    found = add(document, asked("POST", "/people", body={"pid": PID, "spouse": {"pid": PID, "spouse": {}}}))
    assert told(found) == [("body/spouse/spouse", "required")]
    assert found[0].expected == "a field 'pid'"


def test_a_body_that_must_be_there_is_missed(document: OpenApiDocument) -> None:
    assert told(add(document, asked("POST", "/people"))) == [("body", "required")]


def test_a_body_where_none_belongs_is_found(document: OpenApiDocument) -> None:
    message = asked("GET", "/people", "size=1", body={"pid": PID})
    assert told(routed(document, message).judge_request(message)) == [("body", "undocumented body")]


def test_a_body_of_another_media_type_is_found_once(document: OpenApiDocument) -> None:
    found = add(document, asked("POST", "/people", body={"pid": PID}, media=wire.FORM))
    assert told(found) == [("header/Content-Type", "undocumented media type")]
    assert (found[0].expected, found[0].seen) == (wire.JSON, wire.FORM)


def test_a_media_type_is_compared_without_its_charset_and_case(document: OpenApiDocument) -> None:
    headers = KEY | {"content-type": "Application/JSON; charset=utf-8"}
    message = wire.request("POST", "/people", headers=headers, raw=json.dumps({"pid": PID}).encode())
    assert add(document, message) == []


@pytest.mark.parametrize("raw", [b'{"pid": "198000', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_does_not_decode_is_a_finding_and_no_crash(document: OpenApiDocument, raw: bytes) -> None:
    message = wire.request("POST", "/people", headers=KEY | {"content-type": wire.JSON}, raw=raw)
    found = add(document, message)
    assert told(found) == [("body", "does not decode")]
    assert len(found[0].seen) < 400


# Judging an answer


def test_an_answer_that_keeps_its_contract_has_no_findings(document: OpenApiDocument) -> None:
    operation = document.operations["search"]
    assert operation.judge_answer(answered(200, [{"pid": PID, "name": "สมมุติ"}])) == []
    assert operation.judge_answer(answered(200, "nobody", "text/plain; charset=utf-8")) == []
    assert operation.judge_answer(answered(204)) == []
    assert operation.judge_answer(answered(401, {"message": "no"})) == []


def test_a_status_that_is_not_documented_is_told_with_those_that_are(document: OpenApiDocument) -> None:
    found = document.operations["search"].judge_answer(answered(500, {"message": "down"}))
    assert told(found) == [("status", "undocumented status")]
    assert found[0].side == "answer"
    assert found[0].expected == "one of 200, 204, 401"
    assert found[0].seen == '500 {"message":"down"}'


def test_an_answers_media_type_and_body_are_judged_by_its_status(document: OpenApiDocument) -> None:
    operation = document.operations["search"]
    assert told(operation.judge_answer(answered(200, "<p>", "text/html"))) == [
        ("header/Content-Type", "undocumented media type")
    ]
    assert told(operation.judge_answer(answered(200, "NOBODY", "text/plain"))) == [("body", "enum")]
    assert told(operation.judge_answer(answered(200, [{"pid": PID}, {"pid": "x"}]))) == [("body/1/pid", "pattern")]
    assert told(operation.judge_answer(answered(401, {"Message": "no"}))) == [("body", "required")]


def test_an_answer_without_its_body_and_one_with_a_body_too_many(document: OpenApiDocument) -> None:
    operation = document.operations["search"]
    assert told(operation.judge_answer(answered(200))) == [("body", "required")]
    assert told(operation.judge_answer(answered(204, "text", "text/plain"))) == [("body", "undocumented body")]


def test_a_long_body_is_shown_shortened(document: OpenApiDocument) -> None:
    found = document.operations["search"].judge_answer(answered(200, ["x" * 5000]))
    assert found[0].seen.endswith("… (5002 characters)")
    assert len(found[0].seen) < 200


def test_the_media_type_of_an_answer_follows_what_it_holds(document: OpenApiDocument) -> None:
    operation = document.operations["search"]
    assert operation.media_for(200, [{"pid": PID}]) == "application/json"
    assert operation.media_for(200, "nobody") == "text/plain"
    assert operation.media_for(599, "broken") == "text/plain; charset=utf-8"
    assert operation.media_for(599, {}) == "application/json"


# References


def test_a_document_that_does_not_exist_is_told(contracts: Path) -> None:
    with pytest.raises(ContractError, match=r"nobody/as_provider\.openapi\.yaml: no such contract document"):
        OpenApiDocument(DocumentStore(contracts), "nobody/as_provider.openapi.yaml")


def test_a_reference_into_nothing_is_told_with_the_place(contracts: Path) -> None:
    file = contracts / "register" / "as_provider.openapi.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("#/components/responses/Refused", "#/components/responses/Gone"), encoding="utf-8")
    with pytest.raises(ContractError, match=r"shared\.openapi\.yaml: nothing stands at #/components/responses/Gone"):
        OpenApiDocument(DocumentStore(contracts), "register/as_provider.openapi.yaml")


def test_a_name_in_a_path_that_could_never_match_is_told(contracts: Path) -> None:
    file = contracts / "register" / "as_provider.openapi.yaml"
    text = file.read_text(encoding="utf-8")
    assert "{pid}" in text
    file.write_text(text.replace("{pid}", "{citizen-id}"), encoding="utf-8")
    with pytest.raises(
        ContractError, match=r"as_provider\.openapi\.yaml:41:5: .*seen 'citizen-id', which never travels"
    ):
        OpenApiDocument(DocumentStore(contracts), "register/as_provider.openapi.yaml")


# Personal data


def test_personal_data_of_a_request_is_found_in_query_path_and_header(document: OpenApiDocument) -> None:
    message = asked("GET", "/people", f"size=3&pid={PID}")
    found = routed(document, message).personal_in_request(message)
    assert {(field.path, field.category, field.value) for field in found} == {
        ("header/X-Key", "credentials", "abcd"),
        ("query/pid", "identity", PID),
    }
    message = asked("GET", f"/people/{PID}")
    found = routed(document, message).personal_in_request(message)
    assert [(field.path, field.value) for field in found] == [("path/pid", PID)]


def test_personal_data_is_found_in_every_element(document: OpenApiDocument) -> None:
    body = [{"pid": "1", "age": 7}, {"pid": "2", "name": ""}]
    found = document.operations["search"].personal_in_answer(answered(200, body))
    assert {(field.path, field.value) for field in found} >= {("body/0/pid", "1"), ("body/1/pid", "2")}
    assert "body/1/name" not in {field.path for field in found}, "an empty text says nothing of anybody"


def test_personal_data_is_found_in_a_schema_within_itself(document: OpenApiDocument) -> None:
    body = [{"pid": "2", "spouse": {"pid": "3", "name": "ข"}}]
    found = document.operations["search"].personal_in_answer(answered(200, body))
    assert {field.path for field in found} == {"body/0/pid", "body/0/spouse/pid", "body/0/spouse/name"}


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"person": {"pid": PID, "name": "ก"}}, {"body/person/pid", "body/person/name"}),
        ({"people": [{"pid": PID}, {"pid": PID}]}, {"body/people/0/pid", "body/people/1/pid"}),
        ({"people": None, "person": []}, set()),
    ],
)
def test_personal_data_is_found_in_whichever_branch_applies(
    document: OpenApiDocument, body: Any, paths: set[str]
) -> None:
    found = document.operations["add"].personal_in_answer(answered(200, body))
    assert {field.path for field in found} == paths


def test_an_undocumented_status_or_media_type_is_taken_for_what_else_it_might_be(document: OpenApiDocument) -> None:
    search = document.operations["search"]
    assert [field.path for field in search.personal_in_answer(answered(500, [{"pid": PID}]))] == ["body/0/pid"]
    assert search.personal_in_answer(answered(200, PID, "text/html")) == []


def test_places_of_some_categories_are_looked_for_alone(document: OpenApiDocument) -> None:
    search, answer = document.operations["search"], answered(200, [{"pid": PID, "name": "สมมุติ"}])
    whole = search.personal_in_answer(answer)
    names = search.personal_in_answer(answer, frozenset({"name"}))
    assert [field.category for field in whole] == ["identity", "name"]
    assert names == whole[1:]
    assert search.personal_in_answer(answer, frozenset({"health"})) == []


# Scope


def test_what_no_agreement_lets_travel_is_outside_even_where_the_schema_allows_it(document: OpenApiDocument) -> None:
    operation = document.operations["search"]
    answer = answered(200, [{"pid": PID, "name": "สมมุติ"}])
    agreement = {"data": {"search": {"request": ["identity"], "answer": ["identity"]}}}
    found = outside_scope(agreement, "search", "answer", operation.personal_in_answer(answer))
    assert found == [Finding("answer", "body/0/name", "outside the agreed data", "only identity", "name data")]
    assert "สมมุติ" not in str(found), "a finding names the field, not its value"


def test_an_operation_the_agreement_does_not_name_may_carry_nothing_but_keys(document: OpenApiDocument) -> None:
    message = asked("GET", "/people", f"size=1&pid={PID}")
    fields = routed(document, message).personal_in_request(message)
    for agreement in ({}, {"data": {}}, {"data": {"search": None}}, {"data": {"search": {"request": []}}}):
        found = outside_scope(agreement, "search", "request", fields)
        assert told(found) == [("query/pid", "outside the agreed data")]
        assert found[0].expected == "no personal data"


def test_an_answer_that_no_status_names_is_told(contracts: Path) -> None:
    path = contracts / "register" / "as_provider.openapi.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"401":', "default:", 1), encoding="utf-8")
    told = r"as_provider\.openapi\.yaml:[0-9]+:[0-9]+: .*: an answer is documented by its status, .*; seen 'default'"
    with pytest.raises(ContractError, match=told):
        OpenApiDocument(DocumentStore(contracts), "register/as_provider.openapi.yaml")


def test_a_file_is_a_request_and_its_scope_is_its_own() -> None:
    from partnerlab.contract.personal_data import PersonalField

    fields = [PersonalField("line 2, columns 1-3 (name)", "name", "abc")]
    agreement = {"data": {"payments": {"request": ["name"], "file": []}}}
    assert [finding.side for finding in outside_scope(agreement, "payments", "file", fields)] == ["request"]
    assert outside_scope({"data": {"payments": {"file": ["name"]}}}, "payments", "file", fields) == []
