"""An agent of our own profile (`contracts/_common/online_agent.openapi.yaml`), under the code among its facts.

A simulator of such an agent imports these functions, and names them in `__all__` as its own.
"""

from __future__ import annotations

from typing import Any

from partnerlab.families.number_series import next_number
from partnerlab.families.payment_agent import as_first_sent, given
from partnerlab.families.token_signer import signed_header
from partnerlab.lab.partners.partner_world import Account, OutgoingMessage, PartnerWorld, Sending


def inquiry(
    world: PartnerWorld,
    *,
    account: Account | None = None,
    reference: str | None = None,
    invoice: str | None = None,
    key: str | None = None,
) -> Sending:
    """Ask what is to be paid on this account."""
    number = f"INQ{next_number(world, 'inquiry'):06d}"
    yield _outgoing(world, _request(world, number, reference or given(account).ref1, invoice), key)


def payment(
    world: PartnerWorld,
    *,
    transaction: str,
    amount: str,
    account: Account | None = None,
    reference: str | None = None,
    invoice: str | None = None,
    key: str | None = None,
) -> Sending:
    """Hand the money over. The same again is the same message, to the second."""
    body = _request(world, transaction, reference or given(account).ref1, invoice) | {"amount": amount}
    yield _outgoing(world, as_first_sent(world, transaction, body, moment="transactionDateTime"), key)


def advice(
    world: PartnerWorld,
    *,
    transaction: str,
    amount: str,
    account: Account | None = None,
    reference: str | None = None,
    invoice: str | None = None,
) -> Sending:
    """Send a payment again, word for word, because no answer came."""
    yield from payment(
        world, transaction=transaction, amount=amount, account=account, reference=reference, invoice=invoice
    )


def payment_status(world: PartnerWorld, *, transaction: str) -> Sending:
    """Ask what became of a payment."""
    yield OutgoingMessage(params={"transactionId": transaction}, headers=_proof(world, None, None))


def reversal(
    world: PartnerWorld,
    *,
    transaction: str,
    original: str,
    amount: str,
    account: Account | None = None,
    reference: str | None = None,
) -> Sending:
    """Take a payment back."""
    body = _request(world, transaction, reference or given(account).ref1, None)
    body |= {"originalTransactionId": original, "amount": amount}
    yield _outgoing(world, body, None)


def _request(world: PartnerWorld, transaction: str, reference: str, invoice: str | None) -> dict[str, Any]:
    body = {
        "agentCode": world.facts["agent_code"],
        "transactionId": transaction,
        "transactionDateTime": world.now.isoformat(timespec="seconds"),
        "channel": "TELL",
        "branchCode": "0101",
        "terminalId": "POS00001",
        "reference1": reference,
    }
    return body | ({"reference2": invoice} if invoice else {})


def _outgoing(world: PartnerWorld, body: dict[str, Any], key: str | None) -> OutgoingMessage:
    return OutgoingMessage(body, headers=_proof(world, key, body))


def _proof(world: PartnerWorld, key: str | None, body: Any) -> dict[str, str]:
    """Its key, or its signature where it signs."""
    if "signature" in world.facts:
        return signed_header(world, world.facts["agent_code"], world.facts["signed_for"], body)
    return {"X-Agent-Key": key or world.credential("agent_key")}
