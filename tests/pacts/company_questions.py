"""What our side's clients ask of the register of juristic persons, whatever the form of its interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pytest

from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dbd_juristic.register import IN_BUSINESS
from reference.cis.service_requests.registers import Company, CompanyOf
from tests.pacts.interactions import Asked, answered, exist, state

BANKRUPT = "ล้มละลาย"


class CompanyRegister(Protocol):
    """A client of ours, of any form."""

    def company(self, asked: CompanyOf) -> Company | None: ...


def is_told(status: str, may_be_served: bool) -> Callable[[CompanyRegister, Mapping[str, Any]], None]:
    """Ask for the company of the interaction, and expect this status."""

    def ask(register: CompanyRegister, names: Mapping[str, Any]) -> None:
        assert register.company(CompanyOf(names["firm"].juristic_id)) == Company(status, may_be_served)

    return ask


def _unreachable(register: CompanyRegister, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="503"):
        register.company(CompanyOf(names["firm"].juristic_id))


def _unknown(register: CompanyRegister, names: Mapping[str, Any]) -> None:
    assert register.company(CompanyOf("0000000000000")) is None


def companies(profile: Callable[[str], dict[str, Any]], exactly: str) -> list[Asked]:
    """A company in business, and one that is bankrupt; `profile` is the body that tells a status."""
    return [
        Asked(
            "a company in business",
            "profile",
            is_told(IN_BUSINESS, True),
            answered(200, profile(IN_BUSINESS), exactly=exactly),
            (exist(companies={"firm": {"number": 7, "status": IN_BUSINESS}}),),
        ),
        Asked(
            "a company that is bankrupt",
            "profile",
            is_told(BANKRUPT, False),
            answered(200, profile(BANKRUPT), exactly=exactly),
            (exist(companies={"firm": 7}), state("the company is bankrupt", of="$firm")),
        ),
    ]


def unknown_company(answer: Any) -> Asked:
    """A number that no company has, with the answer of the form."""
    return Asked("a number that no company has", "profile", _unknown, answer, (exist(companies={"firm": 7}),))


UNREACHABLE = Asked(
    "a company while the register cannot be reached",
    "profile",
    _unreachable,
    answered(503, {"Message": "Service Unavailable"}),
    (exist(companies={"firm": 7}), state("the agencies behind cannot be reached")),
)
