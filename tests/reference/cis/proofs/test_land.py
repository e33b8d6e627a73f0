"""Proving the right to the parcel: of the owner or with the owner's consent, and the estimate waits for it."""

from __future__ import annotations

from typing import Any

import pytest
from cis_support import PID, Cis, new_connection_form, on_the_map

OTHER = "1980000000019"
DEED = "1000002"
TITLE = {"ownerPid": PID, "propertyNo": DEED, "condoId": ""}


def accepted(cis: Cis) -> str:
    headers = {"Consumer-Key": "from-portal"}
    answer = cis.web.post("/mwa/biz/v1/sendrequest", json=new_connection_form(), headers=headers).json
    return str(answer["requestId"])


@pytest.fixture
def request_id(cis: Cis) -> str:
    """A request that the registers have let pass, on the parcel of DEED."""
    cis.partners.always["address"] = on_the_map(DEED)
    number = accepted(cis)
    assert cis.show("request", number)["deed"] == DEED
    return number


def prove(cis: Cis, number: str, reply: Any, **given: str) -> dict[str, Any]:
    cis.partners.script["link-001"] = [reply]
    cis.job("prove_land", requestId=number, **given)
    shown: dict[str, Any] = cis.show("request", number)["proofs"]["land"]
    return shown


@pytest.mark.parametrize(
    ("titles", "standing"),
    [
        ([TITLE], "proved"),
        ([TITLE | {"propertyNo": "1000009"}, TITLE], "proved"),
        ([TITLE | {"propertyNo": "1000009"}], "refused"),
        ([], "refused"),
        ([TITLE | {"ownerPid": OTHER}], "paper_asked"),
        ([TITLE, TITLE | {"ownerPid": OTHER}], "paper_asked"),
        ([TITLE | {"propertyNo": 1000002}], "paper_asked"),
        ([TITLE | {"condoId": None}], "paper_asked"),
        (["x"], "paper_asked"),
        ({"content": [TITLE]}, "paper_asked"),
    ],
)
def test_the_parcel_must_be_among_the_owners_titles(cis: Cis, request_id: str, titles: Any, standing: str) -> None:
    assert prove(cis, request_id, (200, titles))["standing"] == standing


def test_consent_is_asked_of_the_owner(cis: Cis, request_id: str) -> None:
    facts = prove(cis, request_id, (200, [TITLE | {"ownerPid": OTHER, "condoId": "3/2550"}]), owner=OTHER)["facts"]
    assert facts == {"deed": DEED, "right": "consent", "kind": "unit"}
    assert cis.partners.calls[-1].query["CitizenID"] == OTHER


@pytest.mark.parametrize(
    ("reply", "status"),
    [((200, [TITLE]), 200), ((200, []), 409), ((500, {"Code": "90016"}), 409), ((500, {"Code": "95013"}), 409)],
)
def test_the_estimate_comes_after_the_proof(cis: Cis, request_id: str, reply: Any, status: int) -> None:
    prove(cis, request_id, reply)
    cis.job("survey", requestId=request_id, feasible=True)
    given = {"requestId": request_id, "amount": "4500.00"}
    assert cis.web.post("/_test/jobs/estimate", json=given).status_code == status


def test_the_land_is_proved_while_the_request_is_surveyed(cis: Cis, request_id: str) -> None:
    cis.job("survey", requestId=request_id, feasible=True)
    cis.job("estimate", requestId=request_id, amount="4500.00")
    assert cis.web.post("/_test/jobs/prove_land", json={"requestId": request_id}).status_code == 409
    assert cis.web.post("/_test/jobs/prove_land", json={"requestId": "nobody's"}).status_code == 404


def test_without_a_parcel_on_the_map_no_register_is_asked(cis: Cis) -> None:
    cis.partners.always["address"] = on_the_map()
    number = accepted(cis)
    calls = len(cis.partners.calls)
    assert cis.job("prove_land", requestId=number) == 0
    assert len(cis.partners.calls) == calls
