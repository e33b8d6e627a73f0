"""Rules about the law in a partner's folder: the basis of its agreement, and the categories of its personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from partnerlab.conformance.agreements.procedure import mistakes as mistakes_of_procedure
from partnerlab.conformance.partner_folder.new_partner import undecided
from partnerlab.conformance.partner_folder.partner_elements import element_place, elements_of
from partnerlab.contract.sensitive_data import SENSITIVE, is_sensitive_name
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.schemas.validation import schema

_BASES = ("24(3)", "24(4)", "24(6)")
_OFFICER = ("41", "42")
_ALL_LINKS = ("digital_government_2562", "moi_letter_0309_0627", "cybersecurity_2562", "electronic_transactions_2544")


def legal_basis(kit: Registry, partner: Partner) -> list[str]:
    """Personal data needs a legal basis in the PDPA; the sections on the data protection officer are none."""
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
    """Each field of personal data has a known category, and sensitive data is marked as such."""
    known = {*schema("agreement", "categories")["items"]["enum"], SENSITIVE, "credentials"}
    found = []
    for where, name, category in _marked(partner):
        if category not in known:
            found.append(f"{where()}: there is no category '{category}'; there are: {', '.join(sorted(known))}")
        elif category != SENSITIVE and is_sensitive_name(name):
            found.append(
                f"{where()}: is sensitive by its name (PDPA s. 26) and is marked {category}: mark it {SENSITIVE}"
            )
    return found


def procedure(kit: Registry, partner: Partner) -> list[str]:
    """The record of steps is that of where the link stands; a refused link lets nothing pass; its terms are written."""
    where, agreement = partner.contracts / "agreement.yaml", partner.agreement
    found = [f"{where}: procedure: {wrong}" for wrong in mistakes_of_procedure(agreement["procedure"])]
    if agreement["procedure"]["state"] == "refused" and _passes_personal_data(agreement["data"]):
        found.append(f"{where}: data: the link is refused, so no category may pass")
    if "terms" not in agreement:
        words = ", ".join(schema("agreement")["properties"]["terms"]["required"])
        found.append(f"{where}: terms is missing: {words}")
    elif "terms" not in agreement["provenance"]:
        found.append(f"{where}: provenance: terms is missing: how they are known")
    return found


def own_text(kit: Registry, partner: Partner) -> list[str]:
    """An agreement for another purpose says in its own words why personal data may pass for it."""
    where, mine = partner.contracts / "agreement.yaml", partner.agreement
    reasons = _reasons(mine) if not undecided(kit.root, partner.name) else set()
    return [
        f"{where}: legal_basis: the reason is in the words of {other.name}, whose purpose is another: '{text}'"
        for other in kit.partners.values()
        if reasons and other.name != partner.name and other.agreement["purpose"] != mine["purpose"]
        for text in sorted(reasons & _reasons(other.agreement))
    ]


def _reasons(agreement: dict[str, Any]) -> set[str]:
    """Why personal data may pass, in each language; what binds all links alike may be said alike."""
    laws = (basis for basis in agreement["legal_basis"] if basis["law"] not in _ALL_LINKS)
    return {text for basis in laws for text in basis["why"].values()}


def _passes_personal_data(data: dict[str, dict[str, Any]]) -> bool:
    return any(scope.get(part) for scope in data.values() for part in ("request", "answer", "file"))


def _marked(partner: Partner) -> Iterator[tuple[Callable[[], str], str, str]]:
    """Every field marked as personal: where it stands, if asked, its name, its category."""
    for _, element in elements_of(partner):
        if category := element.data.get("x-personal-data"):
            yield partial(element_place, partner, element), element.name, category
    for operation, layout in partner.layouts.items():
        for record in layout.model.records.values():
            for field in record.fields:
                if field.personal:
                    yield partial(_in_layout, partner, operation, field.name), field.name, field.personal


def _in_layout(partner: Partner, operation: str, name: str) -> str:
    return f"{partner.contracts / 'files' / operation}.layout.yaml: {name}"
