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
        ({"headers": 5}, "is no pact of version 3 or 4"),
        ({"body": {"content": "x", "contentType": FORM, "encoded": "base64"}}, "is no pact of version 3 or 4"),
    ],
)
def test_what_is_no_pact_is_told_with_its_file(tmp_path: Path, request_: dict[str, Any], told: str) -> None:
    with pytest.raises(ContractError, match=rf"rwc-onwr\.json(:[0-9]+:[0-9]+)?: .*{told}"):
        read(pact(tmp_path, **request_))
