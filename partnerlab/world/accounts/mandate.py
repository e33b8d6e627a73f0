"""The mandate by which a bank may debit an account or a card for the bills of a water account.

Every water account has its mandate number and both numbers to debit; a story says whether the mandate was given, and
to which bank. The states of a bank account are ours, in the neutral words of `STATES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from partnerlab.world.seed import WorldSeed

AnyMandate = TypeVar("AnyMandate", bound="MandateFacts")

INSTRUMENTS = ("account", "card")
STATES = ("in order", "no funds", "closed", "revoked", "over the limit")


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """`bank` is the partner that holds the mandate, "" while none was given; `instrument` is `account` or `card`.

    `state` is the state of the account or card when the bank debits it: one of `STATES`.
    """

    number: int
    mandate_number: str
    bank_account: str
    card: str
    bank: str
    instrument: str
    state: str

    @property
    def debit_number(self) -> str:
        """The number that the bank debits: of the bank account (10 digits) or of the card (16)."""
        return self.card if self.instrument == "card" else self.bank_account


def make_mandate(entity_class: Callable[..., AnyMandate], plan: WorldSeed, number: int, world: Any) -> AnyMandate:
    """The mandate of the account of the same number; `entity_class` adds to the facts the `world` of its relations."""
    identifiers = plan.identifiers
    return entity_class(
        number=number, mandate_number=identifiers.mandate(number), bank_account=identifiers.bank_account(number),
        card=identifiers.card(number), bank="", instrument="account", state="in order", world=world,
    )  # fmt: skip
