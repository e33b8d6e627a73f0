"""Rules about links between partners: gateways, forwarding, and what one partner asks of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from partnerlab.lab.partners.partner import Ask, Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.suggestions import unknown_name_message


def gateways(kit: Registry, partner: Partner) -> list[str]:
    """The gateways by which it is asked admit, and the one through which it sends forwards."""
    where, found = partner.contracts / "agreement.yaml", []
    if partner.behind and partner.behind not in kit.partners:
        names = [each.name for each in kit.partners.values() if each.can("forwards")]
        found.append(f"{where}: there is no gateway '{partner.behind}'; there are: {', '.join(names)}")
    needed = [("admit", "call", gateway) for gateway in partner.gateways[1:]]
    needed += [("forward", "message", partner.sends_through)] if partner.sends_through else []
    for function, what, gateway in needed:
        if function not in _functions_of(kit, gateway):
            having = ", ".join(name for name in kit.partners if function in _functions_of(kit, name)) or "none"
            found.append(
                f"{where}: gateway '{gateway}' has no function `{function}`, so no {what} can go through it; "
                f"partners that have one: {having}"
            )
    return found


def asks(kit: Registry, partner: Partner) -> list[str]:
    """What it asks of another partner exists, and so do the credentials with which it asks."""
    where = partner.contracts / "agreement.yaml"
    return [f"{where}: asks: {act}: {wrong}" for act, ask in partner.asks.items() for wrong in _wrong(kit, ask)]


def _wrong(kit: Registry, ask: Ask) -> Iterator[str]:
    if wrong := unknown_name_message("partner", ask.receiver, kit.partners):
        yield wrong
        return
    receiver = kit.partners[ask.receiver]
    operations = receiver.provider.operations if receiver.provider else {}
    if wrong := unknown_name_message(f"operation that {ask.receiver} answers", ask.operation, operations):
        yield wrong
    doors = [receiver, *(kit.partners[name] for name in receiver.gateways if name in kit.partners)]
    offered = [name for door in doors for channel in door.agreement["channels"] for name in channel["credentials"]]
    for name in ask.credentials:
        if wrong := unknown_name_message(f"credential of {ask.receiver}", name, offered):
            yield wrong


def _functions_of(kit: Registry, name: str) -> Collection[str]:
    """The functions of a partner; none, if there is no such partner."""
    return kit.partners[name].functions.keys() if name in kit.partners else ()
