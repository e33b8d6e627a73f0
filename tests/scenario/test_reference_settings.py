"""The lab tells the reference everything that its adapters need, by the one rule of names."""

from __future__ import annotations

import pytest

from partnerlab.lab.deployment import in_process
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.partners.registry import Registry
from reference.cis.settings import PARTNERS, settings_from
from reference.common import discovery

ADAPTERS = discovery.adapters(PARTNERS)


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    with in_process(Registry()) as deployment:
        return variables(deployment.lab, deployment.urls) | file_variables(deployment.lab)


@pytest.mark.parametrize("partner", ADAPTERS)
def test_what_an_adapter_needs_is_in_the_labs_variables(partner: str, told: dict[str, str]) -> None:
    missing = [name for name in ADAPTERS[partner].needs if f"{partner}_{name}".upper() not in told]
    assert not missing


def test_a_system_takes_the_settings_of_its_own_partners_only(told: dict[str, str]) -> None:
    partners = settings_from(told).partners
    assert partners["big_c_online"] == {
        "agent_code": "BIGC",
        "agent_key": told["BIG_C_ONLINE_AGENT_KEY"],
        "cut_off": "23:00",
        "reversal": "same_day",
    }
    assert partners.keys() <= ADAPTERS.keys() and "HII_THAIWATER_API_KEY" in told
