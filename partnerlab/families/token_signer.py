"""A partner that signs each of its messages: a token that names it, lives briefly, is good once, and is of these bytes.

The fact `signature` says how it goes wrong: `current`; `another_key`; `old`, made an hour ago; `repeated`, as in the
message before; `of_another_message`; `of_no_message`; `ahead`, made an hour from now; `long_lived`, for a day; and
`another_caller`, in whose name it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from partnerlab.contract.http.message import JSON, encode
from partnerlab.lab.partners.partner_world import PartnerWorld
from partnerlab.lab.signed_token import sign

KEYS = {"another_key": "another_private_key"}
_SHIFTS = {"old": timedelta(hours=-1), "ahead": timedelta(hours=1)}
_DAY, _ANOTHER = 86_400, "ANOTHER"


def signed_header(world: PartnerWorld, issuer: str, seconds: int, body: Any) -> dict[str, str]:
    """The header with the token for a message."""
    how, last = world.facts["signature"], world.table("signature")
    if how == "repeated" and last:
        return dict(last)
    private = world.credential(KEYS.get(how, "signing_private_key"))
    made = world.now + _SHIFTS.get(how, timedelta())
    seconds = _DAY if how == "long_lived" else seconds
    issuer = _ANOTHER if how == "another_caller" else issuer
    of = {"of_another_message": b"another message", "of_no_message": None}.get(how, encode(body, JSON))
    last["Authorization"] = f"Bearer {sign(private, issuer, made, seconds, world.guid(), of)}"
    return dict(last)
