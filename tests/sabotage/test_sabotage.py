"""Broken customer systems: every mutation has its target, and those of this commit's sample are caught."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partnerlab import __main__
from partnerlab.errors import InputError
from partnerlab.lab.partners import registry
from partnerlab.sabotage.mutation import Mutation, named, read_mutations
from partnerlab.sabotage.trials import CAUGHT, SURVIVED, WRONG_BLAME, play_mutations, require_sound
from tests.fuzz.sample import commit, in_sample

ROOT = Path(__file__).parents[2]
MUTATIONS = read_mutations(ROOT)
SAMPLE = [mutation for mutation in MUTATIONS if in_sample(mutation.id, commit())]
"""A fifth, of which a run takes a sixth again: `partnerlab sabotage` plays all."""

FEWEST = 3
KINDS = {
    "payment_file_money", "rounding", "days", "more_than_required", "mixed_up_parties", "suspended_mandates",
    "deposits", "thai_marks", "logs", "sent_twice", "lists",
}  # fmt: skip
"""The kinds of mistakes that must be caught."""


def test_each_kind_has_mutations_in_different_modules() -> None:
    modules = {kind: {each.file for each in MUTATIONS if each.kind == kind} for kind in KINDS}
    assert {each.kind for each in MUTATIONS} == KINDS
    assert all(len(files) >= FEWEST for files in modules.values()), modules


@pytest.mark.slow
@pytest.mark.parametrize("mutation", SAMPLE, ids=lambda mutation: mutation.id)
def test_a_mutation_is_caught_with_the_right_blame(mutation: Mutation) -> None:
    (result,) = play_mutations(ROOT, [mutation], 1, 1)
    assert result.word == CAUGHT, result


@pytest.mark.slow
def test_what_changes_nothing_survives_and_a_wrong_blame_is_told() -> None:
    """Both stand in the same few scenarios; the others are left out."""
    facts = ("reference/cis/money/tariff.py", "(net * _VAT_PERCENT + 50) // 100 - net")
    harmless = Mutation("x", "harmless", *facts, "(50 + net * _VAT_PERCENT) // 100 - net", "partner", ("bills",))
    blamed = Mutation("x", "blamed", *facts, "net * _VAT_PERCENT // 100 - net", "partner", ("bills",))
    results = play_mutations(ROOT, [harmless, blamed], 1, 2, others=False)
    found = {result.mutation.name: result.word for result in results}
    assert found == {"harmless": SURVIVED, "blamed": WRONG_BLAME}


@pytest.mark.slow
def test_a_reference_that_fails_without_any_mutation_is_told(checkout: Path) -> None:
    tariff = checkout / "reference/cis/money/tariff.py"
    tariff.write_text(tariff.read_text().replace("_RAW_WATER = 15", "_RAW_WATER = 16"))
    with pytest.raises(InputError, match="does not pass without any mutation"):
        require_sound(checkout, ("bills",), 1)


@pytest.mark.slow
def test_a_scenario_that_does_not_exist_is_told(checkout: Path, sabotage: Any) -> None:
    file = checkout / "sabotage/rounding.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("scenarios: [bills, payment_online]", "scenarios: [bils]"))
    code, printed = sabotage("half_a_satang_is_cut_off")
    assert code == 2 and "bils.yaml: no such file" in printed


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what mutations are made of."""
    for part in ("reference", "sabotage", "contracts/_common"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def sabotage(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`partnerlab sabotage …` in that copy."""
    monkeypatch.setattr(registry, "default_root", lambda: checkout)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            __main__.main(["sabotage", *arguments])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out + printed.err

    return run


def test_a_target_that_is_gone_ends_the_run(checkout: Path, sabotage: Any) -> None:
    tariff = checkout / "reference/cis/money/tariff.py"
    tariff.write_text(tariff.read_text().replace("(net * _VAT_PERCENT + 50) // 100", "round_up(net)"))
    (checkout / "reference/cis/numbers.py").unlink()
    code, printed = sabotage("deposits")
    assert code == 2
    assert "rounding/half_a_satang_is_cut_off: reference/cis/money/tariff.py no longer holds" in printed
    assert "reference/cis/numbers.py does not exist" in printed


def test_a_target_that_is_there_twice_or_breaks_python_ends_the_run(checkout: Path, sabotage: Any) -> None:
    (checkout / "sabotage/more.yaml").write_text(
        "title: x\nscenarios: [bills]\nmutations:\n"
        "  twice: {file: reference/cis/money/tariff.py, old: 'max(', new: 'min('}\n"
        "  broken: {file: reference/cis/money/tariff.py, old: 'water = max(water', new: 'water = max(water)'}\n"
    )
    code, printed = sabotage("--list")
    assert code == 2
    assert "more/twice: reference/cis/money/tariff.py holds 2 times the text to replace" in printed
    assert "more/broken: reference/cis/money/tariff.py is no Python any more" in printed


def test_a_file_that_is_not_written_as_agreed_is_told_with_its_line(checkout: Path, sabotage: Any) -> None:
    (checkout / "sabotage/more.yaml").write_text("title: x\nscenarios: [bills]\nmutations:\n  Bad: {file: a}\n")
    code, printed = sabotage("--list")
    assert code == 2 and "more.yaml:4:" in printed


def test_a_wrong_name_is_told_with_the_nearest(sabotage: Any) -> None:
    code, printed = sabotage("half_a_satang_is_cut_of")
    assert code == 2 and "half_a_satang_is_cut_off" in printed


def test_where_there_is_no_source_it_says_so(checkout: Path, sabotage: Any) -> None:
    shutil.rmtree(checkout / "reference")
    code, printed = sabotage()
    assert code == 2 and "holds no sabotage/ and reference/" in printed and "wheel" in printed


def test_mutations_are_named_by_kind_by_id_and_alone(sabotage: Any) -> None:
    code, printed = sabotage("--list")
    assert (code, len(printed.split())) == (0, len(MUTATIONS))
    (one,) = named(MUTATIONS, ["half_a_satang_is_cut_off"])
    assert one.id == "rounding/half_a_satang_is_cut_off"
    assert named(MUTATIONS, [one.id]) == [one]
    assert {each.kind for each in named(MUTATIONS, ["rounding"])} == {"rounding"}
