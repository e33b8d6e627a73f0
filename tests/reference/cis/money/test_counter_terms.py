"""What an agent may do, by the settings that its agreement gives an installation."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from cis_support import Cis, bill

from partnerlab.lab.environment import agent_terms
from partnerlab.lab.partners.registry import Registry
from reference.cis.messages import CounterTerms, Customer, Inquiry, OutcomeCode, Payment, Reversal, ReversalUntil
from reference.cis.money.counter import Counter
from reference.cis.money.counter_terms import terms_of

CUSTOMER = Customer("12345678")
INQUIRY = Inquiry("BANK", CUSTOMER)
PAYMENT = Payment("BANK", "1", CUSTOMER, 11579)


@pytest.fixture
def system(cis: Cis) -> Any:
    cis.seed(bill())
    return cis.app.extensions["cis"]


def counter(system: Any, **settings: str) -> Counter:
    terms = {"BANK": terms_of("bank", settings)}
    return Counter(system.db, system.clock, system.allocation, terms, frozenset({date(2026, 12, 7)}))


def test_terms_are_those_of_the_agreement() -> None:
    lotus, scb, krungthai = (
        terms_of(name, agent_terms(Registry().partner(name).agreement))
        for name in ("lotus_online", "scb_online", "krungthai_online")
    )
    assert lotus == CounterTerms(maximum=4_900_000, cut_off=time(23))
    assert scb == CounterTerms(accepts_overdue=False, cut_off=time(23))
    assert krungthai.reversal is ReversalUntil.UNTIL_CUT_OFF


@pytest.mark.parametrize(
    "settings",
    [{"cut_off": "late"}, {"reversal": "some day"}, {"maximum_amount": "1 baht"}, {"accepts_overdue": "perhaps"},
     {"waiver_days": "two"}, {"service_hours": "six"}, {"ended_on": "2024-13-01"}],
    ids=str,
)  # fmt: skip
def test_settings_that_cannot_be_read_are_named_with_their_partner(settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="bank: its settings as an agent cannot be read"):
        terms_of("bank", settings)


def test_outside_its_service_hours_an_agent_is_refused_and_an_old_answer_given_again(cis: Cis, system: Any) -> None:
    desk = counter(system, service_hours="08:30-16:30", service_days="business_days")
    paid = desk.payment(PAYMENT)
    assert paid.code is OutcomeCode.DONE
    for moment in ("2026-11-24 08:29", "2026-11-24 16:30", "2026-11-28 10:00", "2026-12-07 10:00"):
        cis.clock(moment)
        assert desk.inquiry(INQUIRY).code is OutcomeCode.OUT_OF_HOURS, moment
        assert desk.reversal(Reversal("BANK", "1")).code is OutcomeCode.OUT_OF_HOURS, moment
        assert desk.payment(PAYMENT).repeated, moment
    cis.clock("2026-12-08 16:29")
    assert desk.inquiry(INQUIRY).code is OutcomeCode.NOTHING_OWED


def test_a_channel_that_has_ended_is_refused_from_its_last_day_on(cis: Cis, system: Any) -> None:
    desk = counter(system, ended_on="2026-11-25")
    cis.clock("2026-11-24 23:59")
    assert desk.inquiry(INQUIRY).code is OutcomeCode.DONE
    cis.clock("2026-11-25 00:00")
    assert desk.inquiry(INQUIRY).code is OutcomeCode.CHANNEL_ENDED
    assert desk.payment(PAYMENT).code is OutcomeCode.CHANNEL_ENDED


def test_that_a_channel_has_ended_is_told_by_its_agreement() -> None:
    agreement = Registry().partner("lotus_online").agreement
    (channel,) = agreement["channels"]
    assert (channel["life"]["state"], "ended_on" in agent_terms(agreement)) == ("uncertain", False)
    ended = agreement | {"channels": [channel | {"life": channel["life"] | {"state": "ended"}}]}
    assert terms_of("lotus_online", agent_terms(ended)).ended_on == date(2024, 10, 1)


@pytest.mark.parametrize(
    ("until", "code"), [("same_day", "done"), ("until_cut_off", "too_late"), ("never", "too_late")]
)
def test_a_payment_before_the_cut_off_goes_back_after_it_by_the_terms(
    cis: Cis, system: Any, until: str, code: str
) -> None:
    desk = counter(system, cut_off="23:00", reversal=until)
    cis.clock("2026-11-23 22:59")
    desk.payment(PAYMENT)
    cis.clock("2026-11-23 23:00")
    assert desk.reversal(Reversal("BANK", "1")).code.value == code
