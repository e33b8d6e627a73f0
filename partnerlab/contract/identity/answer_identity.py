"""Check that an answer is about the person, house, company or bill that was asked for.

x-identifies: {kind: company, must_equal: request/query/JuristicID}    # on a field of an answer; several are a list
              must_equal: [request/query/province, request/query/district]    # one behind the other
              must_equal: request/body/data/*/pid    # of the item with the number of the answer's own
              last: 8           # only the last characters are compared
              length: 13        # compared only where the request's text has so many
              none: ["0"]       # what names nobody
              one_of: spouses   # of the fields of an object with this word, one must be the one that was asked for
x-identifies: {kind: person, another: true}    # names somebody else
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.body import shown
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.identity.marked_places import ANY, MarkedPlace, Path, values_at

MARK = "x-identifies"
_WORDS = {"kind", "must_equal", "last", "length", "none", "one_of", "another"}
_REQUEST = "request/"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One field that names somebody, and the places of the request whose text it must have."""

    path: Path
    kind: str
    places: tuple[str, ...]
    last: int
    length: int | None
    none: frozenset[str]
    group: str


class AnswerIdentity:
    """The fields of one body that must name the same person or thing as the request."""

    def __init__(self, places: Sequence[MarkedPlace]) -> None:
        marks = [(place.path, mark) for place in places for mark in as_list(place.mark)]
        self._comparisons = [_comparison(path, mark) for path, mark in marks if "must_equal" in mark]
        groups = {(c.path[:-1], c.group) for c in self._comparisons if c.group}
        self._groups = [[c for c in self._comparisons if (c.path[:-1], c.group) == group] for group in sorted(groups)]
        self._alone = [c for c in self._comparisons if not c.group]

    def __bool__(self) -> bool:
        return bool(self._comparisons)

    @property
    def places(self) -> set[str]:
        """Every place of the request that is compared."""
        return {place for comparison in self._comparisons for place in comparison.places}

    def judge(self, asked: Request, body: Any) -> list[Finding]:
        """Findings for fields of the body that name another person or thing."""
        found = [finding for comparison in self._alone for finding in _judge(comparison, asked, body)]
        for group in self._groups:
            found += _judge_group(group, asked, body)
        return found


def as_list(mark: Any) -> list[dict[str, Any]]:
    """The marks of a field; a kind alone compares nothing."""
    marks = mark if isinstance(mark, list) else [mark]
    return [one if isinstance(one, dict) else {"kind": one} for one in marks]


def identity_mistakes(mark: Any) -> Iterator[str]:
    """Mistakes in a mark."""
    for one in as_list(mark):
        if strange := sorted(one.keys() - _WORDS):
            yield f"{MARK}: there is no '{strange[0]}'; there are: {', '.join(sorted(_WORDS))}"
        if not isinstance(one.get("kind"), str):
            yield f"{MARK}: expected a kind (person, house, company, bill …), seen {one!r}"
        for place in _places(one):
            if not place.startswith(_REQUEST) or place.count("/") < 2:
                yield f"{MARK}: must_equal: expected a place such as request/query/CitizenID, seen '{place}'"
        for word in ("last", "length"):
            if word in one and not (type(one[word]) is int and one[word] > 0):
                yield f"{MARK}: {word}: expected a number of characters, seen {one[word]!r}"


def _comparison(path: Path, mark: dict[str, Any]) -> _Comparison:
    places = tuple(place.removeprefix(_REQUEST) for place in _places(mark))
    none = frozenset(map(str, mark.get("none", ())))
    return _Comparison(
        path, mark["kind"], places, mark.get("last", 0), mark.get("length"), none, mark.get("one_of", "")
    )


def _places(mark: dict[str, Any]) -> list[str]:
    named = mark.get("must_equal", [])
    return [named] if isinstance(named, str) else named


def _wanted(comparison: _Comparison, asked: Request, where: Path) -> str | None:
    """The text of the request that a field of the answer must equal; None if the request names no one."""
    named = ""
    for place in comparison.places:
        if ANY in place:
            place = place.replace(ANY, next((step for step in where if step.isdecimal()), ""))
        if (text := value_at(asked, place)) is None:
            return None
        named += text
    return named[-comparison.last :] if comparison.length in (None, len(named)) else None


def _is_asked(comparison: _Comparison, wanted: str, value: Any) -> bool:
    """Whether a value names the one that was asked for; a number has lost its leading zeros."""
    text = str(value).zfill(len(wanted)) if type(value) is int else str(value)
    return text[-comparison.last :] == wanted


def _judge(comparison: _Comparison, asked: Request, body: Any) -> Iterator[Finding]:
    for where, value in values_at(body, comparison.path):
        wanted = _wanted(comparison, asked, where)
        if wanted is not None and str(value) not in comparison.none and not _is_asked(comparison, wanted, value):
            yield _finding(comparison, where, value)


def _judge_group(group: list[_Comparison], asked: Request, body: Any) -> Iterator[Finding]:
    """Of several fields of one object, one must name the one that was asked for."""
    by_object: dict[Path, list[tuple[_Comparison, Path, Any]]] = {}
    for comparison in group:
        for where, value in values_at(body, comparison.path):
            by_object.setdefault(where[:-1], []).append((comparison, where, value))
    for above, named in by_object.items():
        wanted = _wanted(group[0], asked, above)
        if wanted is not None and not any(_is_asked(comparison, wanted, value) for comparison, _, value in named):
            comparison, where, value = named[0]
            yield _finding(comparison, where, value, [other[-1] for _, other, _ in named[1:]])


def _finding(comparison: _Comparison, where: Path, value: Any, others: Sequence[str] = ()) -> Finding:
    fields = f" here or in {', '.join(others)}" if others else ""
    last = f" (its last {comparison.last} characters)" if comparison.last else ""
    expected = f"the {comparison.kind} that the request named in {' and '.join(comparison.places)}{last}{fields}"
    return Finding("answer", "/".join(("body", *where)), f"another {comparison.kind}", expected, shown(value))
