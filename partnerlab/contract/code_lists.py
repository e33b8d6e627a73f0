"""The codes that an operation's answers may carry, by field: closed lists, open lists, and constants that differ.

A field that always says the same carries no code: `result` is one only where `OK` and `NO` both may stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.operation_source import Bodies
from partnerlab.contract.identity.marked_places import Path, marked_places
from partnerlab.contract.open_lists import MARK as OPEN

CodeLists = dict[Path, tuple[str, ...]]
"""Fields of an answer with the codes that are documented of each, as text."""

_KEYWORDS = ("enum", OPEN, "const")


def code_lists(store: DocumentStore, answers: Mapping[int, Bodies]) -> CodeLists:
    """The fields of an operation's answers that carry codes, over all its statuses."""
    found: dict[Path, dict[str, None]] = {}
    places = [place for bodies in answers.values() for place in bodies.values() if place is not None]
    for place in places:
        schema = store.pointer(*place)
        for keyword in _KEYWORDS:
            for path, mark in marked_places(store, schema, place.document, keyword):
                found.setdefault(path, {}).update(dict.fromkeys(_codes(mark if isinstance(mark, list) else [mark])))
    return {path: tuple(codes) for path, codes in found.items() if len(codes) > 1}


def _codes(values: Iterable[object]) -> list[str]:
    """Texts and numbers; null and an empty text say that there is no code."""
    return [str(value) for value in values if type(value) in (str, int) and value != ""]
