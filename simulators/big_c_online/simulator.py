"""Big C's counters: they see a bill as our branch does and cut it at once (P 3.1). The message shape is ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingMessage

AGENT = "BIGC"


def inquiry(world: Any, *, account: Any, invoice: str | None = None, key: str | None = None) -> Iterator[Any]:
    """What is there to pay on this account?"""
    yield _outgoing(world, _request(world, f"INQ{_next(world)}", account.ref1, invoice), key)


def payment(
    world: Any,
    *,
    transaction: str,
    amount: str,
    account: Any = None,
    reference: str | None = None,
    invoice: str | None = None,
    key: str | None = None,
) -> Iterator[Any]:
    """Hand the money over. The same again is the same message, to the second."""
    body = _request(world, transaction, reference or account.ref1, invoice) | {"amount": amount}
    sent = world.table("sent").setdefault(transaction, body)
    if sent | {"transactionDateTime": ""} == body | {"transactionDateTime": ""}:
        body = sent
    yield _outgoing(world, body, key)


def payment_status(world: Any, *, transaction: str) -> Iterator[Any]:
    """Ask what became of a payment."""
    yield OutgoingMessage(params={"transactionId": transaction}, headers=_key(world, None))


def reversal(
    world: Any,
    *,
    transaction: str,
    original: str,
    amount: str,
    account: Any = None,
    reference: str | None = None,
) -> Iterator[Any]:
    """Take a payment back."""
    body = _request(world, transaction, reference or account.ref1, None)
    body |= {"originalTransactionId": original, "amount": amount}
    yield _outgoing(world, body, None)


def _request(world: Any, transaction: str, reference: str, invoice: str | None) -> dict[str, Any]:
    body = {
        "agentCode": AGENT,
        "transactionId": transaction,
        "transactionDateTime": world.now.isoformat(timespec="seconds"),
        "channel": "TELL",
        "branchCode": "0101",
        "terminalId": "POS00001",
        "reference1": reference,
    }
    return body | ({"reference2": invoice} if invoice else {})


def _outgoing(world: Any, body: dict[str, Any], key: str | None) -> OutgoingMessage:
    return OutgoingMessage(body, headers=_key(world, key))


def _key(world: Any, key: str | None) -> dict[str, str]:
    return {"X-Agent-Key": key or world.credential("agent_key")}


def _next(world: Any) -> str:
    numbers = world.table("numbers")
    numbers["inquiry"] = numbers.get("inquiry", 0) + 1
    return f"{numbers['inquiry']:06d}"
