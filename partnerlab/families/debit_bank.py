"""A bank that debits by mandate: takes batches of bills, debits each bill once, answers until our side has settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab.lab.partners.partner_world import PartnerWorld, Values

Record = dict[str, Any]
Debit = Callable[[PartnerWorld, Record], Record]


@dataclass(frozen=True, slots=True)
class RefusalCodes:
    """A bank's codes for why it does not debit; `no_funds` and `ended` by instrument: account or card."""

    unavailable: str
    duplicate: str
    no_mandate: str
    other_account: str
    over_limit: str
    no_funds: Mapping[str, str]
    ended: Mapping[str, str]


def take_batch(world: PartnerWorld, number: str, header: Values, bills: Iterable[Values]) -> None:
    """Remember what is to be debited; a batch that comes again asks nothing new."""
    batch = {"header": header, "bills": list(bills), "answers": None, "settled": False}
    world.table("batches").setdefault(number, batch)


def oldest_waiting(world: PartnerWorld) -> str:
    """The number of the first batch that our side has not settled."""
    batches = world.table("batches")
    waiting = [number for number, batch in batches.items() if not batch["settled"]]
    if not waiting:
        raise ValueError(f"nothing waits for an answer; asked so far: {', '.join(batches) or 'nothing'}")
    return str(min(waiting))


def answer_batch(world: PartnerWorld, number: str, debit: Debit) -> tuple[Values, list[Record]]:
    """The header of a batch and the bank's answers; `debit` debits one bill, when the batch is first answered."""
    batch = world.table("batches")[number]
    if batch["answers"] is None:
        batch["answers"] = [debit(world, bill) for bill in batch["bills"]]
    return batch["header"], batch["answers"]


def settle_batch(world: PartnerWorld, number: str) -> None:
    """Our side has settled the answer to a batch: it waits for no other."""
    batch = world.table("batches").get(number)
    if batch is not None:
        batch["settled"] = True


def collect(world: PartnerWorld, invoice: str) -> str:
    """Debit a bill; the bank's reference of the debit."""
    collected = world.table("collected")
    collected[invoice] = reference = f"DD{world.now:%Y%m%d}{len(collected) + 1:06d}"
    return reference


def refusal(world: PartnerWorld, mandate_number: str, invoice: str, debited: str, codes: RefusalCodes) -> str | None:
    """Why a bill is not debited from the account or card `debited`, if it is not. A bill is debited once."""
    mandate: Any = world.find(mandate_number)
    if world.facts["service"] != "available":
        return codes.unavailable
    if invoice in world.table("collected"):
        return codes.duplicate
    if mandate is None or mandate.bank != world.partner or mandate.state == "revoked":
        return codes.no_mandate
    if mandate.debit_number != debited:
        return codes.other_account
    kind = mandate.instrument
    refused = {"no funds": codes.no_funds[kind], "closed": codes.ended[kind], "over the limit": codes.over_limit}
    return refused.get(mandate.state)
