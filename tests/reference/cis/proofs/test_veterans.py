"""Proving a veteran's right: the register decides, and a paper copy only while it gives no answer."""

from __future__ import annotations

from typing import Any

import pytest
from cis_support import PID, Cis

COMPANY = "0980000000002"
VETERAN = {"personalID": PID, "cardNo": "1", "cardClass": 1, "medals": [], "relation": "self", "rightEnds": 0}


@pytest.fixture
def home(cis: Cis) -> Cis:
    cis.seed()
    return cis


def prove(cis: Cis, *replies: Any) -> dict[str, Any]:
    """The proof after asking once for each reply."""
    cis.partners.script["link-001"] = list(replies)
    for _ in replies:
        cis.job("prove_veteran", registration="12345678")
    shown: dict[str, Any] = cis.show("account", "12345678")["proofs"]["veteran"]
    return shown


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, "proved"),
        ({"cardClass": 2}, "refused"),
        ({"cardClass": 4, "medals": ["korea"]}, "proved"),
        ({"cardClass": 4, "medals": ["attendance"]}, "refused"),
        ({"relation": "widow"}, "proved"),
        ({"rightEnds": 25691123}, "proved"),
        ({"rightEnds": 25691122}, "refused"),
        ({"rightEnds": 20261123}, "paper_asked"),
        ({"rightEnds": 25690230}, "paper_asked"),
        ({"rightEnds": None}, "paper_asked"),
        ({"cardClass": 5}, "paper_asked"),
        ({"cardClass": None}, "paper_asked"),
        ({"relation": "cousin"}, "paper_asked"),
        ({"personalID": "1980000000010"}, "paper_asked"),
    ],
)
def test_class_medal_relation_and_last_day_decide(home: Cis, changed: dict[str, Any], standing: str) -> None:
    assert prove(home, (200, VETERAN | changed))["standing"] == standing


@pytest.mark.parametrize("reply", [(204, None), (200, "00404"), (200, "Data Not Found"), (500, {"Code": "90500"})])
def test_nothing_on_record_is_no_right(home: Cis, reply: Any) -> None:
    assert prove(home, reply)["standing"] == "refused"


@pytest.mark.parametrize(
    ("code", "standing"),
    [("95013", "paper_asked"), ("90005", "ask_again"), ("90008", "ask_again"), ("90016", "card_needed")],
)
def test_a_paper_copy_is_asked_only_where_the_register_is_down(home: Cis, code: str, standing: str) -> None:
    assert prove(home, (500, {"Code": code, "Message": "x"}))["standing"] == standing
    taken = home.job("take_paper", subject="12345678", matter="veteran")
    assert taken == int(standing == "paper_asked")


def test_silence_undoes_no_decision(home: Cis) -> None:
    down = (500, {"Code": "95013", "Message": "x"})
    assert prove(home, (200, VETERAN), down)["standing"] == "proved"
    assert home.job("prove_veteran", registration="12345678") == 1, "it still stands"
    assert prove(home, (204, None), down)["standing"] == "refused"
    outcomes = [each["outcome"] for each in home.show("account", "12345678")["asked_for_proofs"]]
    assert outcomes[:2] == ["found", "95013"]


def test_no_more_is_kept_than_relation_and_last_day(home: Cis) -> None:
    assert prove(home, (200, VETERAN))["facts"] == {"relation": "self", "until": None}


def test_a_company_is_not_asked_about(home: Cis) -> None:
    home.seed(tax_id=COMPANY)
    assert home.job("prove_veteran", registration="12345678") == 0
    assert home.partners.calls == []


def test_an_account_that_there_is_not_is_404(home: Cis) -> None:
    assert home.web.post("/_test/jobs/prove_veteran", json={"registration": "99999999"}).status_code == 404


def test_a_matter_that_there_is_not_is_400(home: Cis) -> None:
    answer = home.web.post("/_test/jobs/take_paper", json={"subject": "12345678", "matter": "pension"})
    assert answer.status_code == 400
    assert "veteran" in answer.text
