"""What a partner proves itself by in its own messages: each value, and the places of a message in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partnerlab.contract.http.operation import Operation
from partnerlab.lab import signed_token
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner


@dataclass(frozen=True, slots=True)
class OwnCredential:
    """`places` are such as `header X-Agent-Key`; a code by which a partner is known has none."""

    value: str
    places: tuple[str, ...] = ()


def own_credentials(lab: Lab, partner: Partner, offices: Iterable[Partner]) -> dict[str, OwnCredential]:
    """Its codes, and what it needs to send: an office needs the key of the centre that sends for it.

    Of a key with two halves that is the private one; what our side shows to the partner is left out.
    """
    found = {name: OwnCredential(str(code)) for name, code in partner.agreement.get("codes", {}).items()}
    holders = [partner, *filter(None, [lab.kit.partners.get(partner.sends_through or "")])]
    operations = list(_operations([partner, *offices]))
    for holder in holders:
        for name in credentials_of(holder.agreement):
            if places := _places(operations, name):
                own = signed_token.private_name(name) if name.endswith(signed_token.PUBLIC_KEY) else name
                found[own] = OwnCredential(lab.credentials.of(holder.name, own), places)
    return found


def _operations(senders: Iterable[Partner]) -> Iterator[Operation]:
    for sender in senders:
        if sender.consumer:
            yield from sender.consumer.operations.values()


def _places(operations: Iterable[Operation], name: str) -> tuple[str, ...]:
    held = {place for operation in operations for place, held in operation.credentials.items() if held == name}
    return tuple(sorted(place.replace("/", " ", 1) for place in held))
