"""The bank that debits: it remembers what it was asked, and answers exactly that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from partnerlab.contract.files.fixed_width.record_reader import RecordFile
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner_world import OutgoingFile

BANK = "scb_debit"
NUMBERS = (2501, 2502)


class Bank:
    """The simulator, called as the lab calls it."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.world = lab, lab.partner_worlds[BANK]
        self.functions = lab.kit.partner(BANK).functions

    def ask(self, batch: str = "2026112401", numbers: tuple[int, ...] = NUMBERS, **changes: Any) -> None:
        header = {"batch": batch, "effective_date": date(2026, 11, 24), "company_id": "000000000001"}
        self.functions["outstanding"](self.world, RecordFile(header, [self.debit(n) | changes for n in numbers], {}))

    def debit(self, number: int) -> dict[str, Any]:
        mandate = self.lab.world.mandate(number)
        bill = mandate.account.bill("2026-10")
        found = {"mandate": mandate.mandate_number, "debited": mandate.debit_number, "ref1": mandate.account.ref1}
        return found | {"invoice": bill.invoice, "amount": bill.amount}

    def answer(self, **words: Any) -> OutgoingFile:
        return next(self.functions["result"](self.world, **words))

    def reasons(self) -> list[str | None]:
        return [record.get("reason") for record in self.answer().details]

    def acknowledge(self, outcome: str, batch: str = "2026112401") -> None:
        header = {"batch": batch, "file_outcome": outcome, "received_name": "SCB_MWA_RS_20261123_01.txt"}
        self.functions["acknowledgement"](self.world, RecordFile(header, [], {}))


@pytest.fixture
def bank(lab: Lab) -> Iterator[Bank]:
    lab.reset(datetime(2026, 11, 24, 20, 0))  # the evening of the debit
    for number in NUMBERS:
        lab.world.override("mandate", number, bank=BANK)
    yield Bank(lab)


def test_every_debit_is_answered_once_with_the_amount_asked(bank: Bank, lab: Lab) -> None:
    bank.ask()
    file = bank.answer()
    asked = [bank.debit(number) for number in NUMBERS]
    assert [(each["invoice"], each["paid_amount"]) for each in file.details] == [
        (each["invoice"], each["amount"]) for each in asked
    ]
    layout = lab.kit.partner(BANK).layouts["result"]
    verdict = layout.judge(layout.write(file.header, file.details), layout.file_name(**file.name))
    assert not verdict.findings and verdict.totals["collected_amount"] == sum(each["amount"] for each in asked)


@pytest.mark.parametrize(
    ("state", "account", "card"),
    [
        ("the account has no funds", "AM04", "51"),
        ("the account is closed", "12", "54"),
        ("the mandate is revoked", "MD01", "MD01"),
        ("the amount is over the limit", "02", "02"),
    ],
)
def test_a_state_of_the_account_is_a_reason(bank: Bank, lab: Lab, state: str, account: str, card: str) -> None:
    lab.world.override("mandate", NUMBERS[1], instrument="card")
    for number in NUMBERS:
        lab.set_state(BANK, state, lab.world.account(number))
    bank.ask()
    assert bank.reasons() == [account, card]
    assert [each["paid_amount"] for each in bank.answer().details] == [0, 0]


def test_a_mandate_of_another_bank_is_none(bank: Bank, lab: Lab) -> None:
    lab.world.override("mandate", NUMBERS[0], bank="another_bank")
    bank.ask()
    assert bank.reasons() == ["MD01", None]


def test_another_number_than_the_mandates_is_not_found(bank: Bank) -> None:
    bank.ask(debited="0009999999")
    assert bank.reasons() == ["15", "15"]


def test_a_bank_that_is_down_debits_nobody(bank: Bank, lab: Lab) -> None:
    lab.set_state(BANK, "the debit service is down")
    bank.ask()
    assert bank.reasons() == ["98", "98"]


def test_an_answer_stands_whatever_happens_later(bank: Bank, lab: Lab) -> None:
    bank.ask()
    first = bank.answer()
    lab.set_state(BANK, "the account is closed", lab.world.account(NUMBERS[0]))
    again = bank.answer()
    assert again.details == first.details and again.name != first.name


def test_a_file_that_comes_again_asks_nothing_new(bank: Bank) -> None:
    bank.ask()
    first = bank.answer().details
    bank.ask(amount=1)
    assert bank.answer().details == first


def test_a_bill_is_collected_once_whichever_file_asks(bank: Bank) -> None:
    bank.ask()
    bank.answer()
    bank.ask(batch="2026112501")
    assert [each["reason"] for each in bank.answer(batch="2026112501").details] == ["01", "01"]


def test_what_is_refused_is_answered_again(bank: Bank) -> None:
    bank.ask()
    first = bank.answer().details
    bank.acknowledge("09")
    assert bank.answer().details == first


def test_what_is_settled_waits_for_no_answer(bank: Bank) -> None:
    bank.ask()
    bank.answer()
    bank.acknowledge("00")
    with pytest.raises(ValueError, match="nothing waits for an answer; asked so far: 2026112401"):
        bank.answer()


def test_its_own_mistakes_spoil_one_file_only(bank: Bank, lab: Lab) -> None:
    bank.ask()
    first, second = (lab.world.account(number).bill("2026-10") for number in NUMBERS)
    stranger = lab.world.account(2503).bill("2026-10")
    file = bank.answer(omitted_bills=[first], extra_bills=[stranger], changed_bills=[{"bill": second, "amount": 1}])
    assert [(each["invoice"], each["amount"]) for each in file.details] == [
        (second.invoice, 1),
        (stranger.invoice, stranger.amount),
    ]
    assert [each["paid_amount"] for each in bank.answer().details] == [first.amount, second.amount]
