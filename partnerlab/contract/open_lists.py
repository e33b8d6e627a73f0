"""Lists of codes that are not known to be closed: an unknown code is a notice, and refuses nothing.

x-extensible-enum: [ATM, CDM]    # in place of `enum`, of which a validator knows nothing
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.identity.marked_places import Path, marked_places, values_at

MARK = "x-extensible-enum"
RULE = "unknown code"
_SHOWN = 40


class OpenList(NamedTuple):
    """A field and the codes that are known of it."""

    path: Path
    codes: tuple[Any, ...]


def open_lists(store: DocumentStore, schema: Any, document: str) -> list[OpenList]:
    """The fields of a body whose list is open."""
    return [OpenList(path, tuple(mark)) for path, mark in marked_places(store, schema, document, MARK)]


def list_mistakes(schema: dict[str, Any]) -> Iterator[str]:
    """Mistakes in the contract's mark that a list of codes may grow."""
    codes = schema[MARK]
    if not isinstance(codes, list) or not codes or not all(type(code) in (str, int) for code in codes):
        yield f"{MARK}: expected the codes that are known, texts or numbers, seen {codes!r}"
    if "enum" in schema:
        yield f"{MARK}: stands beside `enum`, which closes the list; write one of the two"


def unknown_codes(side: Side, lists: list[OpenList], body: Any) -> Iterator[Finding]:
    """A notice for every code that a list does not have."""
    for known in lists:
        for where, value in values_at(body, known.path):
            if type(value) in (str, int) and value not in known.codes:
                yield Finding(side, "/".join(("body", *where)), RULE, expected(known.codes), _shown(value), notice=True)


def expected(codes: Any) -> str:
    """The codes that are known."""
    return f"one of {', '.join(str(code) for code in codes)}, or a new one"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
