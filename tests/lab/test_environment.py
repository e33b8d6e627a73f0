"""What a system under test is told: addresses and credentials, under the same names in every mode."""

from __future__ import annotations

import base64
import re

import pytest

from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import agent_terms, file_variables, token_seconds, variables
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry

BANKS = tuple(partner.name.upper() for partner in Registry().partners.values() if "debit" in partner.agreement)


@pytest.fixture
def told(lab: Lab) -> dict[str, str]:
    return variables(lab, {name: f"http://{name}.lab" for name in simulator_apps(lab)})


def test_every_door_and_every_credential_is_told_once(told: dict[str, str]) -> None:
    assert set(told) >= {
        "BIG_C_ONLINE_AGENT_KEY",
        "BIZ_PORTAL_CONSUMER_KEY",
        "BIZ_PORTAL_INBOUND_KEY",
        "BIZ_PORTAL_URL",
        "DGA_GDX_AGENT_PID",
        "DGA_GDX_CONSUMER_KEY",
        "DGA_GDX_CONSUMER_SECRET",
        "DGA_GDX_URL",
        "PARTNERLAB_BANK_HOLIDAYS",
        "PARTNERLAB_HOLIDAYS",
    }
    assert told["DGA_GDX_URL"] == "http://dga_gdx.lab"


def test_every_name_begins_with_a_partner_or_with_the_lab(lab: Lab, told: dict[str, str]) -> None:
    known = tuple(f"{name.upper()}_" for name in ("partnerlab", *lab.kit.partners))
    assert [name for name in (*told, *file_variables(lab)) if not name.startswith(known)] == []


def test_who_stands_behind_the_gateway_has_no_address(told: dict[str, str]) -> None:
    assert not [name for name in told if name.startswith(("DOPA", "DBD")) and name.endswith("_URL")]


def test_a_basic_credential_is_the_whole_value_of_its_header(told: dict[str, str]) -> None:
    scheme, pair = told["DOPA_LINKAGE_WATER_USAGE_BASIC"].split(" ")
    assert scheme == "Basic"
    assert re.fullmatch(r"dopa_linkage:[0-9a-f]{40}", base64.b64decode(pair).decode())
    assert Credentials(1).of("dopa_linkage", "other_basic") != Credentials(1).of("dopa_linkage", "water_usage_basic")


def agent_variables(kit: Registry) -> set[str]:
    """The variables that tell what agents may do."""
    paying = [partner for partner in kit.partners.values() if partner.pays]
    return {Credentials.variable(each.name, term) for each in paying for term in agent_terms(each.agreement)}


def test_no_two_credentials_are_alike(told: dict[str, str]) -> None:
    agreed = agent_variables(Registry())
    terms = [name for name in told if name.startswith(BANKS) or name.endswith("_TOKEN_SECONDS") or name in agreed]
    assert len({told[name] for name in told.keys() - terms}) == len(told) - len(terms)


def test_credentials_come_from_the_seed_alone(kit: Registry, told: dict[str, str]) -> None:
    again = variables(Lab(kit, seed=1), {})
    other = variables(Lab(kit, seed=2), {})
    partners = kit.partners.values()
    codes = [
        Credentials.variable(each.name, code)
        for each in partners
        for code in [
            *(["form"] if each.form else []),
            *each.agreement.get("codes", {}),
            *each.agreement.get("debit", {}),
            *(agent_terms(each.agreement) if each.pays else []),
            *(["read_every"] if "read_every" in each.agreement else []),
            *(["token_seconds"] if token_seconds(each.agreement) else []),
        ]
    ]
    assert {name: told[name] for name in again} == again
    holidays = ["PARTNERLAB_HOLIDAYS", "PARTNERLAB_BANK_HOLIDAYS"]
    assert {name for name in other if other[name] == again[name]} == {*holidays, *codes}


def test_an_officers_number_has_thirteen_digits_and_is_no_real_persons() -> None:
    for seed in range(20):
        pid = Credentials(seed).of("dga_gdx", "agent_pid")
        assert re.fullmatch(r"0[0-9]{12}", pid), "no person's number begins with 0"


def test_the_drop_off_tells_a_login_that_opens_it(lab: Lab) -> None:
    told = file_variables(lab)
    own = ("HOST", "PORT", "HOST_KEY", "USER", "PASSWORD")
    logins = {f"PARTNERLAB_SFTP_{name}" for name in own} | {f"PARTNERLAB_RWC_SFTP_{name}" for name in own[-2:]}
    partners = ("HYDROGRAPHIC", "KRUNGSRI_DEBIT", "KRUNGTHAI_DEBIT", "SCB_DEBIT", "TRUEMONEY_OFFLINE")
    homes = {f"{partner}_SFTP_HOME" for partner in partners}
    assert {name for name in told if "SFTP" in name} == logins | homes
    assert told["PARTNERLAB_SFTP_PORT"] == str(file_exchange(lab).channel("sftp").port)
    assert told["PARTNERLAB_SFTP_PASSWORD"] == lab.credentials.of("cis", "sftp_password")
    assert told["PARTNERLAB_SFTP_HOST_KEY"].startswith("ssh-ed25519 ")
