"""Ambiguous parts of a request beside its body, which servers read differently: each is a finding."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.judge import MessageJudge

DOCUMENT = """
openapi: 3.1.0
info: {title: Levels, version: 1.0.0}
paths:
  /levels:
    get:
      operationId: levels
      parameters:
        - {name: n, in: query, schema: {type: integer}}
        - {name: level, in: query, schema: {type: number, minimum: 0}}
        - {name: place, in: query, schema: {type: string}}
      responses: {"200": {description: Ok.}}
    post:
      operationId: ask
      requestBody:
        content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {place: {type: string}}}}}
      responses: {"200": {description: Ok.}}
"""
DOCUMENT += """\
  /places/{place}:
    get:
      operationId: place
      parameters: [{name: place, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: Ok.}}
"""
THAI = quote("บางซื่อ".encode("cp874"))


@pytest.fixture
def document(tmp_path: Path) -> OpenApiDocument:
    (tmp_path / "water").mkdir()
    (tmp_path / "water" / "as_provider.openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    return OpenApiDocument(DocumentStore(tmp_path), "water/as_provider.openapi.yaml")


def found(document: OpenApiDocument, query: str) -> list[tuple[str, str]]:
    judge = MessageJudge(document.operations["levels"], {})
    judge.request(wire.request("GET", "/levels", query="place=a&n=1"))  # a good one first, for the judge remembers
    return [(each.where, each.rule) for each in judge.request(wire.request("GET", "/levels", query=query))]


@pytest.mark.parametrize(
    ("query", "findings"),
    [
        ("level=13.75", []),
        ("level=0", []),
        ("n=-5", []),
        (f"place={quote('บางซื่อ')}", []),
        ("level=-1", [("query/level", "minimum")]),
        ("level=x", [("query/level", "type")]),
        ("n=1.5", [("query/n", "type")]),
        (f"n={'9' * 5_000}", [("query/n", "type")]),
        (f"level={'9' * 5_000}", [("query/level", "type")]),
        (f"level=0.{'9' * 5_000}", [("query/level", "type")]),
        (f"place={THAI}", [("query/place", "does not decode")]),
        ("place=b&place=a&n=1", [("query/place", "repeated")]),
        (f"place={THAI}&place=a", [("query/place", "repeated"), ("query/place", "does not decode")]),
        (f"place=a&place={THAI}", [("query/place", "repeated"), ("query/place", "does not decode")]),
        ("level=-1&level=1", [("query/level", "minimum"), ("query/level", "repeated")]),
        (f"place={quote(chr(0xFFFD))}", []),
    ],
)
def test_in_a_query(document: OpenApiDocument, query: str, findings: list[tuple[str, str]]) -> None:
    assert found(document, query) == findings


@pytest.mark.parametrize("raw", [b"place=a&place=b", f"place={THAI}".encode(), "place=ก".encode("cp874")])
def test_in_a_form(document: OpenApiDocument, raw: bytes) -> None:
    message = wire.request("POST", "/levels", headers={"content-type": wire.FORM}, raw=raw)
    [finding] = document.operations["ask"].judge_request(message)
    assert (finding.where, finding.rule) == ("body", "does not decode")


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (b'{"n": 1, "n": 2}', "n"),
        (b'{"a": [{"n": 1}, {"x": {"n": 1 , "n" :1}}]}', "n"),
        (b'{"a": 1, "b": 2, "a": 1, "b": 3}', "a, b"),
        (b'{"n": 1, "\\u006e": 2}', "n"),
        (b'{"n": ":::", "m": "n:1", "list": [{"n": 1}, {"n": 2}]}', None),
        (b'{"n": "\\u003a", "m": 1}', None),
    ],
)
def test_a_name_twice_in_json_is_told(raw: bytes, names: str | None) -> None:
    message = wire.request("POST", "/levels", headers={"content-type": wire.JSON}, raw=raw)
    assert message.undecodable == (names and f"a name stands more than once: {names}")
    assert (message.body is None) == bool(names) and message.raw == raw


def test_a_path_in_another_code_page_is_told(document: OpenApiDocument) -> None:
    for raw, where in (("บางซื่อ".encode("cp874"), ["path"]), ("บางซื่อ".encode(), [])):
        asked = wire.Request("GET", wire.path_in(b"/places/" + raw))
        operation = document.route(asked)
        assert operation is not None and asked.params == {"place": "บางซื่อ"}, "it is shown as it was meant"
        assert [finding.where for finding in operation.judge_request(asked)] == where
