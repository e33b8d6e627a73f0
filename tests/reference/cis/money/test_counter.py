"""The counter in MWA's own words, apart from any partner's: terms, fees, tills, and totals of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cis_support import Cis, bill

from reference.cis.messages import (
    ChargeSettled,
    CounterTerms,
    Customer,
    DayTotal,
    FeeKind,
    Inquiry,
    OutcomeCode,
    Payment,
    Reversal,
    ReversalUntil,
    Sum,
    Till,
)
from reference.cis.money.counter import Counter
from reference.common.codes import Codes

CUSTOMER = Customer("12345678")
TILL = Till(agent_code="SHOP", terminal="00000001", merchant="000000000000001", batch="000001")
PAYMENT = Payment("BANK", "1", CUSTOMER, 11579, till=TILL, marks={"trace": "000123"})
WAIVER = Payment("BANK", "2", CUSTOMER, 10700, fee=FeeKind.SUSPENSION_WAIVER, till=TILL)
DAY = date(2026, 11, 23)


@pytest.fixture
def system(cis: Cis) -> Any:
    cis.seed(bill())
    return cis.app.extensions["cis"]


def on_terms(system: Any, **terms: Any) -> Counter:
    return Counter(system.db, system.clock, system.allocation, {"BANK": CounterTerms(**terms)})


def test_an_agent_that_knows_the_registration_alone_need_not_know_the_branch(system: Any) -> None:
    due = system.counter.inquiry(Inquiry("BANK", CUSTOMER))
    assert (due.code, due.total) == (OutcomeCode.DONE, 11579)
    other_branch = replace(CUSTOMER, branch="01")
    assert system.counter.inquiry(Inquiry("BANK", other_branch)).code is OutcomeCode.CUSTOMER_UNKNOWN


def test_what_came_with_a_payment_is_kept_and_must_be_the_same_again(cis: Cis, system: Any) -> None:
    paid = system.counter.payment(PAYMENT)
    again = system.counter.payment(PAYMENT)
    assert (paid.code, again) == (OutcomeCode.DONE, replace(paid, repeated=True))
    for other in (replace(PAYMENT, marks={"trace": "000124"}), replace(PAYMENT, till=Till())):
        assert system.counter.payment(other).code is OutcomeCode.NUMBER_REUSED
    (kept,) = cis.show("payment", "1")["transactions"]
    assert (kept["terminal"], kept["merchant"], kept["marks"]) == ("00000001", "000000000000001", {"trace": "000123"})


def test_a_reversal_without_a_number_goes_under_its_payments(cis: Cis, system: Any) -> None:
    paid = system.counter.payment(PAYMENT)
    first = system.counter.reversal(Reversal("BANK", "1"))
    again = system.counter.reversal(Reversal("BANK", "1"))
    assert (first.code, first.amount, again.repeated) == (OutcomeCode.DONE, 11579, True)
    assert system.counter.payment(PAYMENT) == replace(paid, state="REVERSED", repeated=True)
    assert cis.books()["reversed"] == 11579


@pytest.mark.parametrize("other", [{"marks": {"trace": "000124"}}, {"marks": {"rrn": "1"}}, {"till": Till(batch="2")}])
def test_a_reversal_by_the_payments_own_words_must_have_them_right(system: Any, other: dict[str, Any]) -> None:
    system.counter.payment(PAYMENT)
    reversal = Reversal("BANK", "1", till=TILL, marks=PAYMENT.marks)
    assert system.counter.reversal(replace(reversal, **other)).code is OutcomeCode.PAYMENT_UNKNOWN
    assert system.counter.reversal(reversal).code is OutcomeCode.DONE


def test_a_reversal_with_its_own_number_may_come_from_another_till(system: Any) -> None:
    system.counter.payment(PAYMENT)
    reversal = Reversal("BANK", "1", number="2", till=Till(terminal="00000002"), marks={"trace": "000002"})
    assert system.counter.reversal(reversal).code is OutcomeCode.DONE


def test_a_service_fee_is_charged_and_paid_in_one(cis: Cis, system: Any) -> None:
    cis.job("suspend", registration="12345678")
    asked = system.counter.inquiry(Inquiry("BANK", CUSTOMER, fee=FeeKind.SUSPENSION_WAIVER))
    assert (asked.total, [item.item_type for item in asked.items]) == (10700, ["SUSPENSION_WAIVER_FEE"])
    assert system.counter.payment(replace(WAIVER, amount=10000)).code is OutcomeCode.AMOUNT_WRONG
    assert system.counter.payment(WAIVER).code is OutcomeCode.DONE
    assert system.counter.payment(WAIVER).repeated
    charges = {charge["item_type"]: charge for charge in cis.show("account", "12345678")["charges"]}
    assert charges["SUSPENSION_WAIVER_FEE"]["state"] == "paid"
    assert (charges["WATER_BILL"]["state"], cis.books()["applied"]) == ("open", 10700)


def test_a_service_fee_taken_back_is_owed_by_nobody(cis: Cis, system: Any) -> None:
    cis.job("suspend", registration="12345678")
    system.counter.payment(WAIVER)
    assert system.counter.reversal(Reversal("BANK", "2")).code is OutcomeCode.DONE
    assert cis.show("account", "12345678")["total"] == "115.79"


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"accepts_overdue": False}, OutcomeCode.OVERDUE),
        ({"maximum": 11578}, OutcomeCode.OVER_LIMIT),
        ({"minimum": 11580}, OutcomeCode.OVER_LIMIT),
        ({"minimum": 11579, "maximum": 11579, "accepts_arrears": False}, OutcomeCode.DONE),
    ],
)
def test_an_agent_takes_what_its_terms_allow(cis: Cis, system: Any, terms: dict[str, Any], code: OutcomeCode) -> None:
    counter = on_terms(system, **terms)
    assert counter.payment(PAYMENT).code is code
    assert counter.inquiry(Inquiry("OTHER", CUSTOMER)).code is not code
    assert cis.books()["received"] == (11579 if code is OutcomeCode.DONE else 0)


def test_an_agent_that_takes_no_arrears_takes_the_only_bill(cis: Cis, system: Any) -> None:
    counter = on_terms(system, accepts_arrears=False)
    cis.seed(bill("2026-09", "2026-10-15"))
    asked = Inquiry("BANK", CUSTOMER, "691012345678")
    assert counter.inquiry(asked).code is OutcomeCode.HAS_ARREARS


def test_an_agent_without_reversals_takes_nothing_back(system: Any) -> None:
    counter = on_terms(system, reversal=ReversalUntil.NEVER)
    counter.payment(PAYMENT)
    assert counter.reversal(Reversal("BANK", "1")).code is OutcomeCode.TOO_LATE


def test_totals_of_a_day_are_compared_by_till(cis: Cis, system: Any) -> None:
    cis.job("suspend", registration="12345678")
    system.counter.payment(PAYMENT)
    system.counter.payment(replace(WAIVER, till=replace(TILL, terminal="00000002")))
    system.counter.reversal(Reversal("BANK", "1", till=TILL))
    told = DayTotal("BANK", Till(terminal="00000001"), DAY, Sum(1, 11579), Sum(1, 11579))
    assert system.totals.compare(told).agrees
    both = replace(told, till=Till(merchant=TILL.merchant), paid=Sum(2, 22279))
    assert system.totals.compare(both).agrees
    assert not system.totals.compare(replace(told, day=date(2026, 11, 22))).agrees


def test_totals_are_of_the_agents_own_day(system: Any) -> None:
    yesterday = date(2026, 11, 22)
    system.counter.payment(replace(PAYMENT, day=yesterday))
    system.counter.reversal(Reversal("BANK", "1", till=TILL, day=yesterday))
    told = DayTotal("BANK", TILL, yesterday, Sum(1, 11579), Sum(1, 11579))
    assert system.totals.compare(told).agrees
    assert not system.totals.compare(replace(told, day=DAY)).agrees


def test_totals_that_differ_are_kept_and_shown(cis: Cis, system: Any) -> None:
    system.counter.payment(PAYMENT)
    compared = system.totals.compare(DayTotal("BANK", TILL, DAY, Sum(1, 11579), Sum(1, 500)))
    assert (compared.voided, compared.differences, compared.agrees) == (Sum(0, 0), ["voided"], False)
    (kept,) = cis.show("day_total", "BANK@2026-11-23")["totals"]
    assert (kept["terminal"], kept["their_voided_amount"], kept["our_voided_amount"]) == ("00000001", 500, 0)
    assert kept["differences"] == ["voided"]


def test_each_settled_charge_is_announced_inside_the_transaction(system: Any) -> None:
    heard: list[ChargeSettled] = []
    system.allocation.listeners.append(lambda db, event: heard.append(event))
    try:
        system.counter.payment(PAYMENT)
        system.counter.reversal(Reversal("BANK", "1"))
    finally:
        system.allocation.listeners.pop()
    assert [(event.item_type, event.undone) for event in heard] == [("WATER_BILL", False), ("WATER_BILL", True)]


def test_a_member_without_a_code_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match=r"OutcomeCode\.MALFORMED has no code"):
        Codes(OutcomeCode, {OutcomeCode.DONE: "0000"})
    codes = Codes(OutcomeCode, {OutcomeCode.DONE: "0000"}, otherwise="9000")
    assert (codes[OutcomeCode.DONE], codes[OutcomeCode.TOO_LATE]) == ("0000", "9000")
