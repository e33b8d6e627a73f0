"""The matrix for the privacy officer: each field of personal data, who receives it, and on what basis."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any, Literal

from partnerlab.conformance.partner_folder.partner_elements import operations_of
from partnerlab.contract.http.element import elements
from partnerlab.contract.personal_data import SECRET
from partnerlab.lab.partners.partner import CONSUMER, Partner
from partnerlab.lab.partners.registry import Registry

Language = Literal["en", "th"]

COLUMNS: dict[str, tuple[str, str]] = {
    "link": ("link", "การเชื่อมโยง"),
    "sender": ("sender", "ผู้ส่ง"),
    "recipient": ("recipient", "ผู้รับ"),
    "operation": ("operation", "รายการรับส่ง"),
    "part": ("part", "ส่วน"),
    "field": ("field", "ช่องข้อมูล"),
    "category": ("category", "ประเภทข้อมูล"),
    "passes": ("may pass", "รับส่งได้"),
    "basis": ("legal basis", "ฐานกฎหมาย"),
    "purpose": ("purpose", "วัตถุประสงค์"),
    "retention": ("kept", "ระยะเวลาเก็บรักษา"),
}
_OURS = {"en": "MWA", "th": "กปน."}
_YES = {True: {"en": "yes", "th": "ได้"}, False: {"en": "no", "th": "ไม่ได้"}}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One field of one message, in the order of `COLUMNS`."""

    link: str
    sender: str
    recipient: str
    operation: str
    part: str
    field: str
    category: str
    passes: str
    basis: str
    purpose: str
    retention: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the messages of a link a field of personal data stands; `out` goes from our side to the party."""

    operation: str
    part: str
    field: str
    category: str
    out: bool


def rows(kit: Registry, language: Language) -> list[MatrixRow]:
    """Every field of every link that the contracts mark as personal."""
    return [row for partner in kit.partners.values() for row in _rows(kit, partner, language)]


def as_csv(matrix: Iterable[MatrixRow], language: Language) -> str:
    """With a mark of UTF-8 at its head, by which spreadsheets know that the Thai is Thai."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(language))
    writer.writerows(astuple(row) for row in matrix)
    return "\ufeff" + text.getvalue()


def headings(language: Language) -> list[str]:
    """The columns' titles."""
    return [title[language == "th"] for title in COLUMNS.values()]


def _rows(kit: Registry, partner: Partner, language: Language) -> Iterator[MatrixRow]:
    agreement, party = partner.agreement, partner.title[language]
    common = _basis(agreement["legal_basis"]), agreement["purpose"][language], _retention(agreement, language)
    for place in dict.fromkeys((*_fields_of_messages(partner), *_fields_of_files(partner))):
        allowed = agreement["data"].get(place.operation, {}).get(place.part, ())
        sender, recipient = (_OURS[language], party) if place.out else (party, _OURS[language])
        passes = _YES[place.category in allowed][language]
        at = place.operation, place.part, place.field, place.category
        yield MatrixRow(partner.name, sender, recipient, *at, passes, *common)
    for act, ask in partner.asks.items():
        basis = _basis(ask.entry.get("legal_basis", agreement["legal_basis"]))
        asked = kit.partners[ask.receiver].title[language] if ask.receiver in kit.partners else ask.receiver
        for part, parties in (("request", (party, asked)), ("answer", (asked, party))):
            for category in ask.entry[part]:
                yield MatrixRow(
                    partner.name, *parties, act, part, "*", category, _YES[True][language], basis, *common[1:]
                )


def _fields_of_messages(partner: Partner) -> Iterator[_Place]:
    for file, source in operations_of(partner):
        from_party = file.name == CONSUMER
        for element in elements(partner.documents, source):
            category = element.data.get("x-personal-data") if isinstance(element.data, Mapping) else None
            if category and category != SECRET:
                out = (element.side == "request") != from_party
                yield _Place(source.id, element.side, element.name, category, out)


def _fields_of_files(partner: Partner) -> Iterator[_Place]:
    for operation, layout in partner.layouts.items():
        out = partner.agreement["files"][operation]["direction"] == "out"
        for record in layout.model.records.values():
            for field in record.fields:
                if field.personal and field.personal != SECRET:
                    yield _Place(operation, "file", field.name, field.personal, out)


def _basis(bases: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{basis['law']} {', '.join(f's. {section}' for section in basis['sections'])}".strip() for basis in bases
    )


def _retention(agreement: Mapping[str, Any], language: Language) -> str:
    return "; ".join(f"{kept['what'][language]}: {kept['period']}" for kept in agreement["retention"])
