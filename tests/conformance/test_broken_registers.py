# ruff: noqa: F811
"""Small registers served over sockets, each wrong in one thing: by kind of breach, three of each, against `verify`.

Those that let a wrong credential pass stand in `test_access_control`.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask import Response

from partnerlab.world.population import World
from tests.conformance.peers import Good, like, spoilt
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401

pytestmark = pytest.mark.slow
Distort = Callable[[requests.Response], Response]
PID = World(1).person(1042).pid
DBD, RID, NECTEC = "dbd_juristic", "rid_dams", "nectec_salinity"
CHECKS = {
    DBD: "profile/a_company_in_business",
    RID: "dams/the_large_dams_today",
    NECTEC: "salinity_forecast/the_salinity_of_seven_days_ahead",
}


def _body(change: Callable[[Any], Any]) -> Distort:
    """What is answered with success has another body."""

    def distort(answer: requests.Response) -> Response:
        if answer.status_code != 200 or "json" not in answer.headers.get("Content-Type", ""):
            return like(answer)
        body = answer.json()
        changed = change(body)
        return like(answer, content=json.dumps(body if changed is None else changed).encode())

    return distort


def _profile(**fields: Any) -> Distort:
    return _body(lambda body: body["ResultList"][0].update(fields))


def _without(field: str) -> Distort:
    return _body(lambda body: body["ResultList"][0].pop(field) and None)


def _answer(**headers: str) -> Distort:
    def distort(answer: requests.Response) -> Response:
        found = like(answer)
        if answer.status_code == 200:
            found.headers.update(headers)
        return found

    return distort


def _recoded(charset: str) -> Distort:
    return lambda answer: like(answer, content=answer.content.decode().encode(charset, "replace"))


def _later(text: str) -> str:
    """The same day of the Buddhist era."""
    return f"{int(text[:4]) + 543}{text[4:]}"


def _day(change: Callable[[str], str]) -> Distort:
    return _body(lambda body: body.update(date=change(body["date"])))


BREACHES: dict[str, list[tuple[str, Distort]]] = {
    "shape": [
        (DBD, _without("JuristicName_TH")),
        (DBD, _profile(JuristicName_TH=7)),
        (DBD, lambda answer: like(answer, content=answer.content[:-9])),
    ],
    "surplus": [
        (DBD, _profile(Signers="-")),
        (RID, _body(lambda body: body.update(contact="-"))),
        (NECTEC, _body(lambda body: body.update(operator="-"))),
    ],
    "identity": [
        (DBD, _profile(JuristicID="0105551234563")),
        (DBD, _profile(JuristicID="0" * 13)),
        (
            DBD,
            _body(lambda body: body["ResultList"].insert(0, dict(body["ResultList"][0], JuristicID="0105551234563"))),
        ),
    ],
    "calendar": [
        (RID, _day(_later)),
        (RID, _day(lambda _: "2026-02-29")),
        (NECTEC, _body(lambda body: body.update(issued_at=_later(body["issued_at"])))),
    ],
    "coding": [
        (DBD, _answer(**{"Content-Type": "text/html"})),
        (DBD, _recoded("utf-16")),
        (DBD, _answer(**{"Content-Encoding": "gzip"})),
    ],
    "status": [
        (DBD, lambda answer: like(answer, 299 if answer.status_code == 200 else None)),
        (RID, lambda answer: like(answer, 500)),
        (NECTEC, lambda answer: like(answer, 204, b"")),
    ],
    "personal data": [
        (DBD, _profile(JuristicName_TH=f"บริษัท ของ {PID}")),
        (DBD, _profile(JuristicName_EN=f"{PID} CO., LTD.")),
        (DBD, _profile(JuristicName_EN=base64.b64encode(f"the owner is {PID}".encode()).decode())),
    ],
}


SAID = {
    "shape": (": required", ": type", "does not decode"),
    "surplus": ("undocumented field",),
    "identity": ("another company",),
    "calendar": (": era", ": calendar"),
    "coding": ("undocumented media type", "does not decode", "does not match its Content-Encoding", ": required"),
    "status": ("another status than agreed",),
    "code": (": const", ": enum"),
    "personal data": ("unmarked personal data",),
}
"""What the reason of a failure says, by kind of breach."""


def test_there_are_three_of_each_kind() -> None:
    counts = Counter(kind for kind, variants in BREACHES.items() for _ in variants)
    assert len(counts) >= 7 and min(counts.values()) >= 3


@pytest.mark.parametrize(
    ("partner", "kind", "distort"),
    [
        pytest.param(partner, kind, distort, id=f"{kind} {number}")
        for kind, variants in BREACHES.items()
        for number, (partner, distort) in enumerate(variants, 1)
    ],
)
def test_a_broken_register_fails_and_is_to_blame(
    verify: Any, peer: Good, partner: str, kind: str, distort: Distort
) -> None:  # fmt: skip
    path = "/ws/d" if partner == DBD else "/"
    bindings = {} if partner == DBD else {"bindings": None}
    with spoilt(peer.url if partner == DBD else peer.urls[partner], distort, path) as url:
        left = verify(url, "--requests", "0", "--no-access-checks", partner=partner, **bindings)
    assert left.code == 1
    assert left.checks[CHECKS[partner]][:2] == ("fail", "partner"), left.checks
    assert any(word in left.checks[CHECKS[partner]][2] for word in SAID[kind]), left.checks
