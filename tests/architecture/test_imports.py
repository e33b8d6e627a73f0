"""Imports point one way; each rule with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("world", "contract", "lab", "families", "scenario", "conformance")


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Every module that a file imports when it runs; what only a type checker reads does not count."""
    return tuple(_imported(ast.parse(file.read_text(encoding="utf-8"))))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.ImportFrom) and node.module:
        yield "." * node.level + node.module
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    for below in ast.iter_child_nodes(node):
        if not isinstance(below, ast.expr):  # nothing is imported inside of one
            yield from _imported(below)


ROOMS = ("partnerlab", "reference", "simulators")


@cache
def module_graph(root: Path = ROOT) -> dict[str, frozenset[str]]:
    """Every module with all that it imports of ours: at its top, in functions, and for types only."""
    files = {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file
        for room in ROOMS
        for file in sorted((root / room).rglob("*.py"))
    }
    return {
        name: frozenset(_modules_imported(ast.parse(file.read_text(encoding="utf-8")), set(files))) - {name}
        for name, file in files.items()
    }


def _modules_imported(tree: ast.AST, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield from {name if name in modules else node.module} & modules
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & modules


def circles(graph: dict[str, frozenset[str]]) -> list[list[str]]:
    """Groups of two modules and more in which each leads to every other."""
    reached = {name: _reached_from(name, graph) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other]) for name in graph if name in reached[name]
    }
    return sorted(sorted(group) for group in groups)


def _reached_from(name: str, graph: dict[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(graph[name])
    while waiting:
        if (module := waiting.pop()) not in reached:
            reached.add(module)
            waiting.extend(graph[module])
    return reached


def test_no_circle_of_modules_with_type_only_imports_counted() -> None:
    because = "modules in a circle can only be understood, tested and moved together"
    assert not circles(module_graph()), because


def test_a_circle_of_type_only_imports_is_found(tmp_path: Path) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
    house = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from partnerlab.person import Person\n"
    (tmp_path / "partnerlab" / "house.py").write_text(house)
    (tmp_path / "partnerlab" / "person.py").write_text("def move():\n    from partnerlab import house\n")
    (tmp_path / "partnerlab" / "city.py").write_text("from partnerlab import house, person\n")
    assert circles(module_graph(tmp_path)) == [["partnerlab.house", "partnerlab.person"]]


def python_files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"no Python below {folder}: the rule would hold for nothing"
    return found


def offenders(folder: str, *forbidden: str) -> list[str]:
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in python_files(folder)
        for name in imports(file)
        if any(name == word or name.startswith(f"{word}.") for word in forbidden)
    ]


def test_the_reference_imports_nothing_of_ours() -> None:
    because = "a codec shared by both sides would cancel its own mistakes"
    assert not offenders("reference", "partnerlab", "simulators"), because


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_import_downwards(layer: str) -> None:
    above = [f"partnerlab.{name}" for name in LAYERS[LAYERS.index(layer) + 1 :]]
    above += [f"partnerlab.{name}" for name in ("report", "control", "page", "commands")]
    because = "what lies below must be usable, and understandable, without what lies above"
    assert not offenders(f"partnerlab/{layer}", *above), because


def test_reports_read_only_the_event_stream() -> None:
    because = "a report that asked the lab could not be made again from a stored stream"
    inside = [f"partnerlab.{name}" for name in (*LAYERS, "control", "commands")]
    assert not offenders("partnerlab/report", *inside), because


def test_the_page_asks_the_control_and_nothing_else() -> None:
    because = "what the page can do, a test in any language can do by the control API"
    inside = [f"partnerlab.{name}" for name in (*LAYERS, "control", "commands", "sandbox")]
    assert not offenders("partnerlab/page", *inside), because


def test_the_engine_names_no_partner() -> None:
    because = "adding a partner must be filling in folders, never editing the engine"
    partners = [path.name for path in (ROOT / "simulators").iterdir() if path.is_dir()]
    named = [
        f"{file.relative_to(ROOT)}:{number}: {partner}"
        for file in python_files("partnerlab")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if not line.lstrip().startswith(("#", '"""'))
        for partner in partners
        if f'"{partner}"' in line or f"'{partner}'" in line
    ]
    assert not named, because


def test_partners_import_only_the_world_and_the_words_they_send() -> None:
    because = "a simulator is pure: no I/O, no clock but the one handed in, and no other partner"
    allowed = (
        "partnerlab.world",
        "partnerlab.families",
        "partnerlab.lab.partners.partner_world",
        "collections",
        "datetime",
        "decimal",
        "hashlib",
        ".",  # a module beside it; ruff refuses those above
        "json",
        "typing",
    )
    strays = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in python_files("simulators")
        for name in imports(file)
        if name != "__future__" and not name.startswith(allowed)
    ]
    assert not strays, because
