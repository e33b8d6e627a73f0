"""SCB debits accounts and cards by mandate: gets a file of bills, answers each on the next bank day (P 5)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import debit_bank
from partnerlab.families.number_series import next_of_today
from partnerlab.lab.partners.partner_world import Bill, OutgoingFile, PartnerWorld, RecordFile, Sending

COLLECTED, REJECTED = "1000", "1001"
CODES = debit_bank.RefusalCodes(
    unavailable="98",
    duplicate="01",
    no_mandate="MD01",
    cancelled="MD01",
    other_account="15",
    over_limit="02",
    no_funds={"account": "AM04", "card": "51"},
    ended={"account": "12", "card": "54"},
    blocked="99",
    amount_refused="99",
    not_told="99",
)


# The codes of the older form of 80 characters, whose 59th column the bank fills in: all ours (P 5.3, A 3.2).
OLDER_FORM = debit_bank.ResultForm(
    name="_80",
    collected="0",
    codes=debit_bank.RefusalCodes(
        no_funds={"account": "1", "card": "1"},
        ended={"account": "2", "card": "E"},
        other_account="3",
        no_mandate="4",
        cancelled="5",
        over_limit="6",
        blocked="7",
        duplicate="8",
        amount_refused="9",
        unavailable="S",
        not_told="X",
    ),
)

outstanding_80, result_80, _ = debit_bank.functions_of(OLDER_FORM)

__all__ = ["outstanding_80", "result_80"]


def outstanding(world: PartnerWorld, file: RecordFile) -> None:
    """Remember what is to be debited."""
    debit_bank.take_batch(world, str(file.header["batch"]), file.header, file.details)


def result(
    world: PartnerWorld,
    *,
    batch: str | None = None,
    omitted_bills: list[Bill] | None = None,
    extra_bills: list[Bill] | None = None,
    changed_bills: list[dict[str, Any]] | None = None,
) -> Sending:
    """Answer a batch, the oldest that our side has not settled. The accounts are debited once, at the first answer.

    The bank errs by `omitted_bills` (bills it does not answer), `extra_bills` (bills it was not asked for) and
    `changed_bills` (a `bill` and an `amount` in satang that it says it was asked and paid).
    """
    number = batch or debit_bank.oldest_waiting(world)
    asked, answers = debit_bank.answer_batch(world, number, _debit)
    omitted = {bill.invoice for bill in omitted_bills or []}
    changed = {item["bill"].invoice: item["amount"] for item in changed_bills or []}
    records = [_changed(answer, changed) for answer in answers if answer["invoice"] not in omitted]
    yield OutgoingFile(
        name={"date": world.now.date(), "sequence": next_of_today(world)},
        header={
            "batch": number,
            "company_id": asked["company_id"],
            "effective_date": asked["effective_date"],
            "processed_date": world.now.date(),
            "processed_time": world.now.time().replace(microsecond=0),
        },
        details=records + [_not_asked(bill) for bill in extra_bills or []],
    )


def acknowledgement(world: PartnerWorld, file: RecordFile) -> None:
    """Our side's word on a result: one that is settled waits for no other answer."""
    debit_bank.hear_acknowledgement(world, file)
    if file.header["file_outcome"] == debit_bank.SETTLED:
        debit_bank.settle_batch(world, str(file.header["batch"]))


def _debit(world: PartnerWorld, bill: dict[str, Any]) -> dict[str, Any]:
    """What becomes of one debit."""
    reason = debit_bank.refusal(world, bill["mandate"], bill["invoice"], bill["debited"], CODES)
    answer = {name: bill[name] for name in ("mandate", "ref1", "invoice", "amount")}
    if reason:
        return answer | {"paid_amount": 0, "status": REJECTED, "reason": reason}
    reference = debit_bank.collect(world, bill["invoice"])
    return answer | {"paid_amount": bill["amount"], "status": COLLECTED, "bank_reference": reference}


def _changed(answer: dict[str, Any], amounts: dict[str, int]) -> dict[str, Any]:
    amount = amounts.get(answer["invoice"])
    return answer if amount is None else answer | {"amount": amount, "paid_amount": amount}


def _not_asked(bill: Any) -> dict[str, Any]:
    mandate = bill.account.mandate.mandate_number
    found = {"mandate": mandate, "ref1": bill.account.ref1, "invoice": bill.invoice, "status": COLLECTED}
    return found | {"amount": bill.amount, "paid_amount": bill.amount, "bank_reference": "DD00000000000000"}
