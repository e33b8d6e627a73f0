"""Settings of an installation of the raw-water system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from reference.common.settings import SystemSettings

PARTNERS = "reference.rwc.partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(SystemSettings):
    """What the raw-water system needs: nothing but what both have."""

    SYSTEM: ClassVar[str] = "RWC"
    PARTNERS: ClassVar[str] = PARTNERS


def settings_from(variables: Mapping[str, str]) -> Settings:
    """Settings from the environment variables that a lab gives."""
    return Settings.of_lab(variables, login="RWC_")
