"""Krungthai's own channels: approval, payment and their reversals, a customer known by registration number (P 2)."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from partnerlab.families.number_series import next_number
from partnerlab.families.payment_agent import as_first_sent, given
from partnerlab.families.token_client import ask_for_token, send_with_token
from partnerlab.lab.partners.partner_world import Account, Answer, OutgoingFile, OutgoingMessage, PartnerWorld, Sending

COMPANY = "7337"
BANK = 6
CHARGES = "CHARGES"
APPROVED = "approvals"


def token(world: PartnerWorld) -> Sending:
    """Ask for a token, as is done before any other message when there is none that lives."""
    yield from ask_for_token(world)


def approval(
    world: PartnerWorld,
    *,
    account: Account | None = None,
    registration: str | None = None,
    transaction: str | None = None,
    product: str = CHARGES,
) -> Sending:
    """What may be taken? `transaction` is the bank's reference, which what follows has, too."""
    number = transaction or f"mKTB{next_number(world, 'approval'):010d}"
    answer = yield from _send(world, number, registration or given(account).registration, product)
    if answer is not None and answer.status == 200:
        world.table(APPROVED)[number] = answer.body["tranxId"]


def payment(
    world: PartnerWorld,
    *,
    transaction: str,
    approved: str | None = None,
    amount: str,
    account: Account | None = None,
    registration: str | None = None,
    product: str = CHARGES,
    day: str | None = None,
) -> Sending:
    """The money has been taken under an approval. The same again is the same message, to the second."""
    more = {"tranxId": approved or _approved(world, transaction), "amount": amount} | ({"effDate": day} if day else {})
    yield from _send(world, transaction, registration or given(account).registration, product, "payment", **more)


def approval_reversal(
    world: PartnerWorld,
    *,
    transaction: str,
    approved: str | None = None,
    account: Account | None = None,
    product: str = CHARGES,
) -> Sending:
    """The money will not be taken."""
    yield from _send(
        world, transaction, given(account).registration, product, tranxId=approved or _approved(world, transaction)
    )


def payment_reversal(
    world: PartnerWorld,
    *,
    transaction: str,
    approved: str | None = None,
    amount: str,
    account: Account | None = None,
    product: str = CHARGES,
) -> Sending:
    """The customer has the money back: by the reference of the payment. The same again is the same message."""
    more = {"tranxId": approved or _approved(world, transaction), "amount": amount}
    yield from _send(world, transaction, given(account).registration, product, "reversal", **more)


def _send(
    world: PartnerWorld, transaction: str, registration: str, product: str, act: str | None = None, **more: str
) -> Generator[OutgoingMessage | OutgoingFile, Answer | None, Answer | None]:
    """What all four say; which of them it is, the contract fills in. An `act` that moves money is the same when told
    again."""
    body: dict[str, Any] = {
        "comCode": COMPANY,
        "prodCode": product,
        "bankCode": BANK,
        "bankRef": transaction,
        "dateTime": world.now.strftime("%Y%m%d%H%M%S"),
        "effDate": world.business_day.strftime("%Y%m%d"),
        "channel": "MOB",
        "ref1": registration,
        **more,
    }
    if act:
        body = as_first_sent(world, f"{act} {transaction}", body, moment="dateTime")
    return (yield from send_with_token(world, OutgoingMessage(body)))


def _approved(world: PartnerWorld, transaction: str) -> str:
    """What our side called the approval that was asked for under this reference."""
    number: str | None = world.table(APPROVED).get(transaction)
    if number is None:
        raise ValueError(f"no approval was asked for under {transaction}; let it ask for one, or give 'approved'")
    return number
