"""A mandate: by it the holder of a water account lets a bank debit an account or a card for the bills.

Every water account has its mandate number and both numbers to debit; a story says whether the mandate was given, and
to which bank. What an account at a bank may be like is ours, in the neutral words of `STATES`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnerlab.world.accounts.account import Account
    from partnerlab.world.population import World

INSTRUMENTS = ("account", "card")
STATES = ("in order", "no funds", "closed", "revoked", "over the limit")


@dataclass(frozen=True, slots=True)
class Mandate:
    """`bank` is the partner that holds the mandate, "" while none was given; `instrument` is `account` or `card`.

    `state` is how the bank finds the account or card when it debits: one of `STATES`.
    """

    number: int
    mandate_number: str
    bank_account: str
    card: str
    bank: str
    instrument: str
    state: str
    world: World = field(repr=False, compare=False)

    @property
    def debited(self) -> str:
        """The number that is debited: of the bank account (10 digits) or of the card (16)."""
        return self.card if self.instrument == "card" else self.bank_account

    @property
    def account(self) -> Account:
        """The water account whose bills are paid by it."""
        return self.world.account(self.number)


def make(world: World, number: int) -> Mandate:
    """The mandate of the water account of the same number, before any override."""
    numbering = world.numbering
    return Mandate(
        number=number, mandate_number=numbering.mandate(number), bank_account=numbering.bank_account(number),
        card=numbering.card(number), bank="", instrument="account", state="in order", world=world,
    )  # fmt: skip
