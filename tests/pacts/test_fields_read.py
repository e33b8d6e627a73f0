"""Which fields a pact demands: those that are taken out of the answer, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reference.cis.partners._common import gdx
from reference.common import json_reader
from tests.pacts.fields_read import fields_read

BODY = {
    "id": 7, "name": {"first": "a", "last": "b"}, "rows": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "none": None,
    "point": [1, 2], "empty": [],
}  # fmt: skip


def _all(body: Any) -> None:
    for name in body:
        assert name in body


READ: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "one field": (lambda body: body["id"], {"id": 7}),
    "one that may be missing": (lambda body: (body.get("id"), body.get("other")), {"id": 7}),
    "whether it is there": (lambda body: "id" in body and "other" in body, {"id": 7}),
    "an object, and nothing of it": (lambda body: body["name"], {"name": {}}),
    "a field of an object": (lambda body: body["name"]["last"], {"name": {"last": "b"}}),
    "a field of each in a list": (
        lambda body: [row["x"] for row in body["rows"]],
        {"rows": [{"x": 1}, {"x": 3}]},
    ),
    "of the first alone": (lambda body: body["rows"][0]["y"], {"rows": [{"y": 2}, {"y": 4}]}),
    "a point": (lambda body: sum(body["point"]), {"point": [1, 2]}),
    "an empty list": (lambda body: len(body["empty"]), {"empty": []}),
    "null": (lambda body: body["none"], {"none": None}),
    "all": (_all, {**BODY, "name": {}, "rows": [{}, {}]}),
    "all by a copy": (lambda body: dict(body["name"]), {"name": BODY["name"]}),
    "all by pairs": (lambda body: list(body["name"].items()), {"name": BODY["name"]}),
    "all by values": (lambda body: list(body["name"].values()), {"name": BODY["name"]}),
    "all as arguments": (lambda body: dict(**body["name"]), {"name": BODY["name"]}),
    "nothing": (lambda body: isinstance(body, dict), None),
}


@pytest.mark.parametrize("how", READ)
def test_what_is_taken_out_is_what_is_demanded(how: str) -> None:
    read, demanded = READ[how]
    content = json.dumps(BODY).encode()
    with fields_read(content) as found:
        read(gdx.read_json(content))
    assert found.only(BODY) == demanded


def test_another_answer_is_none_of_its_business_and_nothing_is_left_behind() -> None:
    plain = json_reader.read_json
    with fields_read(b'{"a": 1}') as found:
        assert gdx.read_json is not plain
        gdx.read_json(b'{"a": 1, "b": 2}')["a"]
    assert found.only({"a": 1}) is None
    assert gdx.read_json is json_reader.read_json is plain
