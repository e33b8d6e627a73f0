"""The page on the partners says what the contracts say."""

from __future__ import annotations

from pathlib import Path

from partnerlab.contract.provenance import GRADES
from partnerlab.lab.partners import partner_page
from partnerlab.lab.partners.registry import Registry

PAGE = Path(__file__).parents[2] / "docs" / "partners.md"


def test_the_page_is_what_the_contracts_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == partner_page.page(Registry()), (
        "run: partnerlab partners --page docs/partners.md"
    )


def test_every_operation_of_every_partner_is_told_with_its_source() -> None:
    for partner in Registry().partners.values():
        known = partner_page.known(partner)
        assert known.keys() == partner.answers | partner.sends_to_us
        assert all(operation.grade in GRADES and operation.source for operation in known.values()), partner.name
        assert sum(partner_page.fields(partner).values()) > 0
