"""Rules about the law in a partner's folder: the basis of its agreement, and the categories of its personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from partnerlab.conformance.partner_folder.partner_elements import elements_of
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.schemas.validation import schema

SENSITIVE = "sensitive"
"""PDPA s. 26: religion, blood, health, disability, criminal record. No agreement can allow it."""

_BASES = ("24(3)", "24(4)", "24(6)")
_OFFICER = ("41", "42")
_SENSITIVE_NAMES = re.compile(r"religion|blood|health|disability|criminal", re.IGNORECASE)


def legal_basis(kit: Registry, partner: Partner) -> list[str]:
    """Personal data passes on a basis that the PDPA knows; the officer who looks after it is none."""
    where = f"{partner.contracts / 'agreement.yaml'}: legal_basis"
    sections = [
        section
        for basis in partner.agreement["legal_basis"]
        for section in basis["sections"]
        if basis["law"] == "pdpa_2562"
    ]
    wrong = [
        f"{where}: pdpa_2562 s. {section} is about the data protection officer and no basis for passing data"
        for section in sections
        if section in _OFFICER
    ]
    if _passes_personal_data(partner.agreement["data"]) and not set(_BASES) & set(sections):
        wrong.append(f"{where}: personal data passes, so pdpa_2562 names its basis: {', '.join(_BASES)}")
    return wrong


def categories(kit: Registry, partner: Partner) -> list[str]:
    """Each field of personal data has a category that there is, and what is sensitive says so."""
    known = {*schema("agreement", "categories")["items"]["enum"], SENSITIVE, "credentials"}
    found = []
    for where, name, category in _marked(partner):
        if category not in known:
            found.append(f"{where}: there is no category '{category}'; there are: {', '.join(sorted(known))}")
        elif category != SENSITIVE and _SENSITIVE_NAMES.search(name):
            found.append(
                f"{where}: is sensitive by its name (PDPA s. 26) and is marked {category}: mark it {SENSITIVE}"
            )
    return found


def _passes_personal_data(data: dict[str, dict[str, Any]]) -> bool:
    return any(scope.get(part) for scope in data.values() for part in ("request", "answer", "file"))


def _marked(partner: Partner) -> Iterator[tuple[str, str, str]]:
    """Every field marked as personal: where it stands, its name, its category."""
    for file, element in elements_of(partner):
        if category := element.data.get("x-personal-data"):
            yield f"{file}: {element.path}", element.name, category
    for operation, layout in partner.layouts.items():
        for record in layout.model.records.values():
            for field in record.fields:
                if field.personal:
                    yield (
                        f"{partner.contracts / 'files' / operation}.layout.yaml: {field.name}",
                        field.name,
                        field.personal,
                    )
