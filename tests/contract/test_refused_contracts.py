"""What the lab does not read of OpenAPI is refused in plain words, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument

CONTRACT = """\
openapi: 3.1.0
info: {title: Figures}
paths:
  /x:
    parameters:
      - {name: kind, in: query, schema: {type: string, const: A}}
    get:
      operationId: figures
      parameters:
        - {name: kind, in: query, schema: {type: string, const: B}}
      responses: {"200": {description: Ok., content: {application/json: {schema: {type: object}}}}}
"""

REFERRED = '{$ref: "#/components/schemas/b"}}}}}\ncomponents: {schemas: {b: {items: {type: strng'


def read(tmp_path: Path, old: str = "", new: str = "") -> OpenApiDocument:
    assert old in CONTRACT
    (tmp_path / "as_provider.openapi.yaml").write_text(CONTRACT.replace(old, new, 1), encoding="utf-8")
    return OpenApiDocument(DocumentStore(tmp_path), "as_provider.openapi.yaml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("openapi: 3.1.0", "openapi: 3.0.3", "yaml:1:.*openapi: expected text like .*seen '3.0.3'"),
        ("in: query", "in: cookie", "yaml:6:.*in: no parameter travels in a cookie here"),
        ("type: string", "type: object", "yaml:6:.*type: objects are not taken in parameters"),
        ("    get:", "    query:", "yaml:4:.*there is no 'query' here; there are: .*get"),
        ("operationId: figures", "operationId: [figures]", "yaml:8:.*operationId: expected string"),
        ("      responses", "      answers", "yaml:7:.*a field 'responses' is missing"),
        ("{type: object}", "{type: strng}", "yaml:11:.*schema: .*strng"),
        (
            "{type: object}",
            "{type: object, properties: {a: {minLength: x}}}",
            'yaml:11:.*properties/a: "x" is not of type',
        ),
        ("{type: object}", REFERRED, "yaml:12:.*schemas/b/items: .*strng"),
        ("  /x:", "  x:", "yaml:7:.*paths/x/get: a path begins with /"),
        ("  /x:", "  /x?y=1:", "yaml:7:.*a path begins with / and ends before"),
        ("  /x:", "  /x/{v}:", "yaml:7:.*{v} is no parameter of this operation: add one with `in: path`"),
        ("in: query", "in: path, required: true", "yaml:7:.*'kind' has no place in it: write {kind} there"),
        ("in: query", "in: path", "yaml:6:.*parameters/0: a field 'required' is missing"),
        ("  /x:", "  /x/{kind}/{kind}:", "yaml:7:.*{kind} stands in it twice"),
        ("const: A}}", "const: A}}\n      - {name: kind, in: query, schema: {}}", "yaml:7:.*'kind' in query stands in"),
        ("type: string, const: B", "type: array, prefixItems: [{}], items: {type: string}", "yaml:10:.*items of one"),
        ("application/json:", "json:", "yaml:11:.*content/json: a media type is written like"),
        ("application/json:", "application/js*:", "yaml:11:.*a media type is written like .*; seen 'application/js"),
        ("application/json:", "text/csv; charset=tis-620:", "yaml:11:.*UTF-8 here, whatever it is: leave out charset"),
        ("    get:", "    servers: [{url: /v2}]\n    get:", "yaml:4:.*there is no 'servers' here"),
    ],
)
def test_what_is_not_read_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ContractError, match=told):
        read(tmp_path, old, new)


@pytest.mark.parametrize(("value", "findings"), [("B", []), ("A", ["const"])])
def test_an_operation_replaces_a_parameter_of_its_path(tmp_path: Path, value: str, findings: list[str]) -> None:
    asked = wire.request("GET", "/x", query=f"kind={value}")
    operation = read(tmp_path).route(asked)
    assert operation is not None
    assert [finding.rule for finding in operation.judge_request(asked)] == findings
