"""SCB debits accounts and cards by mandate: gets a file of bills, answers each on the next bank day (P 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingFile

COLLECTED, REJECTED = "1000", "1001"
DUPLICATE, LIMIT, CLOSED, NOT_FOUND, UNAVAILABLE = "01", "02", "12", "15", "98"
NO_FUNDS = {"account": "AM04", "card": "51"}
ENDED = {"account": CLOSED, "card": "54"}
NO_MANDATE = "MD01"
SETTLED = "00"


def outstanding(world: Any, file: Any) -> None:
    """Remember what is to be debited; a file that comes again asks nothing new."""
    header = file.header
    batch = {"effective": header["effective_date"], "company": header["company_id"], "asked": list(file.details)}
    world.table("batches").setdefault(header["batch"], batch | {"answers": None, "settled": False})


def result(
    world: Any,
    *,
    batch: str | None = None,
    leaves_out: list[Any] | None = None,
    adds: list[Any] | None = None,
    instead: list[dict[str, Any]] | None = None,
) -> Iterator[Any]:
    """Answer a batch, the oldest that our side has not settled. The accounts are debited once, at the first answer.

    The bank errs by `leaves_out` (bills it does not answer), `adds` (bills it was not asked for) and `instead`
    (a `bill` and an `amount` in satang that it says it was asked and paid).
    """
    number = batch or _waiting(world)
    known = world.table("batches")[number]
    if known["answers"] is None:
        known["answers"] = [_debit(world, asked) for asked in known["asked"]]
    left = {bill.invoice for bill in leaves_out or []}
    wrong = {item["bill"].invoice: item["amount"] for item in instead or []}
    told = [_told(answer, wrong) for answer in known["answers"] if answer["invoice"] not in left]
    told += [_stranger(bill) for bill in adds or []]
    yield OutgoingFile(
        name={"date": world.now.date(), "sequence": _next(world)},
        header={
            "batch": number,
            "company_id": known["company"],
            "effective_date": known["effective"],
            "processed_date": world.now.date(),
            "processed_time": world.now.time().replace(microsecond=0),
        },
        details=told,
    )


def acknowledgement(world: Any, file: Any) -> None:
    """Our side's word on a result: one that is settled waits for no other answer."""
    batch = world.table("batches").get(file.header["batch"])
    world.table("outcomes")[file.header["received_name"]] = file.header["file_outcome"]
    if file.header["file_outcome"] == SETTLED and batch is not None:
        batch["settled"] = True


def _waiting(world: Any) -> str:
    batches = world.table("batches")
    waiting = [number for number, batch in batches.items() if not batch["settled"]]
    if not waiting:
        raise ValueError(f"nothing waits for an answer; asked so far: {', '.join(batches) or 'nothing'}")
    return min(waiting)


def _debit(world: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """What becomes of one debit; a bill that was collected once is not collected again."""
    reason = _why_not(world, asked)
    answer = {name: asked[name] for name in ("mandate", "ref1", "invoice", "amount")}
    if reason:
        return answer | {"paid_amount": 0, "status": REJECTED, "reason": reason}
    collected = world.table("collected")
    collected[asked["invoice"]] = reference = f"DD{world.now:%Y%m%d}{len(collected) + 1:06d}"
    return answer | {"paid_amount": asked["amount"], "status": COLLECTED, "bank_reference": reference}


def _why_not(world: Any, asked: dict[str, Any]) -> str | None:
    mandate: Any = world.find(asked["mandate"])
    if world.facts["service"] != "available":
        return UNAVAILABLE
    if asked["invoice"] in world.table("collected"):
        return DUPLICATE
    if mandate is None or mandate.bank != world.partner or mandate.state == "revoked":
        return NO_MANDATE
    if mandate.debited != asked["debited"]:
        return NOT_FOUND
    kind = mandate.instrument
    refusals = {"no funds": NO_FUNDS[kind], "closed": ENDED[kind], "over the limit": LIMIT}
    return refusals.get(mandate.state)


def _told(answer: dict[str, Any], wrong: dict[str, int]) -> dict[str, Any]:
    amount = wrong.get(answer["invoice"])
    return answer if amount is None else answer | {"amount": amount, "paid_amount": amount}


def _stranger(bill: Any) -> dict[str, Any]:
    mandate = bill.account.mandate.mandate_number
    found = {"mandate": mandate, "ref1": bill.account.ref1, "invoice": bill.invoice, "status": COLLECTED}
    return found | {"amount": bill.amount, "paid_amount": bill.amount, "bank_reference": "DD00000000000000"}


def _next(world: Any) -> int:
    """Results of a day are numbered from 1."""
    numbers: dict[str, int] = world.table("numbers")
    today = world.now.date().isoformat()
    numbers[today] = numbers.get(today, 0) + 1
    return numbers[today]
