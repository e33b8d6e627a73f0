"""SCB's bill payment from host to host: verify, confirm and cancel, one number for the three of a payment (P 3.2)."""

from __future__ import annotations

from typing import Any

from partnerlab.families.payment_agent import as_first_sent, given
from partnerlab.lab.partners.partner_world import Account, OutgoingMessage, PartnerWorld, Sending

BILLER_ACCOUNT = "0000000014"


def verify(
    world: PartnerWorld,
    *,
    transaction: str,
    account: Account | None = None,
    reference: str | None = None,
    invoice: str | None = None,
    service: str | None = None,
) -> Sending:
    """May this customer pay, and how much? `reference` is another reference1 than the account's."""
    yield OutgoingMessage(_message(world, transaction, reference or given(account).ref1, invoice, service))


def confirm(
    world: PartnerWorld,
    *,
    transaction: str,
    amount: str,
    account: Account | None = None,
    reference: str | None = None,
    invoice: str | None = None,
    service: str | None = None,
) -> Sending:
    """The money has been taken. The same again is the same message, to the second."""
    body = _message(world, transaction, reference or given(account).ref1, invoice, service) | {"amount": amount}
    yield OutgoingMessage(as_first_sent(world, f"confirm {transaction}", body, moment="tranDate"))


def cancel(
    world: PartnerWorld,
    *,
    transaction: str,
    amount: str,
    account: Account | None = None,
    reference: str | None = None,
) -> Sending:
    """The customer has the money back: by the number of the payment. The same again is the same message."""
    body = _message(world, transaction, reference or given(account).ref1, None, None) | {"amount": amount}
    yield OutgoingMessage(as_first_sent(world, f"cancel {transaction}", body, moment="tranDate"))


def _message(
    world: PartnerWorld, transaction: str, reference: str, invoice: str | None, service: str | None
) -> dict[str, Any]:
    """The fields that verify, confirm and cancel have in common; the contract fills in which of them it is."""
    optional = {"reference2": invoice, "reference3": service}
    return {
        "user": world.credential("user"),
        "password": _password(world),
        "tranID": transaction,
        "tranDate": world.now.strftime("%Y-%m-%dT%H:%M:%S"),
        "channel": "TELL",
        "account": BILLER_ACCOUNT,
        "reference1": reference,
        **{name: value for name, value in optional.items() if value is not None},
        "branchCode": "0111",
        "terminalID": "TELLER01",
    }


def _password(world: PartnerWorld) -> str:
    password = world.credential("password")
    return password if world.facts["password"] == "current" else f"{world.facts['password']}-{password}"
