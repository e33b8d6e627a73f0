"""Registering for the state's support: the register is asked about a person, once for each card."""

from __future__ import annotations

from typing import Any

import pytest
from cis_support import PID, Cis, bill

OTHER = "1980000000010"
COMPANY = "0980000000002"


def welfare(cis: Cis, registration: str = "12345678") -> dict[str, Any]:
    shown: dict[str, Any] = cis.show("account", registration)["welfare"]
    return shown


@pytest.fixture
def home(cis: Cis) -> Cis:
    cis.seed(bill())
    return cis


def answers(cis: Cis, *replies: Any) -> None:
    cis.partners.script["link-001"] = list(replies)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ((200, {"result": "YES"}), "found"),
        ((200, {"result": "NO"}), "nothing"),
        ((204, None), "nothing"),
        ((200, "data not found"), "nothing"),
        ((200, {"result": True}), "answer has not the agreed shape"),
        ((200, {"result": "yes"}), "answer has not the agreed shape"),
        ((200, ["YES"]), "answer has not the agreed shape"),
        ((500, {"Code": "95013", "Message": "x"}), "95013"),
    ],
)
def test_only_yes_gives_the_right_and_each_look_up_is_kept(home: Cis, reply: Any, outcome: str) -> None:
    answers(home, reply)
    assert home.job("register_welfare", registration="12345678") == int(outcome == "found")
    shown = welfare(home)
    assert [(each["last_digits"], each["outcome"]) for each in shown["looked_up"]] == [(f"…{PID[-3:]}", outcome)]
    assert bool(shown["since"]) == bool(shown["supported"]) == (outcome == "found")


def test_one_account_for_each_card(home: Cis) -> None:
    home.seed(registration="22345678")
    home.seed(registration="32345678", tax_id=OTHER)
    answers(home, *[(200, {"result": "YES"})] * 4)
    done = [home.job("register_welfare", registration=f"{first}2345678") for first in "1231"]
    assert done == [1, 0, 1, 1], "the second account of the first holder has none; the first keeps its own"


def test_a_company_is_not_asked_about(home: Cis) -> None:
    home.seed(tax_id=COMPANY)
    assert home.job("register_welfare", registration="12345678") == 0
    assert home.partners.calls == []


def test_an_account_that_there_is_not_is_404(home: Cis) -> None:
    assert home.web.post("/_test/jobs/register_welfare", json={"registration": "99999999"}).status_code == 404
