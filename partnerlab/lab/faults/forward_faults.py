"""Faults of a gateway that forwards a partner's message: how it changes the message first."""

from __future__ import annotations

from partnerlab.contract.http.message import Request


def header_dropped(message: Request, *, header: str) -> Request:
    """A header of the sender, or of the gateway itself, does not arrive."""
    return message.with_headers({name: value for name, value in message.headers.items() if name != header.lower()})


def header_replaced(message: Request, *, header: str, value: str) -> Request:
    """A header arrives with another value: another party's key, say."""
    return message.with_headers({**message.headers, header.lower(): value})
