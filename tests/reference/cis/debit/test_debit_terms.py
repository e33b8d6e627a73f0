"""What was agreed with a bank: limits, tries and hours; and the life of a mandate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from cis_support import ADAPTERS, Cis, Partners, bill, settings
from sqlalchemy import update
from test_another_bank import ByPosition, leave, take

from partnerlab.lab.partners.registry import Registry
from reference.cis import create_app
from reference.cis.adapter import Adapter
from reference.cis.debit import mandates
from reference.cis.debit.terms import terms_of
from reference.cis.messages import DebitTerms
from reference.cis.tables import charge
from reference.common.clock import BANGKOK

OWNER, NUMBER = "12345678", "98000000000001"


def system(**terms: str) -> Cis:
    adapter = Adapter(needs=("agent_code",), debit_files=lambda link: ByPosition())
    bank = {"agent_code": "OTHER", "sftp_home": "other_bank"} | terms
    cis = Cis(create_app(settings({"other_bank": bank}), adapters=ADAPTERS | {"other_bank": adapter}), Partners())
    cis.clock("2026-11-23 09:00")
    return cis


def give(cis: Cis, **more: str) -> None:
    mandate = {"bank": "other_bank", "number": NUMBER, "instrument": "account", "debited": "0001234567"} | more
    cis.seed(bill(due="2026-11-24", owner=OWNER), registration=OWNER, mandate=mandate)


def debits(cis: Cis) -> int:
    return len(cis.show("mandate", NUMBER)["debits"])


def close(cis: Cis) -> None:
    cis.app.extensions["cis"].db.close()


@pytest.fixture
def cis() -> Iterator[Cis]:
    made = system()
    yield made
    close(made)


@pytest.mark.parametrize(
    ("terms", "sent"),
    [
        ({}, 1),
        ({"minimum_amount": "100.79"}, 1),
        ({"minimum_amount": "100.80"}, 0),
        ({"maximum_amount": "100.79"}, 1),
        ({"maximum_amount": "100.78"}, 0),
    ],
)
def test_a_bill_outside_the_limits_is_not_sent(terms: dict[str, str], sent: int) -> None:
    cis = system(**terms)
    give(cis)
    cis.clock("2026-11-23 18:00")
    assert debits(cis) == sent
    close(cis)


@pytest.mark.parametrize("bank", ["krungthai_debit", "bbl_debit", "scb_debit", "krungsri_debit"])
@pytest.mark.parametrize(("amount", "sent"), [(1999, 0), (2000, 1), (70_000_000, 1), (70_000_001, 0)])
def test_the_limits_of_each_agreement_hold_to_the_satang(bank: str, amount: int, sent: int) -> None:
    """No tariff makes such a bill, so that its amount is set in the books."""
    agreed = Registry().partner(bank).agreement["debit"]
    cis = system(**{name: agreed[name] for name in ("minimum_amount", "maximum_amount")})
    give(cis)
    with cis.app.extensions["cis"].db.write() as db:
        db.execute(update(charge).values(amount=amount))
    cis.clock("2026-11-23 18:00")
    assert debits(cis) == sent
    close(cis)


@pytest.mark.parametrize(("tries", "step"), [("1", "collect_otherwise"), ("2", "retry")])
def test_a_bill_is_tried_as_often_as_agreed(tries: str, step: str) -> None:
    cis = system(tries=tries)
    give(cis)
    cis.job("make_debits")
    leave(cis)
    take(cis, b"20261124\nN1")
    assert cis.show("mandate", NUMBER)["debits"][0]["next_step"] == step
    close(cis)


@pytest.mark.parametrize(
    ("now", "opening"),
    [(time(5, 59), "13 06:00"), (time(6, 0), None), (time(20, 59), None), (time(21, 0), "14 06:00")],
)
def test_a_service_that_is_closed_opens_again(now: time, opening: str | None) -> None:
    terms = DebitTerms(opens=time(6), closes=time(21))
    told = terms.next_opening(datetime.combine(date(2026, 11, 13), now, BANGKOK))
    assert (told and f"{told:%d %H:%M}") == opening


@pytest.mark.parametrize(
    ("name", "text"),
    [("tries", "0"), ("tries", "ten"), ("service_hours", "six to nine"), ("minimum_amount", "20 baht")],
)
def test_a_term_that_cannot_be_read_is_told(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"other_bank: {name}: expected .*, seen '{text}'"):
        terms_of("other_bank", {name: text})


def test_only_a_mandate_in_force_debits(cis: Cis) -> None:
    give(cis, state="requested")
    cis.job("make_debits")
    assert debits(cis) == 0
    cis.job("change_mandate", mandateNumber=NUMBER, state="active")
    cis.job("make_debits")
    assert debits(cis) == 1


@pytest.mark.parametrize(
    ("way", "status"),
    [
        (["active", "revoked"], 200),
        (["refused", "active"], 409),
        (["revoked"], 409),
        (["active", "active"], 409),
        (["active", "revoked", "active"], 409),
    ],
)
def test_a_mandate_goes_its_way_and_no_other(cis: Cis, way: list[str], status: int) -> None:
    give(cis, state="requested")
    for state in way[:-1]:
        assert change(cis, NUMBER, state) == 200
    assert change(cis, NUMBER, way[-1]) == status


def test_a_mandate_that_there_is_not_is_told(cis: Cis) -> None:
    assert change(cis, "98000000000009", "active") == 404


@pytest.mark.parametrize(("expires", "sent"), [("2026-10", 0), ("2026-11", 1)])
def test_a_card_is_debited_up_to_its_last_month(cis: Cis, expires: str, sent: int) -> None:
    give(cis, instrument="card", debited="000000******5678", expires=expires)
    cis.job("make_debits")
    assert debits(cis) == sent
    assert cis.show("mandate", NUMBER)["state"] == ("active" if sent else mandates.EXPIRED)


def test_a_rejection_suspends_no_mandate_that_was_revoked_meanwhile(cis: Cis) -> None:
    give(cis)
    with cis.app.extensions["cis"].db.write() as db:
        mandates.change(db, NUMBER, mandates.REVOKED)
        from reference.cis.messages import Reason

        mandates.suspend(db, NUMBER, Reason.CLOSED_ACCOUNT)
    assert cis.show("mandate", NUMBER)["state"] == mandates.REVOKED


def change(cis: Cis, number: str, state: str) -> int:
    return cis.web.post("/_test/jobs/change_mandate", json={"mandateNumber": number, "state": state}).status_code
