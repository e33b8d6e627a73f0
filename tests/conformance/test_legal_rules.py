"""What a partner's folder says of the law: instruments, the basis of passing data, and what passes under none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.legal_rules import SENSITIVE
from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.schemas.validation import schema

REGISTER, FILES = "dopa_linkage", "truemoney_offline"
STATUTES_OF_ASKERS = (
    "criminal_procedure_2477",
    "national_intelligence_2562",
    "narcotics_2564",
    "special_investigation_2547",
    "state_welfare_2562",
)
"""By which an office may ask MWA for the usage of a customer."""
INSTRUMENTS = schema("agreement")["properties"]["legal_basis"]["items"]["properties"]["law"]["enum"]


@pytest.fixture
def changed(tmp_path: Path, lab: Any) -> Callable[..., Any]:
    """One partner of ours in a folder of its own, one text in one of its contracts changed, and checked."""

    def check(name: str, file: str, old: str, new: str) -> Any:
        for part in ("contracts", "simulators"):
            ours = default_root() / part / name
            shutil.copytree(ours, tmp_path / part / name, ignore=shutil.ignore_patterns("__pycache__"))
        contract = tmp_path / "contracts" / name / file
        text = contract.read_text(encoding="utf-8")
        assert old in text
        contract.write_text(text.replace(old, new, 1), encoding="utf-8")
        return lab("check", tmp_path)

    return check


@pytest.mark.parametrize("law", INSTRUMENTS)
def test_each_instrument_can_be_named(changed: Any, law: str) -> None:
    left = changed(REGISTER, "agreement.yaml", "law: moi_letter_0309_0627", f"law: {law}")
    assert (left.code, left.out) == (0, "")


def test_the_instruments_are_those_of_the_source_document_and_of_the_offices_that_ask() -> None:
    assert set(INSTRUMENTS) == {
        "digital_government_2562", "moi_letter_0309_0627", "cybersecurity_2562", "security_notice_2553",
        "royal_decree_2549", "iso_27001", "mwa_regulation_2560", "mwa_security_policy", "pdpa_2562",
        "privacy_notice_2553", "computer_crime_2550", "electronic_transactions_2544", *STATUTES_OF_ASKERS,
    }  # fmt: skip


def test_every_agreement_by_which_personal_data_passes_names_its_basis() -> None:
    for partner in Registry().partners.values():
        pdpa = [basis["sections"] for basis in partner.agreement["legal_basis"] if basis["law"] == "pdpa_2562"]
        passes = any(categories for scope in partner.agreement["data"].values() for categories in scope.values())
        assert bool(pdpa) == passes, partner.name
        assert all({"24(3)", "24(4)", "24(6)"} & set(sections) for sections in pdpa), partner.name
        assert not any({"41", "42"} & set(sections) for sections in pdpa), partner.name


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "told"),
    [
        (
            REGISTER, "agreement.yaml", '["22", "24(4)", "24(6)", "39"]', '["24(4)", "41"]',
            "legal_basis: pdpa_2562 s. 41 is about the data protection officer and no basis for passing data",
        ),
        (
            FILES, "agreement.yaml", '["21", "22", "24(3)"]', '["21", "22", "24(5)"]',
            "legal_basis: personal data passes, so pdpa_2562 names its basis: 24(3), 24(4), 24(6)",
        ),
        (FILES, "agreement.yaml", '"24(3)"', '"24 (3)"', "expected text like ^[0-9]+(\\([0-9]+\\))?$, seen '24 (3)'"),
        (
            REGISTER, "agreement.yaml", "answer: [identity, name, birth,", "answer: [sensitive, name, birth,",
            "data/person/answer/0: sensitive personal data (PDPA s. 26: religion, blood, health, disability, "
            "criminal record) passes under no agreement",
        ),
        (
            FILES, "agreement.yaml", "file: [identity, name, finance]", "file: [identity, sensitive]",
            "data/payment_file/file/1: sensitive personal data (PDPA s. 26",
        ),
        (
            REGISTER, "as_provider.openapi.yaml", 'religion: {type: "null", x-personal-data: sensitive}',
            'religion: {type: "null", x-personal-data: identity}',
            "/religion: is sensitive by its name (PDPA s. 26) and is marked identity: mark it sensitive",
        ),
        (
            REGISTER, "as_provider.openapi.yaml", 'religion: {type: "null", x-personal-data: sensitive}',
            'religion: {type: "null"}', "/religion: is personal data by its name, and is not marked: x-personal-data",
        ),
        (
            REGISTER, "as_provider.openapi.yaml", "x-personal-data: sensitive", "x-personal-data: sensitiv",
            "/blood: there is no category 'sensitiv'; there are: address, birth, contact, credentials, family,",
        ),
        (
            "scb_debit", "files/outstanding.layout.yaml", "personal: name", "personal: nmae",
            "outstanding.layout.yaml: customer_name: there is no category 'nmae'; there are: address,",
        ),
    ],
    ids=["the officer's section", "no basis", "a section", "sensitive in an answer", "sensitive in a file",
         "sensitive and marked as other", "sensitive and not marked", "a category", "a category of a file"],
)  # fmt: skip
def test_what_the_law_does_not_allow_is_told(changed: Any, name: str, file: str, old: str, new: str, told: str) -> None:
    left = changed(name, file, old, new)
    assert left.code == 1
    assert told in left.out, left.out


def test_a_register_that_tells_what_is_sensitive_all_the_same_is_found_out() -> None:
    register = Registry().partner(REGISTER)
    assert register.provider is not None
    operation = register.provider.operations["card"]
    assert SENSITIVE in operation.categories("answer"), "the contract knows the places, so that it is seen there"
    told = [PersonalField("body/religion", SENSITIVE, "ศาสนา")]
    (finding,) = outside_scope(register.agreement, "card", "answer", told)
    assert (finding.where, finding.seen) == ("body/religion", "sensitive data")
