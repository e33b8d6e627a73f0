"""Settings of an installation of the customer information system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reference.common.settings import LAB, SystemSettings

PARTNERS = "reference.cis.partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(SystemSettings):
    """The settings of the CIS beside those that both systems have.

    `work_in_call`: what a call has made due is done right after its answer. `bank_holidays`: days banks are closed.
    """

    SYSTEM: ClassVar[str] = "CIS"
    PARTNERS: ClassVar[str] = PARTNERS

    work_in_call: bool = True
    holidays: frozenset[date] = frozenset()
    bank_holidays: frozenset[date] = frozenset()


def settings_from(variables: Mapping[str, str]) -> Settings:
    """Settings from the variables of a lab."""
    names = ("holidays", "bank_holidays")
    days = {name: json.loads(variables.get(f"{LAB}{name.upper()}", "[]")) for name in names}
    return Settings.of_lab(variables, work_in_call=False, **days)
