# ruff: noqa: F811
"""`verify` demands of an answer what our client reads, and what the contract requires; nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Response

from tests.conformance.peers import Good, like, spoilt, stamped
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401

pytestmark = pytest.mark.slow
ACTIVE, SINGLE = "profile/a_company_in_business", "marriage/the_marriage_of_a_person_who_never_married"
PARCELS = "features/the_parcels_around_a_point"


def _changed(change: Callable[[Any], Any]) -> Callable[[requests.Response], Response]:
    """The answers in JSON with something changed."""

    def distort(answer: requests.Response) -> Response:
        if "json" not in answer.headers.get("Content-Type", "") or not answer.content:
            return like(answer)
        body = answer.json()
        change(body)
        return like(answer, content=json.dumps(body).encode())

    return distort


def _sparse(body: Any) -> None:
    """What the contract lets a register leave out, and our client does not read."""
    body["RawData"] = None
    for profile in body.get("ResultList", []):
        for address in profile["AddressInformations"]:
            for name in ("Province", "FullAddress"):
                address.pop(name, None)


def _no_addresses(body: Any) -> None:
    for profile in body.get("ResultList", []):
        profile["AddressInformations"] = []


def _no_status(body: Any) -> None:
    for profile in body.get("ResultList", []):
        del profile["JuristicStatus"]


@pytest.mark.parametrize("change", [_sparse, _no_addresses], ids=["sparse", "no addresses"])
def test_what_our_client_does_not_read_may_be_left_out(verify: Any, peer: Good, change: Any) -> None:
    with spoilt(peer.url, _changed(change)) as url:
        left = verify(url, "--requests", "0", "--no-access-checks")
    assert left.checks[ACTIVE][0] == "pass" and left.code == 0, left.out


def test_what_the_contract_requires_may_not_be_left_out(verify: Any, peer: Good) -> None:
    with spoilt(peer.url, _changed(_no_status)) as url:
        left = verify(url, "--requests", "0", "--no-access-checks")
    word, blame, reason = left.checks[ACTIVE]
    assert (word, blame) == ("fail", "partner") and "against the contract" in reason


@pytest.mark.parametrize(
    ("change", "word", "told"),
    [
        (lambda body: body.pop("Message"), "fail", "against the contract"),
        (lambda body: body.pop("Code", None), "fail", "values that our client depends on: $.Code"),
        (lambda body: body.update(Code="90001"), "fail", "values that our client depends on: $.Code"),
        (lambda body: None, "pass", ""),
    ],
    ids=["required", "read", "compared", "whole"],
)
def test_what_the_contract_leaves_open_and_our_client_reads_may_not_be_left_out(
    verify: Any, peer: Good, tmp_path: Path, change: Any, word: str, told: str
) -> None:
    file = tmp_path / "single.yaml"
    pid = peer.lab.world.person(2).pid
    lines = f'examples:\n  the marriage of a person who never married: {{query/CitizenID: "{pid}"}}\n'
    file.write_text(f"bindings: 1\npartner: dopa_linkage\n{lines}", encoding="utf-8")

    def errors(body: Any) -> None:
        if "Message" in body:
            change(body)

    with spoilt(peer.url, _changed(errors), "/ws/dopa/linkage/v1/link") as url:
        left = verify(url, "--requests", "0", "--no-access-checks", partner="dopa_linkage", bindings=file)
    seen, blame, reason = left.checks[SINGLE]
    assert seen == word and told in (reason or ""), left.checks[SINGLE]
    assert blame == (None if word == "pass" else "partner")


def _parcels(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], None]:
    def distort(body: Any) -> None:
        for feature in body.get("features", []):
            change(feature["properties"])

    return distort


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda properties: properties.pop("parcelno", None), "fail"),
        (lambda properties: properties.update(name="another name"), "pass"),
    ],
    ids=["read", "not read"],
)
def test_each_of_a_list_must_have_what_our_client_reads(verify: Any, peer: Good, change: Any, word: str) -> None:
    with spoilt(peer.urls["gis"], stamped(_changed(_parcels(change))), "/") as url:
        left = verify(url, "--requests", "0", "--no-access-checks", partner="gis", bindings=None)
    assert left.checks[PARCELS][0] == word, left.checks[PARCELS]
    if word == "fail":
        assert "depends on: $.features[0].properties.parcelno" in left.checks[PARCELS][2]


def test_another_text_of_an_exception_is_no_lack(verify: Any, peer: Good) -> None:
    """Of a page or a document in XML our client reads a part, which no pact can name: its kind is relied upon."""

    def other(answer: requests.Response) -> Response:
        return like(answer, content=answer.content.replace(b"at most", b"the box may be at most"))

    def as_json(answer: requests.Response) -> Response:
        content = {"type": "FeatureCollection", "features": []}
        is_xml = "xml" in answer.headers["Content-Type"]
        return Response(json.dumps(content), 200, content_type="application/json") if is_xml else like(answer)

    for distort, word in ((other, "pass"), (as_json, "fail")):
        with spoilt(peer.urls["gis"], stamped(distort), "/") as url:
            left = verify(url, "--requests", "0", "--no-access-checks", partner="gis", bindings=None)
        assert left.checks["features/a_box_that_is_too_wide"][0] == word, left.out
