"""Paths, references and media types of small documents: each request reaches its operation, and is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.document import OpenApiDocument

HEAD = "openapi: 3.1.0\ninfo: {title: Figures}\npaths:\n"
ANSWERS = '      responses: {"204": {description: Ok.}}\n'
PLACE = "parameters: [{{name: {}, in: {}, required: true, schema: {}}}]"


def operation(path: str, name: str, *words: str) -> str:
    return "".join(
        [f"  {path}:\n    get:\n      operationId: {name}\n", *(f"      {word}\n" for word in words), ANSWERS]
    )


def read(tmp_path: Path, *paths: str, **files: str) -> OpenApiDocument:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "as_provider.openapi.yaml").write_text(HEAD + "".join(paths), encoding="utf-8")
    return OpenApiDocument(DocumentStore(tmp_path), "as_provider.openapi.yaml")


def rules(document: OpenApiDocument, path: str, query: str = "", **headers: str) -> list[str]:
    asked = wire.request("GET", path, query=query, headers=headers)
    found = document.route(asked)
    assert found is not None
    return [finding.rule for finding in found.judge_request(asked)]


TEXT = "{type: string}"


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ([operation("/a", "one"), operation("/b", "one")], r"yaml:9:5: .*operationId 'one' stands in this document be"),
        (
            [operation(f"/a/{{{v}}}", f"by_{v}", PLACE.format(v, "path", TEXT)) for v in "vw"],
            r"yaml:10:5: .*/a/\{v\} has the same places: no request can tell the two apart",
        ),
        (
            ["  /a: {$ref: '#/x'}\n"],
            r"yaml:4:.*nothing stands at #/x",
        ),
        (
            [
                operation("/a", "one", "parameters: [{$ref: '#/components/schemas/V'}]"),
                "components: {schemas: {V: {}}}\n",
            ],
            r"yaml:9:.*components/schemas/V: a field 'name' is missing",
        ),
        (["  /a: {$ref: 'other.yaml'}\n"], r"other\.yaml:1:1: the document: there is no 'fetch' here; there are"),
        (
            [operation("/a", "one", "parameters: [{$ref: 'other.yaml#/fetch'}]")],
            r"other\.yaml:1:1: fetch: a field 'schema' is missing",
        ),
    ],
)
def test_what_no_request_could_reach_is_told(tmp_path: Path, paths: list[str], told: str) -> None:
    with pytest.raises(ContractError, match=told):
        read(tmp_path, *paths, other="fetch: {name: v, in: query}\n")


def test_a_path_may_be_a_file_of_its_own(tmp_path: Path) -> None:
    other = f"get:\n  operationId: one\n  {PLACE.format('v', 'query', '{$ref: number.yaml}')}\n" + ANSWERS[4:]
    document = read(tmp_path, "  /a: {$ref: other.yaml}\n", other=other, number="type: integer\n")
    assert (rules(document, "/a", "v=5"), rules(document, "/a", "v=x")) == ([], ["type"])


def test_a_reference_is_written_as_an_address(tmp_path: Path) -> None:
    own = operation("/a/{v}", "one", PLACE.format("v", "path", "{type: integer}"))
    reference = "{$ref: '#/paths/~1a~1%7Bv%7D/get/parameters/0/schema'}"
    document = read(tmp_path, own, operation("/b", "two", PLACE.format("w", "query", reference)))
    assert (rules(document, "/b", "w=5"), rules(document, "/b", "w=x")) == ([], ["type"])


def test_a_header_replaces_that_of_its_path_in_whatever_case(tmp_path: Path) -> None:
    paths = operation("/a", "one", PLACE.format("x-v", "header", TEXT))
    above = PLACE.format("X-V", "header", "{type: integer}")
    document = read(tmp_path, paths.replace("    get:\n", f"    {above}\n    get:\n"))
    assert rules(document, "/a", **{"x-v": "text"}) == []


def test_of_two_paths_that_match_the_one_that_says_more_is_meant(tmp_path: Path) -> None:
    wide = operation("/{a}/{b}", "wide", "parameters: [{name: a, in: path, required: true, schema: {type: string}},")
    wide = wide.replace("},\n", "}, {name: b, in: path, required: true, schema: {type: string}}]\n", 1)
    named = operation("/a/{b}", "named", PLACE.format("b", "path", TEXT))
    ending = operation("/a/{b}.json", "ending", PLACE.format("b", "path", TEXT))
    document = read(tmp_path, wide, named, ending)
    reached = [document.route(wire.request("GET", path)) for path in ("/x/1", "/a/1", "/a/1.json")]
    assert [found.id for found in reached if found] == ["wide", "named", "ending"]


@pytest.mark.parametrize("digits", [1, 19, 25, 100])
def test_a_whole_number_may_have_many_digits(tmp_path: Path, digits: int) -> None:
    document = read(tmp_path, operation("/a", "one", PLACE.format("v", "query", "{type: integer, minimum: 0}")))
    assert rules(document, "/a", f"v={'9' * digits}") == []
    assert rules(document, "/a", f"v=-{'9' * digits}") == ["minimum"]


def posted(tmp_path: Path, described: str, media: str, raw: bytes) -> list[str]:
    body = f'requestBody: {{content: {{"{described}": {{schema: {{type: object, maxProperties: 0}}}}}}}}'
    document = read(tmp_path, operation("/a", "one", body).replace("get:", "post:"))
    asked = wire.request("POST", "/a", headers={"content-type": media}, raw=raw)
    found = document.route(asked)
    assert found is not None
    return [finding.rule for finding in found.judge_request(asked)]


@pytest.mark.parametrize(
    ("described", "media"),
    [
        ("application/*+json", "application/vnd.mwa.v1+json"),
        ("application/*", "application/vnd.mwa.v1+json"),
        ("text/json", "text/json; charset=utf-8"),
        ("application/json; charset=UTF-8", "application/json;charset=utf-8"),
    ],
)
def test_a_body_in_json_is_judged_under_each_of_its_names(tmp_path: Path, described: str, media: str) -> None:
    assert posted(tmp_path, described, media, b"{}") == []
    assert posted(tmp_path, described, media, b'{"a": 1}') == ["maxProperties"]


def test_a_range_of_one_suffix_takes_no_other(tmp_path: Path) -> None:
    assert posted(tmp_path, "application/*+json", "application/json", b"{}") == ["undocumented media type"]
    assert posted(tmp_path, "application/*+hal+json", "application/vnd.mwa+json", b"{}") == ["undocumented media type"]


SPLIT = """\
{type: object, unevaluatedProperties: false, properties: {n: {type: object, unevaluatedProperties: false,
  allOf: [{type: object, required: [a, b], properties: {a: {type: integer}, b: {type: integer}}}]}}}"""


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'{"n": {"a": 1, "b": 2}}', []),
        (b'{"n": {"a": 1}}', [("body/n", "required")]),
        (b'{"n": {"a": 1, "b": "2"}}', [("body/n/b", "type")]),
        (b'{"n": {"a": 1, "c": 2}}', [("body/n", "required"), ("body/n/c", "undocumented field")]),
        (b'{"n": {"a": 1, "b": 2, "c": 3}}', [("body/n/c", "undocumented field")]),
        (b'{"n": {"a": 1, "b": 2, "n": 3}}', [("body/n/n", "undocumented field")]),
    ],
)
def test_a_field_of_a_part_that_does_not_hold_is_documented(
    tmp_path: Path, raw: bytes, told: list[tuple[str, str]]
) -> None:
    body = f"requestBody: {{content: {{application/json: {{schema: {SPLIT}}}}}}}"
    document = read(tmp_path, operation("/a", "one", *body.splitlines()).replace("get:", "post:"))
    asked = wire.request("POST", "/a", headers={"content-type": "application/json"}, raw=raw)
    found = document.route(asked)
    assert found is not None
    assert [(finding.where, finding.rule) for finding in found.judge_request(asked)] == told
