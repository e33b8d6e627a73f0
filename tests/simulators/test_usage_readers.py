"""Offices that ask for usage: what they hand to the centre, and what the centre adds."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry

OFFICES = [partner.name for partner in Registry().partners.values() if partner.can("asks_usage")]
LOOKS_UP_PEOPLE = [name for name in OFFICES if name != "krungthai_usage"]


def question(lab: Lab, office: str, **words: Any) -> Any:
    return next(lab.kit.partner(office).functions["water_usage"](lab.partner_worlds[office], **words))


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_names_itself_as_its_agreement_does(lab: Lab, office: str) -> None:
    message = question(lab, office, account=lab.world.account(1033), reference="R-1")
    assert message.headers["X-Office-Request"] == lab.kit.partner(office).office_code
    assert message.query == {"searchKey": lab.world.account(1033).registration, "reference": "R-1"}


@pytest.mark.parametrize("office", LOOKS_UP_PEOPLE)
def test_a_person_is_asked_about_by_number(lab: Lab, office: str) -> None:
    assert question(lab, office, person=lab.world.person(41)).query == {"searchKey": lab.world.person(41).pid}


@pytest.mark.parametrize("office", OFFICES)
def test_the_officers_number_may_be_wrong(lab: Lab, office: str) -> None:
    right = question(lab, office, account="12345678").headers["X-User-Request"]
    lab.set_state(office, "the officer's number is wrong")
    wrong = question(lab, office, account="12345678").headers["X-User-Request"]
    assert (right[:-1], right[-1] != wrong[-1]) == (wrong[:-1], True)


@pytest.mark.parametrize("office", OFFICES)
def test_what_the_office_sends_goes_through_the_centre(lab: Lab, office: str) -> None:
    assert lab.kit.partner(office).sends_through == "dopa_linkage"


def test_offices_of_one_number_or_without_one_are_found(lab: Lab) -> None:
    rule = next(rule for rule, _ in RULES if rule.__name__ == "_codes")
    kit = Registry()
    kit.partner("nia").agreement["codes"]["office_code"] = kit.partner("oncb").office_code
    assert "office_code 00183 is that of oncb" in rule(kit, kit.partner("nia"))[0]
    del kit.partner("nia").agreement["codes"]
    assert "a partner that asks for usage has an office_code" in rule(kit, kit.partner("nia"))[0]
