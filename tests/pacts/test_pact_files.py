"""Pact files as other libraries write them, and what is no pact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.pacts.pact_file import read
from partnerlab.contract.document_store import ContractError

FORM = "application/x-www-form-urlencoded"


def pact(tmp_path: Path, **request: Any) -> Path:
    asked = {"method": "POST", "path": "/x"} | request
    one = {"description": "it is asked", "request": asked, "response": {"status": 200}}
    file = tmp_path / "rwc-onwr.json"
    file.write_text(json.dumps({"consumer": {"name": "rwc"}, "provider": {"name": "onwr"}, "interactions": [one]}))
    return file


def test_a_form_and_single_values_may_be_text(tmp_path: Path) -> None:
    body = {"content": "a=1&b=2", "contentType": FORM}
    request = read(pact(tmp_path, headers={"X-A": "one"}, query={"n": "12"}, body=body)).interactions[0].request
    assert (request.headers["x-a"], dict(request.query), request.raw) == ("one", {"n": "12"}, b"a=1&b=2")


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"body": {"n": "BAD"}}, "'content' is missing"),
        ({"headers": 5}, "headers: expected object, seen 5"),
        ({"body": {"content": "x", "contentType": FORM, "encoded": "base64"}}, "content: is not in base64"),
    ],
)
def test_what_is_no_pact_is_told_with_its_file(tmp_path: Path, request_: dict[str, Any], told: str) -> None:
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json(:[0-9]+:[0-9]+)?: .*{told}"):
        read(pact(tmp_path, **request_))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"method": "POST"', '"method": "POST", "method": "GET"', "1:[0-9]+: 'method' stands here again"),
        ('"method": "POST"', '"method": "POST",', "1:[0-9]+: is no pact, for it is no JSON: "),
        ('"status": 200', '"status": NaN', " is no pact, for it is no JSON: NaN is no number"),
        ('"status": 200', f'"status": {"[" * 100_000}', " is no pact: it is nested deeper"),
        ('"interactions"', '"messages"', "1:[0-9]+: messages: a pact of messages is not read here"),
        ('"consumer"', '"customer"', "1:1: the document: a field 'consumer' is missing"),
        ('"provider": {"name": "onwr"}', '"provider": "onwr"', "1:[0-9]+: provider: expected object, seen 'onwr'"),
    ],
)
def test_a_text_that_is_no_pact_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = pact(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json:{told}"):
        read(file)


def test_a_pact_may_be_saved_by_notepad_and_indented_by_tabs(tmp_path: Path) -> None:
    file = pact(tmp_path)
    file.write_text("\ufeff" + json.dumps(json.loads(file.read_text()), indent="\t"), encoding="utf-8")
    (found,) = read(file).interactions
    assert found.place == f"{file}:9:3"


@pytest.mark.parametrize(
    "metadata", [{"pact-specification": {"version": "3.0.0"}}, {"pactSpecificationVersion": "3.0"}]
)
def test_the_version_stands_where_earlier_libraries_wrote_it(tmp_path: Path, metadata: dict[str, Any]) -> None:
    file = pact(tmp_path, body={"n": 1})
    file.write_text(json.dumps(json.loads(file.read_text()) | {"metadata": metadata}), encoding="utf-8")
    assert read(file).interactions[0].request.body == {"n": 1}


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/x/%E0%B8%81", "/x/ก"),
        ("/x/a%20b", "/x/a b"),
        ("/x/ก", "/x/ก"),
        ("/x/a%2Fb", "/x/a%2Fb"),
        ("/x/a%3Fb", "/x/a%3Fb"),
    ],
)
def test_a_path_is_read_as_servers_have_it(tmp_path: Path, written: str, path: str) -> None:
    request = read(pact(tmp_path, path=written, method="post")).interactions[0].request
    assert (request.path, request.method) == (path, "POST")
