"""An online payment agent: a payment that is sent again under the same number is the same message, to the second."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import Account, PartnerWorld


def as_first_sent(world: PartnerWorld, transaction: str, body: dict[str, Any], moment: str) -> dict[str, Any]:
    """The body to send for a transaction: the one sent first, if only its time (the field `moment`) differs."""
    first: dict[str, Any] = world.table("sent").setdefault(transaction, body)
    return first if first | {moment: None} == body | {moment: None} else body


def given(account: Account | None) -> Account:
    """The account of which a message is, where the story says nothing else in its place."""
    if account is None:
        raise ValueError("whose payment is it? Give 'account', or the number that travels in its place")
    return account
