"""Faults in the content of a partner's message, made before it is sent."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import add_value, remove_value


def field_left_out(message: Request, *, place: str) -> Request:
    """What stands at a place of the message is not sent: `header/Authorization`, `body/password`."""
    changed = deepcopy(message)
    remove_value(changed, place)
    return changed


def field_replaced(message: Request, *, place: str, value: Any) -> Request:
    """Something else stands at a place of the message than should: `body/agentCode` of another agent."""
    return sends_more(message, place=place, value=value)


def sends_more(message: Request, *, place: str, value: Any) -> Request:
    """One more value stands at a place of the message: `body/religion`. It is held against the sender."""
    changed = deepcopy(message)
    add_value(changed, place, value)
    return changed


def body_broken_off(message: Request) -> Request:
    """The body breaks off halfway: a body in JSON is none any more."""
    changed = deepcopy(message)
    changed.raw = changed.raw[: len(changed.raw) // 2]
    return changed.open()
