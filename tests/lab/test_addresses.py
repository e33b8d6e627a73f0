"""Registers behind one gateway may share an address, as Linkage Center's do; the query selects one.

Where they are asked through another, as through the Center, that one's own state shuts them all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.address_check import clashes
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.lab.system_under_test import System
from tests.lab.lab_support import Client, Listener, lab_at_noon

OURS, OTHER = "dopa_linkage", "another_office"
LINK = "/ws/dopa/linkage/v1/link"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Linkage Center behind its gateway, and beside it an office that is asked at the same address."""
    for name in ("_common", "dga_gdx", OURS):
        _copy("contracts", name, tmp_path, name)
    for name in ("dga_gdx", OURS):
        _copy("simulators", name, tmp_path, name)
    for part in ("contracts", "simulators"):
        _copy(part, OURS, tmp_path, OTHER)
    _edit(_contract(tmp_path), "/agent/permission", "/another/permission")
    _edit(tmp_path / "contracts" / OTHER / "agreement.yaml", "gateways: [dga_gdx]", f"gateways: [dga_gdx, {OURS}]")
    _edit(_contract(tmp_path), '"00023"', '"00999"')
    _edit(tmp_path / "simulators" / OTHER / "simulator_classic.py", '"data not found"', '"00404"')
    return tmp_path


@pytest.fixture
def lab(root: Path) -> Iterator[Lab]:
    with lab_at_noon(Registry(root), System(Listener())) as made:
        yield made


def _copy(part: str, name: str, root: Path, to: str) -> None:
    source = default_root() / part / name
    shutil.copytree(source, root / part / to, ignore=shutil.ignore_patterns("__pycache__", "pacts"))


def _contract(root: Path) -> Path:
    return root / "contracts" / OTHER / "as_provider.classic.openapi.yaml"


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("office", "service", "version", "receiver", "status"),
    [
        ("00023", "001", "01", OURS, 200),
        ("00999", "001", "01", OTHER, 200),
        ("00999", "0", "01", OTHER, 500),
        ("00023", "001", "02", OURS, 400),
        ("00999", "001", "02", OTHER, 400),
        ("00777", "001", "01", OTHER, 400),
    ],
    ids=["ours", "the other", "the other, wrongly", "ours, another version", "the other, another version", "nobody"],
)
def test_the_query_says_who_is_meant(
    lab: Lab, office: str, service: str, version: str, receiver: str, status: int
) -> None:
    answer = _asked(lab, office, service, version)
    assert (list(lab.journal)[-1].receiver, answer.status_code) == (receiver, status)
    if status == 200:
        assert answer.text == {OURS: "data not found", OTHER: "00404"}[receiver]


def test_who_is_asked_through_another_is_shut_with_it(lab: Lab) -> None:
    lab.set_state(OURS, "the officer is not logged in")
    for office in ("00023", "00999"):
        assert "[90001]" in _asked(lab, office).text
    lab.set_state(OURS, "the officer is logged in")
    lab.set_state(OTHER, "the officer is not logged in")
    assert [_asked(lab, office).status_code for office in ("00023", "00999")] == [200, 500]


def test_a_fault_of_who_is_passed_through_strikes_those_behind(lab: Lab) -> None:
    lab.set_fault(OURS, "wrong_status", operation="admit", status=502)
    assert [_asked(lab, office).status_code for office in ("00023", "00999")] == [200, 502]


def test_who_is_passed_through_must_be_able_to_refuse(root: Path) -> None:
    _edit(root / "contracts" / OTHER / "agreement.yaml", f"gateways: [dga_gdx, {OURS}]", "gateways: [dga_gdx, nobody]")
    kit = Registry(root)
    channels = next(rule for rule, _ in RULES if rule.__name__ == "_channels")
    (told,) = channels(kit, kit.partner(OTHER))
    assert told.endswith(f"no call can go through it; partners that have one: {OTHER}, dga_gdx, {OURS}")


def _asked(lab: Lab, office: str, service: str = "001", version: str = "01") -> requests.Response:
    client = Client(lab)
    query = {"OfficeID": office, "ServiceID": service, "Version": version, "CitizenID": "0000000000000"}
    return client.get(LINK, query, Consumer_Key=client.key("consumer_key"), Token=client.token())


def test_who_is_told_apart_by_the_query_may_share_an_address(root: Path) -> None:
    kit = Registry(root)
    assert not [told for partner in kit.partners.values() for told in clashes(kit, partner)]


@pytest.mark.parametrize(("old", "new"), [('const: "00999"', 'const: "00023"'), ("name: OfficeID", "name: Office")])
def test_who_is_not_told_apart_is_told_to_both(root: Path, old: str, new: str) -> None:
    _edit(_contract(root), old, new)
    kit = Registry(root)
    (ours,), (others,) = (list(clashes(kit, kit.partner(name))) for name in (OURS, OTHER))
    assert f"{OURS}/as_provider.classic.openapi.yaml: person: {OTHER}.person has the same address GET {LINK}; " in ours
    assert f"{OTHER}/as_provider.classic.openapi.yaml: person: {OURS}.person has the same address" in others
