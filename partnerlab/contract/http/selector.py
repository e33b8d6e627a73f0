"""The selector of operations that share an address and a verb: a constant in the body, the query or a header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import value_at

PLACES = ("body", "query", "header")


@dataclass(frozen=True, slots=True)
class Selector:
    """One operation among those of its address.

    `where` is the place of the constant (`body/request`, `query/ServiceID`, `header/SOAPAction`), `values` are those
    that name an operation, and `constant` is the one that names this operation; None for a message that names none.
    """

    where: str
    values: tuple[str, ...]
    constant: Any = None

    @property
    def value(self) -> str | None:
        return None if self.constant is None else str(self.constant)

    def value_in(self, message: Request) -> str | None:
        """What a request says at this place, as text; None if it says nothing there."""
        if message.sealed:
            message.open()
        return value_at(message, self.where)

    def fill(self, body: Any, query: dict[str, str], headers: dict[str, str]) -> Any:
        """The body with the constant in it, if this is its place; else the query or the headers get it."""
        place, _, name = self.where.partition("/")
        if place == "query":
            query.setdefault(name, str(self.constant))
        elif place == "header":
            headers.setdefault(name.lower(), str(self.constant))
        elif isinstance(body, dict):
            return _filled(body, name.split("/"), self.constant)
        return body

    def finding(self, message: Request) -> Finding:
        """That a request names no operation of its address."""
        seen, expected = self.value_in(message), f"one of {', '.join(self.values)}"
        return Finding(
            "request", self.where, "enum" if seen else "required", expected, repr(seen) if seen else "nothing"
        )


def _filled(body: Any, path: list[str], constant: Any) -> Any:
    """A body with the constant at this path; a number names an item of a list."""
    first, *rest = path
    if first.isdecimal():
        items = list(body) if isinstance(body, list) else []
        return [_filled(item, rest, constant) if at == int(first) else item for at, item in enumerate(items)]
    if rest:
        return {**body, first: _filled(body.get(first) or {}, rest, constant)}
    return {first: constant, **body}
