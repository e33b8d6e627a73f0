"""What a new version of an agreement changes, in words: first what bears on personal data, then the other terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from partnerlab.conformance.agreements.data_matrix import Language

Agreement = Mapping[str, Any]

_SIDES = {"request": ("request", "คำขอ"), "answer": ("answer", "คำตอบ"), "file": ("file", "ไฟล์")}
_WORDS = {
    "same": ("nothing differs", "ไม่มีส่วนที่ต่างกัน"),
    "version": ("version {old} becomes {new}", "รุ่น {old} เป็นรุ่น {new}"),
    "purpose": ("the purpose is another; before: {old} now: {new}", "วัตถุประสงค์เปลี่ยนไป เดิม: {old} ใหม่: {new}"),
    "more": ("{place} may carry {what} now, and did not before", "{place} รับส่ง{what}ได้ ซึ่งเดิมไม่ได้"),
    "less": ("{place} may carry {what} no more", "{place} รับส่ง{what}ไม่ได้อีก"),
    "operation": ("{place} is new", "{place} เป็นรายการใหม่"),
    "no_operation": ("{place} is given up", "ยกเลิก {place}"),
    "basis": ("a new legal basis: {what}", "เพิ่มฐานกฎหมาย: {what}"),
    "no_basis": ("a legal basis falls away: {what}", "ตัดฐานกฎหมาย: {what}"),
    "kept": ("{what} is kept {new} now, before {old}", "{what} เก็บรักษา {new} เดิม {old}"),
    "nowhere": ("not at all", "ไม่เก็บ"),
    "channel": ("a new channel: {what}", "เพิ่มช่องทาง: {what}"),
    "no_channel": ("a channel is given up: {what}", "ยกเลิกช่องทาง: {what}"),
    "term": ("{what}: {old} becomes {new}", "{what}: {old} เป็น {new}"),
    "none": ("nothing", "ไม่มี"),
}
_ELSEWHERE = {"purpose", "data", "legal_basis", "retention", "channels", "provenance", "terms", "forms"}


def differences(old: Agreement, new: Agreement, language: Language) -> list[str]:
    """A sentence for each change, or the one that says that there is none."""
    said = _Words(language)
    before, after = _version(old), _version(new)
    found = [said("version", old=before, new=after)] if before != after else []
    found += [*_purpose(said, old, new), *_data(said, old, new), *_basis(said, old, new)]
    found += [*_retention(said, old, new), *_channels(said, old, new), *_terms(said, old, new)]
    return found or [said("same")]


class _Words:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        self.language, self._place = language, 0 if language == "en" else 1

    def __call__(self, sentence: str, **values: object) -> str:
        return _WORDS[sentence][self._place].format(**values)

    def side(self, name: str) -> str:
        return _SIDES.get(name, (name, name))[self._place]


def _version(agreement: Agreement) -> str:
    return str(agreement.get("terms", {}).get("version", ""))


def _purpose(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    before, after = old["purpose"][said.language].strip(), new["purpose"][said.language].strip()
    if before != after:
        yield said("purpose", old=before, new=after)


def _data(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    """Which categories of personal data may pass in which message; what is more comes first."""
    before, after = _scopes(old), _scopes(new)
    for sentence, one, other in (("more", after, before), ("less", before, after)):
        for place in one:
            if what := [category for category in one[place] if category not in other.get(place, [])]:
                yield said(sentence, place=f"{place[0]} ({said.side(place[1])})", what=", ".join(what))
    known = old.get("data", {}).keys(), new.get("data", {}).keys()
    yield from (said("operation", place=name) for name in known[1] if name not in known[0])
    yield from (said("no_operation", place=name) for name in known[0] if name not in known[1])


def _scopes(agreement: Agreement) -> dict[tuple[str, str], list[str]]:
    data: Mapping[str, Mapping[str, list[str]]] = agreement.get("data", {})
    forms = [form for name, form in agreement.get("forms", {}).items() if name != "in_force"]
    every = [data, *(form.get("data", {}) for form in forms)]
    return {
        (name, side): list(found) for part in every for name, sides in part.items() for side, found in sides.items()
    }


def _basis(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    before, after = _laws(old), _laws(new)
    yield from (said("basis", what=law) for law in after if law not in before)
    yield from (said("no_basis", what=law) for law in before if law not in after)


def _laws(agreement: Agreement) -> list[str]:
    """Each law with each section for itself."""
    return [
        f"{basis['law']} {f's. {section}' if section else ''}".strip()
        for basis in agreement.get("legal_basis", [])
        for section in basis["sections"] or [""]
    ]


def _retention(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    before, after = (_periods(said, agreement) for agreement in (old, new))
    for what in dict.fromkeys([*before, *after]):
        if before.get(what) != after.get(what):
            ends = {"old": before.get(what, said("nowhere")), "new": after.get(what, said("nowhere"))}
            yield said("kept", what=what, **ends)


def _periods(said: _Words, agreement: Agreement) -> dict[str, str]:
    return {one["what"][said.language].strip(): one["period"] for one in agreement.get("retention", [])}


def _channels(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    before, after = ([channel["kind"] for channel in agreement.get("channels", [])] for agreement in (old, new))
    yield from (said("channel", what=kind) for kind in dict.fromkeys(after) if kind not in before)
    yield from (said("no_channel", what=kind) for kind in dict.fromkeys(before) if kind not in after)


def _terms(said: _Words, old: Agreement, new: Agreement) -> Iterator[str]:
    """Every other value that differs, by its name: hours, limits, cut-offs, contacts, codes, the step."""
    before, after = _values(said, old), _values(said, new)
    for what in dict.fromkeys([*before, *after]):
        if before.get(what) != after.get(what):
            yield said("term", what=what, old=before.get(what, said("none")), new=after.get(what, said("none")))


def _values(said: _Words, agreement: Agreement) -> dict[str, str]:
    kept = {name: value for name, value in agreement.items() if name not in _ELSEWHERE}
    terms = {name: value for name, value in agreement.get("terms", {}).items() if name != "version"}
    return dict(_leaves(said.language, kept | terms, ""))


def _leaves(language: Language, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each value with its name; of a text in two languages the one that is read."""
    if isinstance(value, Mapping) and value.keys() == {"en", "th"}:
        yield path, str(value[language]).strip()
    elif isinstance(value, Mapping):
        for name, below in value.items():
            yield from _leaves(language, below, f"{path} {name}".strip())
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        for number, item in enumerate(value, 1):
            yield from _leaves(language, item, f"{path} {number}")
    elif value is not None:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
