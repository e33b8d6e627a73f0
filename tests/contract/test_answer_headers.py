"""The headers that a contract promises in an answer are judged like the rest of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import IN_JSON, Answer
from partnerlab.contract.http.operation import Operation

CONTRACT = """\
openapi: 3.1.0
info: {title: Orders}
paths:
  /x:
    post:
      operationId: order
      responses:
        "200": {description: Ok., content: {application/json: {schema: {type: object}}}}
        "201":
          description: Made.
          headers:
            Location: {required: true, schema: {type: string, pattern: "^/x/[0-9]+$"}}
            X-Left: {$ref: "#/components/headers/left"}
            Content-Type: {required: true, schema: {const: text/plain}}
          content: {application/json: {schema: {type: object}}}
        "204": {description: Nothing., headers: {ETag: {required: true}}}
        "302": {$ref: "#/components/responses/moved"}
components:
  headers:
    left: {schema: {type: integer, minimum: 0}}
  responses:
    moved: {description: Moved., headers: {Location: {required: true, schema: {type: string}}}}
"""


@pytest.fixture
def operation(tmp_path: Path) -> Operation:
    (tmp_path / "as_provider.openapi.yaml").write_text(CONTRACT, encoding="utf-8")
    return OpenApiDocument(DocumentStore(tmp_path), "as_provider.openapi.yaml").operations["order"]


@pytest.mark.parametrize(
    ("status", "headers", "raw", "findings"),
    [
        (201, {"location": "/x/1"}, b"{}", []),
        (201, {"location": "/x/1", "x-left": "3"}, b"{}", []),
        (201, {}, b"{}", [("header/Location", "required")]),
        (201, {"location": "/y"}, b"{}", [("header/Location", "pattern")]),
        (201, {"location": "/x/1", "x-left": "-1"}, b"{}", [("header/X-Left", "minimum")]),
        (201, {"location": "/x/1", "x-left": "few"}, b"{}", [("header/X-Left", "type")]),
        (201, {}, b"", [("header/Location", "required"), ("body", "required")]),
        (204, {}, b"", [("header/ETag", "required")]),
        (204, {"etag": ""}, b"", []),
        (302, {}, b"", [("header/Location", "required")]),
        (200, {}, b"{}", []),
    ],
)
def test_of_an_answer(
    operation: Operation, status: int, headers: dict[str, str], raw: bytes, findings: list[tuple[str, str]]
) -> None:
    answer = wire.answer(status, {"content-type": "application/json"} | headers, raw)
    found = MessageJudge(operation, {}).answer(answer)
    assert [(finding.where, finding.rule) for finding in found] == findings
    assert all(finding.side == "answer" for finding in found)


def test_of_the_usual_answer_of_a_simulator_too(operation: Operation) -> None:
    found = MessageJudge(operation, {}).answer(Answer(201, IN_JSON, b"{}", {}))
    assert [(finding.where, finding.rule) for finding in found] == [("header/Location", "required")]
