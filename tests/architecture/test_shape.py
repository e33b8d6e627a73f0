"""Folders of siblings are alike, their parents hold nothing else, and nothing grows past its ceiling."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from partnerlab.lab.partners.folder_check import mistakes_of
from partnerlab.lab.partners.registry import Registry

ROOT = Path(__file__).parents[2]
CEILINGS = {"simulators": 200, "partnerlab": 300, "reference": 300}
LONGEST_FUNCTION = 40


def test_every_partner_has_its_shape() -> None:
    because = "a newcomer reads one sibling and knows all"
    assert not [mistake for partner in Registry().partners.values() for mistake in mistakes_of(partner)], because


def test_the_parents_hold_only_siblings() -> None:
    because = "the folder is the registry; machinery among the siblings would need an ignore-list"
    partners = {path.name for path in (ROOT / "simulators").iterdir() if path.name != "__pycache__"}
    contracts = {path.name for path in (ROOT / "contracts").iterdir()}
    assert all((ROOT / "simulators" / name).is_dir() for name in partners), because
    assert contracts == partners | {"_common", "_control", "_test_hooks", "requirements.yaml"}, because


def test_contracts_hold_no_python_and_neither_do_scenarios() -> None:
    because = "data for what is exchanged, Python for what is decided"
    found = [str(path) for folder in ("contracts", "scenarios") for path in (ROOT / folder).rglob("*.py")]
    assert not found, because


@pytest.mark.parametrize("folder", CEILINGS)
def test_modules_stay_below_their_ceiling(folder: str) -> None:
    because = "a file that nears its ceiling is asking for a room"
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > CEILINGS[folder]
    }
    assert not long, because


@pytest.mark.parametrize("folder", CEILINGS)
def test_functions_stay_below_their_ceiling(folder: str) -> None:
    because = "a function that does not fit on half a screen does more than one thing"
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long, because


MOST_MODULES = 15
FULL_FOLDERS: dict[str, str] = {}
"""Folders with more modules, each with its reason. The list may only shrink."""

NOUNS_IN_ING = ("routing", "testing", "billing", "polling", "reporting")
OTHERS_IN_ING: dict[str, str] = {}
"""Modules whose name still ends in -ing, each with its reason. The list may only shrink."""


def test_no_folder_holds_more_modules_than_a_reader_can_keep_in_mind() -> None:
    because = "a folder that nears its ceiling is asking for rooms"
    files = [path for folder in CEILINGS for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py"]
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in files)
    assert {folder for folder, count in counts.items() if count > MOST_MODULES} == set(FULL_FOLDERS), because


def test_modules_are_named_after_what_they_hold() -> None:
    because = "a verbal noun says what is done, and a reader looks for a thing"
    files = [path for folder in CEILINGS for path in (ROOT / folder).rglob("*.py")]
    verbal = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.stem.endswith("ing") and path.stem.rpartition("_")[2] not in NOUNS_IN_ING
    }
    assert verbal == set(OTHERS_IN_ING), because


_BANNED = {
    r"yaml\.(safe_)?load\(": "YAML enters only through partnerlab.yamlio: plain YAML reads 0105551234567 as octal",
    r"\\d": r"\d matches Thai digits too; write [0-9]",
    r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(": "time only through the lab's clock",
    r"random\.(random|choice|randint|shuffle)\(|uuid4\(": "chance only through the lab's seed",
    r"time\.sleep\((?!0\))": "nothing ever really waits, but to give another thread its turn",
    r"\beval\(|\bexec\(": "never code in strings",
}
_MAY_READ_REAL_TIME = (
    "reference/common/clock.py",  # outside a rehearsal our side lives in real time
    "partnerlab/commands/common/options.py",  # a report says when it ran, on the wall
    "partnerlab/lab/message_times/wall_clock.py",  # a partner's own implementation lives in real time
)


@pytest.mark.parametrize("pattern", _BANNED)
def test_banned_words(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("partnerlab", "simulators", "reference", "contracts", "scenarios")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".yaml", ".json") and path.relative_to(ROOT).as_posix() not in _MAY_READ_REAL_TIME
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line.partition("#")[0])
    ]
    assert not found, _BANNED[pattern]
