"""Check a `send` call before anything is sent."""

from __future__ import annotations

from typing import Any

from partnerlab.control.control_errors import BAD_REQUEST, ControlError, require_known
from partnerlab.lab.faults.fault import Fault
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.fault_check import misdeliveries
from partnerlab.lab.partners.partner import Partner

_LISTS = "GET /__lab/partners tells what each sends, and with which words"


def check_send(partner: Partner, operation: str, words: dict[str, Any]) -> None:
    """Check that the partner sends this operation, and that the words given are all that it takes and needs."""
    require_known(f"operation that {partner.name} sends", operation, partner.sends, _LISTS)
    taken = partner.arguments(operation)
    for word in words:
        require_known(f"word of {partner.name}.{operation}", word, taken, _LISTS)
    needed = [name for name, word in taken.items() if word.default is word.empty]
    if missing := [name for name in needed if name not in words]:
        told = f"{partner.name}.{operation} needs {', '.join(missing)}"
        raise ControlError(
            BAD_REQUEST, told, f"give them in 'with'; {_LISTS}", ", ".join(needed), ", ".join(words) or "nothing"
        )


def delivery_faults(lab: Lab, partner: Partner, operation: str, deliver: list[Any]) -> list[Fault]:
    """The faults of its way, in the words of a scenario: `twice`, `{late: {by: 2 hours}}`."""
    found = []
    for item in deliver:
        name, words = next(iter(item.items())) if isinstance(item, dict) else (item, {})
        for _, told in misdeliveries(partner, operation, name, words):
            raise ControlError(BAD_REQUEST, told, "GET /__lab/faults lists every fault with its words", None, str(item))
        found.append(lab.fault(partner.name, name, times=1, **words))
    return found
