"""A copied partner folder with something missing: the error says what is missing and where."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from partnerlab.lab.partners.folder_check import mistakes_of
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry, default_root

PARTNER = "dopa_linkage"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A kit of one partner, copied."""
    for folder in ("contracts", "simulators"):
        for name in {
            "contracts": (PARTNER, "_common", "truemoney_offline"),
            "simulators": (PARTNER, "truemoney_offline"),
        }[folder]:
            source = default_root() / folder / name
            shutil.copytree(source, tmp_path / folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def mistakes(root: Path, partner: str = PARTNER) -> list[str]:
    return [mistake.replace(f"{root}/", "") for mistake in mistakes_of(Registry(root).partner(partner))]


def test_a_faithful_copy_has_no_mistakes(root: Path) -> None:
    assert mistakes(root) == []
    assert mistakes(root, "truemoney_offline") == []


def test_a_missing_and_a_surplus_function_are_told(root: Path) -> None:
    edit(root / "simulators" / PARTNER / "simulator_classic.py", "def person(", "def lookup(")
    assert mistakes(root) == [
        f"simulators/{PARTNER}/simulator_classic.py: no function 'person', which the contract asks for",
        f"simulators/{PARTNER}/simulator_classic.py: function 'lookup' is no operation of the contract;"
        " begin its name with _ if it is a helper",
    ]


def test_an_operation_that_is_new_in_the_contract_wants_its_function(root: Path) -> None:
    edit(root / "contracts" / PARTNER / "as_provider.classic.openapi.yaml", "        person:\n", "        persona:\n")
    assert "no function 'persona', which the contract asks for" in mistakes(root)[0]


def test_an_imported_function_is_no_operation(root: Path) -> None:
    edit(
        root / "simulators" / PARTNER / "simulator_classic.py", "from typing import Any", "from typing import Any, cast"
    )
    assert mistakes(root) == []


def test_who_sends_must_yield(root: Path) -> None:
    file = root / "simulators" / "truemoney_offline" / "simulator.py"
    edit(file, "    yield from offline_agent", "    return offline_agent")
    assert mistakes(root, "truemoney_offline") == [
        "simulators/truemoney_offline/simulator.py: 'payment_file' sends, so it must yield what it sends"
    ]


@pytest.mark.parametrize("name", ["simulator.py", "states.yaml", "faults.yaml"])
def test_a_missing_file_is_told(root: Path, name: str) -> None:
    (root / "simulators" / PARTNER / name).unlink()
    assert mistakes(root) == [f"simulators/{PARTNER}/{name}: is missing"]


def test_a_missing_agreement_is_told(root: Path) -> None:
    (root / "contracts" / PARTNER / "agreement.yaml").unlink()
    assert mistakes(root) == [f"contracts/{PARTNER}/agreement.yaml: is missing"]


def test_a_state_that_sets_an_unknown_fact_is_told(root: Path) -> None:
    edit(root / "simulators" / PARTNER / "states.yaml", "facts: {quota: used up}", "facts: {qouta: used up}")
    assert mistakes(root) == [
        f"simulators/{PARTNER}/states.yaml: state 'the day's quota is used up' sets 'qouta',"
        " which is not among the facts at the top"
    ]


def test_a_state_that_sets_what_nobody_has_is_told(root: Path) -> None:
    edit(root / "simulators" / PARTNER / "states.yaml", "set: {alive: false}", "set: {alife: false}")
    (told,) = mistakes(root)
    assert told.startswith(
        f"simulators/{PARTNER}/states.yaml: state 'the person is dead' sets 'alife',"
        " which no state may set of a person; there are: title, "
    )


def test_what_ties_registers_together_no_state_sets(root: Path) -> None:
    edit(root / "simulators" / PARTNER / "states.yaml", "set: {alive: false}", 'set: {pid: "1980000000001"}')
    assert "sets 'pid', which no state may set of a person" in mistakes(root)[0]


def test_a_fault_of_no_kind_or_with_wrong_words_is_told(root: Path) -> None:
    file = root / "simulators" / PARTNER / "faults.yaml"
    edit(file, 'with: {status: 200, body: "00404", media: text/plain}', 'with: {body: "00404"}')
    assert mistakes(root) == [f"simulators/{PARTNER}/faults.yaml: fault 'not_found_as_code' needs ['status']"]


def test_a_yaml_that_breaks_its_schema_is_told_with_its_line(root: Path) -> None:
    edit(root / "simulators" / PARTNER / "states.yaml", "  officer: AgentAvailable", "  officer: [")
    (told,) = mistakes(root)
    assert re.match(rf"simulators/{PARTNER}/states\.yaml:[0-9]+:[0-9]+: is not YAML", told)


@pytest.mark.parametrize("part", ["contracts", "simulators"])
def test_half_a_partner_is_a_partner_of_which_the_rest_is_missing(root: Path, part: str) -> None:
    shutil.rmtree(root / part / PARTNER)
    first = {"contracts": "agreement.yaml", "simulators": "simulator.py"}[part]
    assert mistakes(root)[0] == f"{part}/{PARTNER}/{first}: is missing"


def test_what_a_change_of_branch_leaves_behind_is_no_partner(root: Path) -> None:
    (root / "simulators" / "of_another_branch" / "__pycache__").mkdir(parents=True)
    (root / "contracts" / "of_another_branch").mkdir()
    assert list(Registry(root).partners) == [PARTNER, "truemoney_offline"]


def test_a_partner_that_does_not_exist_is_told_with_those_that_do(root: Path) -> None:
    with pytest.raises(RegistryError, match="there is no partner 'dopa'; there are: dopa_linkage, truemoney_offline"):
        Registry(root).partner("dopa")


def test_a_root_without_simulators_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        RegistryError, match=r"simulators does not exist: the root of a kit holds contracts/ and simulators/"
    ):
        Registry(tmp_path)
