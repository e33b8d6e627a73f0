"""Big C's counters: they see a bill as our branch does and cut it at once (P 3.1). The message shape is ours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingMessage

AGENT = "BIGC"
OK = "0000"


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
    """Hand the money over; without an answer the counter does not know what became of it."""
    body = _request(world, transaction, reference or account.ref1, invoice) | {"amount": amount}
    sent = world.table("sent").setdefault(transaction, {"body": body, "amount": _satang(amount), "state": "new"})
    if sent["body"] | {"transactionDateTime": ""} == body | {"transactionDateTime": ""}:
        body = sent["body"]
    answer = yield _outgoing(world, body, key)
    _settle(world, sent, answer)


def payment_status(world: Any, *, transaction: str) -> Iterator[Any]:
    """Ask what became of a payment."""
    answer = yield OutgoingMessage(params={"transactionId": transaction}, headers=_key(world, None))
    sent = world.table("sent").get(transaction)
    if sent and sent["state"] == "unknown" and answer is not None and isinstance(answer.body, dict):
        _count(world, unsure=-sent["amount"])
        posted = answer.body.get("state") == "POSTED"
        sent["state"] = "paid" if posted else "refused"
        _count(world, sure=sent["amount"] if posted else 0)


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
    answer = yield _outgoing(world, body, None)
    sent = world.table("sent").get(original)
    if sent and sent["state"] == "paid" and _accepted(answer):
        sent["state"] = "reversed"
        _count(world, sure=-sent["amount"])


def _settle(world: Any, sent: dict[str, Any], answer: Any) -> None:
    """Keep the counter's own books: money handed over for sure, and money of unknown outcome."""
    if answer is None:
        if sent["state"] == "new":
            sent["state"] = "unknown"
            _count(world, unsure=sent["amount"])
        return
    if sent["state"] == "unknown":
        _count(world, unsure=-sent["amount"])
    if sent["state"] in ("new", "unknown"):
        sent["state"] = "paid" if _accepted(answer) else "refused"
        _count(world, sure=sent["amount"] if sent["state"] == "paid" else 0)


def _accepted(answer: Any) -> bool:
    return answer is not None and isinstance(answer.body, dict) and answer.body.get("responseCode") == OK


def _count(world: Any, sure: int = 0, unsure: int = 0) -> None:
    takings = world.table("takings").setdefault(AGENT, {"sure": 0, "unsure": 0})
    takings["sure"] += sure
    takings["unsure"] += unsure


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


def _satang(amount: str) -> int:
    return int(Decimal(amount) * 100)
