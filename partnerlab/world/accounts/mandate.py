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
STATES = (
    "in order", "no funds", "closed", "not found", "blocked", "expired", "never given", "revoked", "over the limit",
    "amount refused", "debited before", "refused",
)  # fmt: skip
STAGES = ("active", "requested")
CARD_FORMS = ("truncated", "token")


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """`bank` is the partner that holds the mandate, "" while none was given; `instrument` is `account` or `card`.

    `state` is the state of the account or card when the bank debits it: one of `STATES`. `stage` is how far our side
    knows of the mandate, `expires` the last month of the card as our side has it (`2026-10`, or nothing),
    and `card_form` how files write the card: whole, truncated or as a token.
    """

    number: int
    mandate_number: str
    bank_account: str
    card: str
    bank: str
    instrument: str
    state: str
    stage: str
    expires: str
    card_form: str

    @property
    def card_truncated(self) -> str:
        """First six and last four digits of the card; no file may hold more of it."""
        return f"{self.card[:6]}******{self.card[-4:]}"

    @property
    def card_token(self) -> str:
        """The bank's token for the card, with too few digits in a row to look like a card number."""
        return f"TKWATERNO{self.mandate_number[:-8:-1]}"

    @property
    def debit_number(self) -> str:
        """How files write the account or card: the account's number (10 digits), or the card's in its agreed form."""
        if self.instrument == "account":
            return self.bank_account
        return self.card_token if self.card_form == "token" else self.card_truncated


def make_mandate(entity_class: Callable[..., AnyMandate], plan: WorldSeed, number: int, world: Any) -> AnyMandate:
    """The mandate of the account of the same number; `entity_class` adds to the facts the `world` of its relations."""
    identifiers = plan.identifiers
    return entity_class(
        number=number, mandate_number=identifiers.mandate(number), bank_account=identifiers.bank_account(number),
        card=identifiers.card(number), bank="", instrument="account", state="in order", stage="active", expires="",
        card_form="truncated", world=world,
    )  # fmt: skip
