"""Card terminals of agents behind Krungthai's gateway, which passes on what they said in ISO 8583 (P 2.3)."""

from __future__ import annotations

from datetime import date

from partnerlab.families.payment_agent import as_first_sent, given
from partnerlab.families.token_client import ask_for_token, send_with_token
from partnerlab.lab.partners.partner_world import Account, OutgoingMessage, PartnerWorld, Sending

TERMINAL = "corner_shop"
BATCH = "000001"
CHARGES = "CHARGES"


def token(world: PartnerWorld) -> Sending:
    """Ask for a token, as is done before any other message when there is none that lives."""
    yield from ask_for_token(world)


def inquiry(
    world: PartnerWorld,
    *,
    account: Account | None = None,
    registration: str | None = None,
    terminal: str = TERMINAL,
    invoice: str | None = None,
    product: str = CHARGES,
) -> Sending:
    """Ask what is to be paid. `terminal` is a name among the facts of `states.yaml`."""
    body = _terminal(world, terminal) | _subject(registration or given(account).registration, invoice, product)
    yield from send_with_token(world, OutgoingMessage(body))


def payment(
    world: PartnerWorld,
    *,
    trace: str,
    amount: str,
    account: Account | None = None,
    registration: str | None = None,
    invoice: str | None = None,
    product: str = CHARGES,
    terminal: str = TERMINAL,
    batch: str = BATCH,
    day: str | None = None,
    card: str | None = None,
) -> Sending:
    """Report a card payment. Sent again it is the same message; `day` is that of a payment repeated later."""
    body = _terminal(world, terminal) | _sale(world, trace, batch, day, amount)
    body |= _subject(registration or given(account).registration, invoice, product)
    body |= {"transTime": world.now.strftime("%H:%M:%S")} | ({"cardNo": card} if card else {})
    number = f"{terminal} {body['transDate']} {trace}"
    yield from send_with_token(world, OutgoingMessage(as_first_sent(world, number, body, moment="transTime")))


def void(
    world: PartnerWorld,
    *,
    trace: str,
    amount: str,
    terminal: str = TERMINAL,
    batch: str = BATCH,
    day: str | None = None,
    approval: str | None = None,
) -> Sending:
    """Take a payment back by its own identifiers; `approval` is another approval code than it had."""
    body = _terminal(world, terminal) | _sale(world, trace, batch, day, amount)
    yield from send_with_token(world, OutgoingMessage(body | ({"approvalCode": approval} if approval else {})))


def totals(
    world: PartnerWorld,
    *,
    sales: int,
    amount: str,
    voids: int = 0,
    voided: str = "0.00",
    terminal: str = TERMINAL,
    batch: str = BATCH,
    day: str | None = None,
) -> Sending:
    """What the terminal has on its slip at the end of a batch, as the story says."""
    body = _terminal(world, terminal) | {"batchNo": batch, "transDate": _day(world, day)}
    sums = {"saleCount": sales, "saleAmount": amount, "voidCount": voids, "voidAmount": voided}
    yield from send_with_token(world, OutgoingMessage(body | sums))


def _terminal(world: PartnerWorld, name: str) -> dict[str, str]:
    """Agent, merchant and terminal: data, so that another one is a line among the facts."""
    terminals = world.facts["terminals"]
    if name not in terminals:
        raise ValueError(f"there is no terminal '{name}'; there are: {', '.join(sorted(terminals))}")
    return dict(terminals[name])


def _subject(registration: str, invoice: str | None, product: str) -> dict[str, str]:
    return {"prodCode": product, "ref1": registration} | ({"ref2": invoice} if invoice else {})


def _sale(world: PartnerWorld, trace: str, batch: str, day: str | None, amount: str) -> dict[str, str]:
    """The identifiers of a sale; the bank's reference and the approval code follow from day and trace."""
    of = _day(world, day)
    return {
        "batchNo": batch,
        "traceNo": trace,
        "transDate": of,
        "rrn": f"{date.fromisoformat(of):%y%j}0{trace}",
        "approvalCode": f"A{int(trace) * 7919 % 100_000:05d}",
        "amount": amount,
    }


def _day(world: PartnerWorld, day: str | None) -> str:
    return day or world.now.date().isoformat()
